using CcaEmu.Arm.A64;
using CcaEmu.Cpu;

namespace CcaEmu.Cli.Output;

/// <summary>Prints the features of the PE as a table.</summary>
internal static class FeatureTablePrinter
{
    /// <summary>Prints one line for each feature.</summary>
    /// <param name="output">Where to.</param>
    public static void Print(TextWriter output)
    {
        Dictionary<string, string> vectors = Vectors();
        output.WriteLine($"{"Feature",-20} {"Built",-6}{"Default",-8}{"Encodings",10}{"Registers",10}{"Vectors",9}  What it is");
        foreach (FeatureReport row in FeatureReport.All())
            output.WriteLine(Line(row, vectors.GetValueOrDefault(row.Info.Name, "0")));
        output.WriteLine();
        output.WriteLine("Encodings: executing on the default PE / known. Vectors: cases recorded from QEMU that every test run repeats.");
    }

    // docs/conformance/vectors.tsv, which a test holds to the vectors that are there.
    private static Dictionary<string, string> Vectors()
    {
        using Stream table = typeof(FeatureTablePrinter).Assembly.GetManifestResourceStream("vectors.tsv")!;
        using var reader = new StreamReader(table);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).ToDictionary(fields => fields[0], fields => fields[1]);
    }

    private static string Line(FeatureReport row, string vectors)
    {
        string encodings = row.Encodings == 0 ? "-" : $"{row.Executing}/{row.Encodings}";
        string registers = row.Registers == 0 ? "-" : $"{row.Registers}";
        string standing = row.Info.Standing switch
        {
            FeatureStanding.Always => "always",
            FeatureStanding.On => "on",
            _ => "off",
        };
        return $"{row.Info.Name,-20} {(row.Info.IsBuilt ? "yes" : "no"),-6}{standing,-8}{encodings,10}{registers,10}{(vectors == "0" ? "-" : vectors),9}  {row.Info.Title}";
    }
}
