using CcaEmu.Arm.A64;
using CcaEmu.Campaign.Generation;
using CcaEmu.Campaign.Oracle;
using CcaEmu.Campaign.Vectors;

namespace CcaEmu.Cpu.Tests.Oracle;

/// <summary>The cases kept as text, which need no oracle: recorded ones of every line, and those that once went wrong.</summary>
internal sealed class VectorTests
{
    private const int AtLeast = 20;

    private static IEnumerable<string> FileNames() => VectorLibrary.Files().Select(file => Path.GetFileName(file));

    [TestCaseSource(nameof(FileNames))]
    public void Kept_vectors_come_out_as_they_say(string name)
    {
        using var pe = new UserPe();
        CaseVector[] vectors = [.. VectorLibrary.Read(Path.Combine(VectorLibrary.Folder(), name))
            .Where(vector => pe.Features.Has(A64Table.Get(vector.Op).Feature))];
        List<Mismatch> wrong = VectorRun.Run(vectors, pe);
        Assert.That(vectors, Is.Not.Empty);
        Assert.That(wrong, Is.Empty, () => $"{wrong.Count} of {vectors.Length}\n{string.Join('\n', wrong.Take(10))}");
    }

    [Test]
    public void A_vector_reads_back_as_it_was_written()
    {
        foreach (CaseVector vector in VectorLibrary.Files().SelectMany(file => VectorLibrary.Read(file).Take(200)))
        {
            string text = vector.Format();
            Assert.That(CaseVector.Parse(text).Format(), Is.EqualTo(text));
        }
    }

    [Test]
    public void Every_line_that_the_oracle_can_run_has_recorded_vectors()
    {
        IReadOnlyDictionary<A64Op, int> counts = VectorLibrary.CountByOp();
        IEnumerable<A64Op> few = LineSelection.Lines(PeFeatures.Default.Has).Select(line => line.Op)
            .Where(op => counts.GetValueOrDefault(op) < AtLeast);
        Assert.That(few, Is.Empty, "record them: dotnet run -c Release --project tests/CcaEmu.Campaign -- --record");
    }
}
