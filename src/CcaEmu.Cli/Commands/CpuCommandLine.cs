using System.CommandLine;
using CcaEmu.Cli.Output;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu cpu features</c>: what the PE implements.</summary>
internal static class CpuCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        var features = new Command("features", "Lists the features of the architecture: built or not, on by default or not, and what each has.");
        features.SetAction(_ =>
        {
            FeatureTablePrinter.Print(console.Text);
            return ExitCodes.Passed;
        });
        return new Command("cpu", "Says what the PE implements.") { features };
    }
}
