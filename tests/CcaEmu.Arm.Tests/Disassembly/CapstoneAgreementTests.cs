using CcaEmu.Arm.A64;
using CcaEmu.Arm.Tests.A64;
using CcaEmu.Campaign.Sweep;

namespace CcaEmu.Arm.Tests.Disassembly;

/// <summary>
/// Decoder and formatter against Capstone 4.0 on seeded random words: full text, both ways. All words:
/// <c>dotnet run -c Release --project tests/CcaEmu.Campaign -- --sweep every</c>.
/// </summary>
public sealed class CapstoneAgreementTests
{
    [Test]
    public void Words_of_every_line_have_the_text_that_Capstone_gives_them()
    {
        Random random = new(1);
        IEnumerable<uint> words = A64Table.Lines.SelectMany(line => Enumerable.Range(0, 1000).Select(_ => RandomWords.OfPattern(line, random)));
        Assert.That(Compare(words), Is.GreaterThan(100_000), "words that both know");
    }

    [Test]
    public void Random_words_have_the_text_that_Capstone_gives_them()
    {
        Random random = new(2);
        IEnumerable<uint> words = Enumerable.Range(0, 1_000_000).Select(_ => RandomWords.Any(random));
        Assert.That(Compare(words), Is.GreaterThan(200_000), "words that both know");
    }

    /// <summary>
    /// An eighth of all values of bits 31:10, that is of everything but Rd and Rn, each with some bits 9:0; CCAEMU_SWEEP_SEED=all is all of them.
    /// </summary>
    [Test]
    public void Words_with_every_value_of_the_upper_bits_have_the_text_that_Capstone_gives_them()
    {
        bool all = Environment.GetEnvironmentVariable("CCAEMU_SWEEP_SEED") == "all";
        int step = all ? 1 : 8, first = all ? 0 : DecoderSweepTests.Slice % step;
        IEnumerable<uint> words = Enumerable.Range(0, (1 << 22) / step).Select(n => (uint)(n * step + first))
            .Select(upper => upper << 10 | (upper * 0x9E37_79B1 ^ (uint)DecoderSweepTests.Slice * 0x85EB_CA6B) >> 22);
        Assert.That(Compare(words), Is.GreaterThan(1_000_000 / step), "words that both know");
    }

    [Test]
    public void A_sweep_over_a_range_compares_each_of_its_words_and_says_how_far_it_is()
    {
        using var log = new StringWriter();
        SweepResult result = TextSweep.Run(0xD500_0000, 0xD540_0000, 2, log);
        Assert.That(result.Complaints, Is.Empty);
        Assert.That(result.Words, Is.EqualTo(1 << 22));
        Assert.That(result.Defined, Is.GreaterThan(1 << 21), "words that both know: all system moves among them");
        Assert.That(log.ToString(), Does.StartWith("0xd5000000 to 0xd53fffff: both know "));
    }

    /// <summary>The comparison must see a wrong letter: it is no help if it takes any two texts for the same.</summary>
    [TestCase(0x9100_0420u, "add x0, x1, #2", TestName = "Another_immediate_is_no_known_difference")]
    [TestCase(0xD538_1000u, "mrs x1, sctlr_el1", TestName = "Another_register_of_MRS_is_no_known_difference")]
    [TestCase(0xD538_1000u, "mrs x0, actlr_el1", TestName = "Another_name_of_MRS_is_no_known_difference")]
    [TestCase(0xD508_871Fu, "tlbi alle1", TestName = "Another_operation_is_no_known_difference")]
    public void Differences_without_a_reason_are_not_excused(uint word, string theirs)
    {
        Instruction ours = Decoder.Decode(word);
        string text = new Formatter(SystemNames.NameOf).Format(ours, TextComparison.Pc);
        Assert.That(CapstoneDifferences.IsKnown(ours, text, theirs), Is.False);
    }

    private static int Compare(IEnumerable<uint> words)
    {
        using var comparison = new TextComparison();
        foreach (uint word in words)
        {
            if (comparison.Compare(word) is { } complaint)
                Assert.Fail(complaint);
        }

        return (int)comparison.Common;
    }
}
