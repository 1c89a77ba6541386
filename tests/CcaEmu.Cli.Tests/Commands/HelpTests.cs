namespace CcaEmu.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Test]
    public void Help_of_run_names_every_option()
    {
        CommandRun run = CommandRun.Of("run", "--help");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Is.Empty);
        foreach (string option in new[]
            { "-m", "--max-instructions", "--seed", "--trace", "--trace-kinds", "--realm-pv", "--measurement-algo", "--arg", "--quiet", "--json" })
            Assert.That(run.Output, Does.Contain(option));
    }

    [Test]
    public void Help_lists_the_commands() => Assert.That(CommandRun.Of("--help").Output, Does.Contain("run <IMAGE>"));

    [Test]
    public void Version_is_a_version() => Assert.That(CommandRun.Of("--version").Output.Trim(), Does.Match(@"^\d+\.\d+\.\d+$"));
}
