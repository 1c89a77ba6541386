using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>images/smp on several PEs: RECs turned on by PSCI CPU_ON, locks, and turning off again.</summary>
public sealed class SmpTests
{
    private const ulong Rounds = 50;

    // With fewer PEs than RECs, those of a PE take turns by the host's timer.
    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(4, 4)]
    [TestCase(8, 8)]
    [TestCase(1, 4)]
    [TestCase(3, 8)]
    [TestCase(8, 3)]
    public void Recs_on_any_number_of_pes_count_together_and_leave_nothing_behind(int pes, int recs)
    {
        using RealWorld world = Make(pes, recs);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary + world.Console);
        Assert.That(world.Console, Does.EndWith($"\n{recs} RECs counted to {2 * Rounds * (ulong)recs} in three ways\nsmp: PASS\n"));
        Assert.That(world.Smcs.GetValueOrDefault("PSCI_CPU_OFF"), Is.GreaterThanOrEqualTo(2 * (recs - 1)));
    }

    [TestCase(1ul)]
    [TestCase(777ul)]
    [TestCase(5_000_000ul)]
    public void However_the_pes_take_turns_the_realm_does_the_same(ulong quantum)
    {
        using RealWorld world = Make(4, 4, quantum: quantum);
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed), world.Console);
    }

    [Test]
    public void Stateful_operations_on_the_way_change_nothing([Values(1ul, 2ul, 3ul)] ulong seed)
    {
        using RealWorld world = Make(4, 4, 1, new RmmOptions { Sro = SroMode.Aggressive, SroSeed = seed });
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed), world.Console);
    }

    [Test]
    public void The_same_run_has_the_same_digest()
    {
        ulong Digest(int pes)
        {
            using RealWorld world = Make(pes, 4);
            world.RunAndAccount();
            return world.Machine.Digest;
        }
        ulong first = Digest(4);
        Assert.That(Digest(4), Is.EqualTo(first));
        Assert.That(Digest(2), Is.Not.EqualTo(first));
    }

    [TestCase(1, 2)]
    [TestCase(2, 2)]
    public void Timers_and_sgis_work_beside_a_virtual_cpu_that_is_off(int pes, int recs)
    {
        using var world = new RealWorld("timer", launch => launch with { VirtualCpus = recs }, pes: pes);
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed), world.Console);
    }

    private static RealWorld Make(int pes, int recs, ulong seed = 1, RmmOptions? rmm = null, ulong quantum = 10_000) =>
        new("smp", launch => launch with { VirtualCpus = recs, Argument = Rounds }, seed, rmm, pes, quantum);
}
