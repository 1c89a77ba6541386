using System.Text;
using CcaEmu.Arm.A64;
using CcaEmu.Cpu;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/vectors.tsv: cases recorded from QEMU for each feature, which the command line shows too.</summary>
internal static class VectorCounts
{
    public static string Text()
    {
        IReadOnlyDictionary<Feature, int> counts = ByFeature();
        var text = new StringBuilder();
        foreach (FeatureReport row in FeatureReport.All())
            text.Append($"{row.Info.Name}\t{counts.GetValueOrDefault(row.Info.Feature)}\n");
        return text.ToString();
    }

    public static IReadOnlyDictionary<Feature, int> ByFeature()
    {
        IReadOnlyDictionary<string, int> vectors = KeptVectors.Count();
        return A64Table.Lines.GroupBy(line => line.Feature)
            .ToDictionary(group => group.Key, group => group.Sum(line => vectors.GetValueOrDefault(line.Op.ToString())));
    }
}
