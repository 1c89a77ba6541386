using System.Text;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Campaign.Registers;
using CcaEmu.Campaign.Transcription;
using CcaEmu.Campaign.Vectors;
using CcaEmu.Cpu;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/tests.tsv: cases that `dotnet test` runs for each feature, which the command line shows too.</summary>
/// <param name="Recorded">Cases of its encodings recorded from QEMU.</param>
/// <param name="Transcribed">Cases of its encodings against a second transcription of the manual's pseudocode.</param>
/// <param name="Access">Rows of the access matrix of its registers.</param>
internal sealed record TestCounts(int Recorded, int Transcribed, int Access)
{
    private static readonly IReadOnlyDictionary<A64Op, int> Vectors = VectorLibrary.CountByOp();
    private static readonly IReadOnlyDictionary<SystemRegister, int> Rows = AccessRows.Count();

    public static TestCounts Of(A64Encoding line) => new(Vectors.GetValueOrDefault(line.Op), TranscriptionTable.CasesOf(line.Op), 0);

    public static TestCounts Of(Feature feature)
    {
        TestCounts[] lines = [.. A64Table.Lines.Where(line => line.Feature == feature).Select(Of)];
        int access = SystemRegisterTable.All.Where(info => info.Feature == feature).Sum(info => Rows.GetValueOrDefault(info.Register));
        return new TestCounts(lines.Sum(line => line.Recorded), lines.Sum(line => line.Transcribed), access);
    }

    public static string Text()
    {
        var text = new StringBuilder();
        foreach (FeatureReport row in FeatureReport.All())
        {
            TestCounts counts = Of(row.Info.Feature);
            text.Append($"{row.Info.Name}\t{counts.Recorded}\t{counts.Transcribed}\t{counts.Access}\n");
        }
        return text.ToString();
    }
}
