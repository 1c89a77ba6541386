using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Hypervisor.Vmm;
using static CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Hypervisor.Tests.Realms;

/// <summary>Every place that undelegates: a granule that does not come back is lost alone, and reported by name, address and size.</summary>
public sealed class LeakTests
{
    private static readonly string[] Names = ["RD", "root RTT", "RTT", "REC", "DATA", "donation"];

    private static FakeWorld Make() => RealmFailureTests.Busy(new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 40 }));

    [Test, KvmChecklist("F4")]
    public void Whichever_undelegation_of_a_realms_life_fails_its_granule_is_reported_by_name_and_size()
    {
        int count = Sweep(null, 0);
        Assert.That(count, Is.GreaterThan(8));
    }

    // A command of the way up fails: what was delegated for it is undelegated at once, and the rest by the teardown.
    [TestCase(RealmCreate, "root RTT")]
    [TestCase(RttDataMapInit, "DATA")]
    [TestCase(RttCreate, "RTT")]
    [TestCase(RecCreate, "REC")]
    [TestCase(RttDataMap, "DATA")]
    [KvmChecklist("F4", "1.6/leaks", "1.8/3.5")]
    public void Whichever_undelegation_fails_behind_another_failure_its_granule_is_reported(RmiCommand failing, string first)
    {
        Assert.That(Sweep(failing, 0, first), Is.GreaterThan(1));
    }

    // Has the n-th undelegation refused, for every n. Returns how many there are.
    private static int Sweep(RmiCommand? failing, int skip, string? firstName = null)
    {
        for (int n = 0; ; n++)
        {
            using FakeWorld world = Make();
            ulong kept = 0;
            if (failing is { } command)
                world.Rmm.Fail(command, RmiStatus.ErrorGranule, skip);
            world.Rmm.Inject(GranuleRangeUndelegate, call =>
            {
                kept = call.X1;
                world.Rmm.Kept.Add(kept);
                return world.Rmm.Replay(call);
            }, n);
            RealmOutcome outcome = world.RunAndAccount();
            if (kept == 0)
                return n;
            string where = $"undelegation {n} of a life in which {failing} fails";
            Assert.That(outcome.Leaks.Select(leak => (leak.Address, leak.SizeBytes)), Is.EqualTo(new[] { (kept, 0x1000UL) }), where);
            Assert.That(Names, Does.Contain(outcome.Leaks[0].Owner), where);
            if (NameOf(world, kept) is { } name)
                Assert.That(outcome.Leaks[0].Owner, Is.EqualTo(name), where);
            if (n == 0 && firstName is not null)
                Assert.That(outcome.Leaks[0].Owner, Is.EqualTo(firstName), where);
            Assert.That(outcome.Leaks[0].Reason, Does.Contain("RMI_GRANULE_RANGE_UNDELEGATE"), where);
            Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError), where);
        }
    }

    // What the RMM knew it as; null for one that was delegated and never used.
    private static string? NameOf(FakeWorld world, ulong granule) => world.Rmm.LastUse.TryGetValue(granule, out GranuleState use)
        ? use switch
        {
            GranuleState.Rd => "RD",
            GranuleState.Rtt => granule - world.Rmm.Root < 0x2000 ? "root RTT" : "RTT",
            GranuleState.Rec => "REC",
            GranuleState.Data => "DATA",
            _ => "donation",
        }
        : null;
}
