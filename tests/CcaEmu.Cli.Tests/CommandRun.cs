using System.Text;
using CcaEmu.Cli.Commands;

namespace CcaEmu.Cli.Tests;

/// <summary>One run of the command in this process, with what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] args)
    {
        using var output = new MemoryStream();
        var error = new StringWriter { NewLine = "\n" };
        using var console = new CliConsole(output, error, isTerminal: false);
        int exitCode = CcaEmuCommandLine.Run(args, console, new HostClock());
        return new CommandRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Asserts that the user was told in one line what is wrong, with exit code 2, and that nothing ran.</summary>
    public void MustRefuse(string because)
    {
        Assert.That(ExitCode, Is.EqualTo(2), Error);
        Assert.That(Output, Is.Empty);
        Assert.That(Error, Does.StartWith("ccaemu: ").And.EndsWith("\n"));
        Assert.That(Error.Count(c => c == '\n'), Is.EqualTo(1), Error);
        Assert.That(Error, Does.Contain(because));
    }
}
