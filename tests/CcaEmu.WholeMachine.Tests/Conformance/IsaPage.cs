using System.Text;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/isa.md: what the encoding table has and what executes on the default PE.</summary>
internal static class IsaPage
{
    public static string Text()
    {
        var page = new StringBuilder(ConformancePages.Header("A64 instructions", "the encoding table and the predecoder"));
        page.AppendLine("A line of the table is one encoding of the Arm ARM (chapter C6.2). It *executes* when the default PE has its feature and a handler");
        page.AppendLine("is bound to it; otherwise its words are UNDEFINED, as the ID registers say. HLT, DCPSn and DRPS are UNDEFINED because the PE");
        page.AppendLine("has no external debugger: halting is never enabled and Debug state never entered.");
        page.AppendLine();
        page.AppendLine("*Recorded* are the cases recorded from QEMU, *transcribed* those against a second transcription of the manual's pseudocode, *access*");
        page.AppendLine("the rows of the access matrix of its registers. Every test run repeats them all; docs/testing.md has the campaigns beside them.");
        page.AppendLine();
        page.AppendLine("| Feature | What it is | Built | Default | Executing / lines | Registers | Recorded | Transcribed | Access |");
        page.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (FeatureReport row in FeatureReport.All())
        {
            string built = row.Info.IsBuilt ? "yes" : "no", byDefault = row.Info.IsDefault ? "on" : "off";
            TestCounts tests = TestCounts.Of(row.Info.Feature);
            page.AppendLine($"| {row.Info.Name} | {row.Info.Title} | {built} | {byDefault} | {row.Executing} / {row.Encodings} | {row.Registers} "
                + $"| {tests.Recorded} | {tests.Transcribed} | {tests.Access} |");
        }
        page.AppendLine();
        page.AppendLine("| Encoding | Arm ARM title | Feature | Executes | Recorded | Transcribed |");
        page.AppendLine("|---|---|---|---|---|---|");
        foreach (A64Encoding line in A64Table.Lines)
        {
            TestCounts tests = TestCounts.Of(line);
            page.AppendLine($"| {line.Op} | {line.Title} | {line.Feature} | {(Executes(line) ? "yes" : "no")} | {tests.Recorded} | {tests.Transcribed} |");
        }
        return page.ToString();
    }

    public static bool Executes(A64Encoding line) => FeatureReport.HasMeaning(line, PeFeatures.Default);
}
