using System.CommandLine;
using System.CommandLine.Parsing;
using CcaEmu.Cli.Tracing;

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
        root.Add(new BenchCommandLine(console, clock).Command);
        root.Add(CpuCommandLine.Create(console));
        root.Add(RealmCommandLine.Create(console));
        root.Add(TokenCommandLine.Create(console));
        root.Add(ExplainCommandLine.Create(console));
        root.Add(InspectCommandLine.Create(console));
        root.Add(TraceCommandLine.Create(console));
        root.Add(ImagesCommandLine.Create(console));
        root.Add(TestCommandLine.Create(console));
        ParseResult parsed = root.Parse(args);
        if (args.Count == 0)
            return console.Refuse("expected a command, found none; try 'ccaemu run IMAGE' or 'ccaemu --help'");
        if (parsed.Errors.Count > 0)
            return Refuse(parsed, console);
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

    private static int Refuse(ParseResult parsed, CliConsole console)
    {
        string help = "ccaemu " + string.Concat(Names(parsed.CommandResult).Reverse().Select(name => name + ' ')) + "--help";
        string message = parsed.UnmatchedTokens is [var stray, ..]
            ? $"expected a command, an option or one image, found '{UnknownOption(parsed) ?? stray}'"
            : parsed.Errors[0].Message.TrimEnd('.');
        return console.Refuse($"{message}; try '{help}'");
    }

    // Before an image, an option that there is not has been taken for the image.
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith('-'))?.Value;

    // From the innermost command outwards, without the program itself.
    private static IEnumerable<string> Names(CommandResult result)
    {
        for (SymbolResult? at = result; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            yield return command.Command.Name;
    }
}
