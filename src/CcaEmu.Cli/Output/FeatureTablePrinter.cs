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
        output.WriteLine($"{"Feature",-20} {"Built",-6}{"Default",-8}{"Encodings",10}{"Registers",10}  What it is");
        foreach (FeatureReport row in FeatureReport.All())
            output.WriteLine(Line(row));
    }

    private static string Line(FeatureReport row)
    {
        string encodings = row.Encodings == 0 ? "-" : $"{row.Executing}/{row.Encodings}";
        string registers = row.Registers == 0 ? "-" : $"{row.Registers}";
        string standing = row.Info.Standing switch
        {
            FeatureStanding.Always => "always",
            FeatureStanding.On => "on",
            _ => "off",
        };
        return $"{row.Info.Name,-20} {(row.Info.IsBuilt ? "yes" : "no"),-6}{standing,-8}{encodings,10}{registers,10}  {row.Info.Title}";
    }
}
