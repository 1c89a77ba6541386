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
        page.AppendLine("*Vectors* are the cases recorded from QEMU that every test run repeats; docs/testing.md has the campaigns beside them.");
        page.AppendLine();
        IReadOnlyDictionary<string, int> vectors = KeptVectors.Count();
        IReadOnlyDictionary<Feature, int> byFeature = VectorCounts.ByFeature();
        int VectorsOf(A64Encoding line) => vectors.GetValueOrDefault(line.Op.ToString());
        page.AppendLine("| Feature | What it is | Built | Default | Executing / lines | Registers | Vectors |");
        page.AppendLine("|---|---|---|---|---|---|---|");
        foreach (FeatureReport row in FeatureReport.All())
        {
            string built = row.Info.IsBuilt ? "yes" : "no", byDefault = row.Info.IsDefault ? "on" : "off";
            int tests = byFeature.GetValueOrDefault(row.Info.Feature);
            page.AppendLine($"| {row.Info.Name} | {row.Info.Title} | {built} | {byDefault} | {row.Executing} / {row.Encodings} | {row.Registers} | {tests} |");
        }
        page.AppendLine();
        page.AppendLine("| Encoding | Arm ARM title | Feature | Executes | Vectors |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (A64Encoding line in A64Table.Lines)
            page.AppendLine($"| {line.Op} | {line.Title} | {line.Feature} | {(Executes(line) ? "yes" : "no")} | {VectorsOf(line)} |");
        return page.ToString();
    }

    public static bool Executes(A64Encoding line) => FeatureReport.HasMeaning(line, PeFeatures.Default);
}
