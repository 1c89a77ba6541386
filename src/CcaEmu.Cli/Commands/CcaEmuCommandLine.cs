using System.CommandLine;

namespace CcaEmu.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class CcaEmuCommandLine
{
    /// <summary>Reads the arguments and does what they ask.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="console">Where input and output go.</param>
    /// <param name="clock">Host time.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> args, CliConsole console, HostClock clock)
    {
        var root = new RootCommand("CcaEmu: an Armv9-A machine with the Arm Confidential Compute Architecture.");
        var run = new RunCommandLine(console, clock);
        root.Add(run.Command);
        root.Add(CpuCommandLine.Create(console));
        ParseResult parsed = root.Parse(args);
        if (args.Count == 0)
            return console.Refuse("expected a command, found none; try 'ccaemu run IMAGE' or 'ccaemu --help'");
        if (parsed.Errors.Count > 0)
            return Refuse(parsed, run.Command, console);
        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = console.Text,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
            };
            return parsed.Invoke(configuration);
        }
        catch (IOException failure)
        {
            // A full disk or a reader that has gone away: the user's, not ours.
            console.Error.WriteLine($"ccaemu: writing failed: {failure.Message}");
            return ExitCodes.Failed;
        }
        catch (Exception bug)
        {
            console.Error.WriteLine($"ccaemu: internal error, please report it: {bug}");
            return ExitCodes.Internal;
        }
    }

    private static int Refuse(ParseResult parsed, Command run, CliConsole console)
    {
        string help = parsed.CommandResult.Command == run ? "ccaemu run --help" : "ccaemu --help";
        if (parsed.CommandResult.Command.Name == "cpu")
            help = "ccaemu cpu features";
        string message = parsed.UnmatchedTokens is [var stray, ..]
            ? $"expected a command, an option or one image, found '{stray}'"
            : parsed.Errors[0].Message.TrimEnd('.');
        return console.Refuse($"{message}; try '{help}'");
    }
}
