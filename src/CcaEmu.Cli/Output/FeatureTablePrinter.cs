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
        Dictionary<string, string[]> tests = Tests();
        output.WriteLine($"{"Feature",-20} {"Built",-6}{"Default",-8}{"Encodings",10}{"Registers",10}{"Recorded",9}{"Transcribed",12}{"Access",7}  What it is");
        foreach (FeatureReport row in FeatureReport.All())
            output.WriteLine(Line(row, tests.GetValueOrDefault(row.Info.Name, ["0", "0", "0"])));
        output.WriteLine();
        output.WriteLine("Encodings: executing on the default PE / known. Tests that every test run repeats: cases of its encodings recorded from QEMU,");
        output.WriteLine("cases against a second transcription of the manual's pseudocode, rows of the access matrix of its registers.");
    }

    // docs/conformance/tests.tsv, which a test holds to the tests that are there.
    private static Dictionary<string, string[]> Tests()
    {
        using Stream table = typeof(FeatureTablePrinter).Assembly.GetManifestResourceStream("tests.tsv")!;
        using var reader = new StreamReader(table);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).ToDictionary(fields => fields[0], fields => fields[1..]);
    }

    private static string Count(string number) => number == "0" ? "-" : number;

    private static string Line(FeatureReport row, string[] tests)
    {
        string encodings = row.Encodings == 0 ? "-" : $"{row.Executing}/{row.Encodings}";
        string registers = row.Registers == 0 ? "-" : $"{row.Registers}";
        string standing = row.Info.Standing switch
        {
            FeatureStanding.Always => "always",
            FeatureStanding.On => "on",
            _ => "off",
        };
        return $"{row.Info.Name,-20} {(row.Info.IsBuilt ? "yes" : "no"),-6}{standing,-8}{encodings,10}{registers,10}"
            + $"{Count(tests[0]),9}{Count(tests[1]),12}{Count(tests[2]),7}  {row.Info.Title}";
    }
}
