using System.CommandLine;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu test</c>: runs the images of a folder and compares how they end with how they must.</summary>
internal static class TestCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        Argument<string> folder = ImagesCommandLine.FolderArgument();
        var filter = new Option<string>("--filter") { HelpName = "TEXT", Description = "Only images with TEXT in their names" };
        var matrix = new Option<bool>("--matrix")
        {
            Description = "Every kind, stateful RMI operations off and aggressive, every number of PEs; each twice, with the same digest",
        };
        var junit = new Option<string>("--junit") { HelpName = "FILE", Description = "Write the results to FILE as JUnit XML" };
        Option<int> jobs = OptionReading.Of<int>("--jobs", JobCount.TryParse, "N", "Runs at once [default: as many as the host has cores]", "-j");
        var test = new Command("test", "Runs the images of a folder, and says which do not end as they must.") { folder, filter, matrix, junit, jobs };
        test.SetAction((parsed, interrupted) => Task.FromResult(new TestCommand(console)
        {
            Folder = parsed.GetValue(folder)!,
            Filter = parsed.GetValue(filter),
            IsMatrix = parsed.GetValue(matrix),
            JUnitFile = parsed.GetValue(junit),
            Jobs = OptionReading.ValueOr(parsed, jobs, Environment.ProcessorCount),
        }.Execute(interrupted)));
        return test;
    }
}
