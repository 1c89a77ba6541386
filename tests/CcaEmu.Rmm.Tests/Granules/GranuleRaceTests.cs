using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Granules;

/// <summary>Two PEs that move the same granules at once: each granule is moved once, and each PE is told how far it came itself.</summary>
public sealed class GranuleRaceTests
{
    private const ulong Base = 0x9000_0000, Count = 32;

    [Test]
    public void A_granule_is_delegated_and_undelegated_by_one_of_two([Values(0UL, 8UL)] ulong ahead)
    {
        using var hosts = new TwoHosts(new RmmOptions(), new MonitorOptions());
        hosts.One(RmiCommand.RmmActivate);
        ulong top = Base + Count * RmmBench.Granule;
        if (ahead != 0)
            Assert.That(hosts.One(RmiCommand.GranuleRangeDelegate, top - ahead * RmmBench.Granule, top)[0], Is.Zero);
        OneOf(hosts.Both(RmiCommand.GranuleRangeDelegate, Base, top), top - ahead * RmmBench.Granule);
        Assert.That(States(hosts), Is.All.EqualTo(GranuleState.Delegated));
        Assert.That(IsNonSecure(hosts), Is.False);
        OneOf(hosts.Both(RmiCommand.GranuleRangeUndelegate, Base, top), top);
        Assert.That(States(hosts), Is.All.EqualTo(GranuleState.Undelegated));
        Assert.That(IsNonSecure(hosts), Is.True);
    }

    // The first granule is in the other one's hands: not in the state that the command needs.
    private static void OneOf((ulong[] First, ulong[] Second) answers, ulong top)
    {
        (ulong[] done, ulong[] refused) = answers.First[0] == 0 ? answers : (answers.Second, answers.First);
        Assert.That(done[..2], Is.EqualTo(new[] { (ulong)RmiStatus.Success, top }));
        Assert.That(refused[0], Is.EqualTo((ulong)RmiStatus.ErrorInput));
    }

    private static IEnumerable<GranuleState> States(TwoHosts hosts) =>
        Enumerable.Range(0, (int)Count).Select(i => hosts.Rmm.StateOf(Base + (ulong)i * RmmBench.Granule));

    private static bool IsNonSecure(TwoHosts hosts) =>
        hosts.Machine.Pes[1].Physical.Read(new PhysicalAddress(Base, Pas.NonSecure), 8, out _).Ok;
}
