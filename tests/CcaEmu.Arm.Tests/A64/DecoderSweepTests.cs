using CcaEmu.Campaign.Sweep;

namespace CcaEmu.Arm.Tests.A64;

/// <summary>
/// A 64th of all 2^32 words, chosen by CCAEMU_SWEEP_SEED, for which CI gives the date of the commit. All words at once:
/// <c>dotnet run -c Release --project tests/CcaEmu.Campaign -- --sweep all</c>.
/// </summary>
public sealed class DecoderSweepTests
{
    internal static int Slice => DecoderSweep.SliceOf(Environment.GetEnvironmentVariable("CCAEMU_SWEEP_SEED") ?? "");

    [Test]
    public void Every_word_of_a_slice_is_of_one_line_or_none_and_encodes_as_it_was_decoded()
    {
        SweepResult result = DecoderSweep.Run(Slice);
        TestContext.Out.WriteLine($"slice {Slice}: {result.Words} words, {result.Defined} defined");
        Assert.That(result.Complaints, Is.Empty);
        Assert.That(result.Defined, Is.GreaterThan(result.Words / 8));
    }

    [Test]
    public void Slices_are_disjoint_and_make_up_all_words()
    {
        HashSet<uint> seen = [];
        for (int slice = 0; slice < DecoderSweep.Slices; slice++)
            Assert.That(DecoderSweep.Words(slice, 1 << 14).All(seen.Add), $"slice {slice} has words of another");
        Assert.That(seen, Has.Count.EqualTo(1 << 18));
    }
}
