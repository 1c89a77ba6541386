using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Runs;

namespace CcaEmu.Cli.Commands;

/// <summary>Arguments and options of <c>ccaemu run</c>.</summary>
internal sealed class RunCommandLine
{
    private readonly LaunchOptions _launch = new();
    private readonly IReadOnlyList<IRunOptions> _options = RunOptionList.Create();

    /// <summary>The command.</summary>
    /// <param name="console">Where input and output go.</param>
    /// <param name="clock">Host time.</param>
    public RunCommandLine(CliConsole console, HostClock clock)
    {
        Command = new Command("run", "Boots a realm image through monitor, RMM and hypervisor, and prints what it says.");
        foreach (Option option in _options.SelectMany(options => options.Options))
            Command.Add(option);
        _launch.AddTo(Command);
        Command.SetAction(parsed => FindError(parsed) is { } error ? console.Refuse(error) : RunHost.Run(Read(parsed), console, clock));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    /// <summary>Reads the arguments of a run without running anything.</summary>
    /// <param name="args">Arguments of <c>ccaemu</c>, the command's name first.</param>
    /// <param name="request">What they ask for.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public bool TryRead(IReadOnlyList<string> args, [NotNullWhen(true)] out RunRequest? request, [NotNullWhen(false)] out string? error)
    {
        ParseResult parsed = new RootCommand { Command }.Parse(args);
        error = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : FindError(parsed);
        request = error is null ? Read(parsed) : null;
        return error is null;
    }

    // Only where each option is well-formed: what is not has no value.
    private string? FindError(ParseResult parsed) => _options.Select(options => options.FindError(parsed)).FirstOrDefault(error => error is not null);

    private RunRequest Read(ParseResult parsed) =>
        _options.Aggregate(_launch.Read(parsed), (request, options) => options.Read(parsed, request));
}
