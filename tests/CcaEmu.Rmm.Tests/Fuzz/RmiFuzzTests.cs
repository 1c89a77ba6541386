using System.Collections.Frozen;
using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.Fuzz;

/// <summary>Random commands of several hosts against a model of the specification's state.</summary>
public sealed class RmiFuzzTests
{
    /// <summary>Commands of all seeds together are one million.</summary>
    private const int CommandsPerSeed = 250_000;

    /// <summary>After how many commands all of memory is gone through; what one command can break by itself is looked at after each.</summary>
    private const int ScansAfter = 64;

    /// <summary>How often a command must have succeeded where fewer than a hundred times will do.</summary>
    private static readonly FrozenDictionary<RmiCommand, int> Fewest = new Dictionary<RmiCommand, int>
    {
        [RmiCommand.RmmActivate] = 5, // once on each machine
        [RmiCommand.RmmConfigSet] = 5, // before that only
        [RmiCommand.GptL1Create] = 3, // where the monitor makes tables at run time
        [RmiCommand.GptL1Destroy] = 2,
    }.ToFrozenDictionary();

    [TestCase(1UL)]
    [TestCase(3UL)]
    [TestCase(5UL)]
    [TestCase(8UL)]
    public void Fuzz_of_random_commands_finds_nothing_that_the_specification_does_not_allow(ulong seed)
    {
        var run = new RmiFuzzRun(seed, scansAfter: ScansAfter);
        Counterexample? found = run.Run(CommandsPerSeed);
        if (found is not null)
            Assert.Fail($"after {found.Steps.Count} steps: {found.Wrong}; CcaEmu.Campaign --rmi-fuzz {run.Commands} --seed {seed} makes it small");
        Assert.That(run.Commands, Is.GreaterThanOrEqualTo(CommandsPerSeed));
        TestContext.Out.WriteLine(string.Join(", ", Offered().Select(command => $"{command} {run.Taken(command)}")));
        Assert.That(
            Offered().Where(command => run.Taken(command) < Fewest.GetValueOrDefault(command, 100)).Select(command => $"{command} {run.Taken(command)}"), Is.Empty,
            "commands that succeed too seldom to say that they were tried");
    }

    private static IEnumerable<RmiCommand> Offered() => RmiHandlers.Create().Select(handler => handler.Command);
}
