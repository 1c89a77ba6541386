using CcaEmu.Campaign.RmiFuzz;

namespace CcaEmu.Rmm.Tests.Fuzz;

/// <summary>Random commands of several hosts against a model of the specification's state.</summary>
public sealed class RmiFuzzTests
{
    /// <summary>Commands of all seeds together are one million.</summary>
    private const int CommandsPerSeed = 250_000;

    /// <summary>After how many commands all of memory is gone through; what one command can break by itself is looked at after each.</summary>
    private const int ScansAfter = 64;

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
    }
}
