using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Hosts whose VMM is killed: whatever it was doing, the host gives back what the realm held, or says what is lost.</summary>
public sealed class KillTests
{
    // A thousand in all, more of what takes less time.
    private static readonly int[] Kills = [400, 250, 200, 75, 75];

    // Small realms, of which each goes through another part of a realm's life.
    private static GuestHost Make(int kind, ulong seed) => kind switch
    {
        0 => new GuestHost([GuestHost.Launch("hello", memory: 2UL << 20)], seed: seed),
        1 => new GuestHost([GuestHost.Launch("share", memory: 32UL << 20)], seed: seed),
        2 => new GuestHost([GuestHost.Launch("smp", cpus: 2, argument: 2, memory: 4UL << 20)], pes: 2, seed: seed),
        3 => new GuestHost([GuestHost.Launch("touch", argument: 2, memory: 16UL << 20)], rmm: Aggressive(seed), seed: seed),
        _ => new GuestHost([GuestHost.Launch("smp", cpus: 3, argument: 2, memory: 4UL << 20), GuestHost.Launch("hello", memory: 2UL << 20)], pes: 2, rmm: Aggressive(seed), seed: seed),
    };

    private static RmmOptions Aggressive(ulong seed) => new() { Sro = SroMode.Aggressive, SroSeed = seed };

    [Test]
    [KvmChecklist("L6", "L4")]
    public void A_VMM_killed_at_any_of_1000_moments_leaves_nothing_that_is_not_reported([Range(0, 4)] int kind)
    {
        int kills = Kills[kind];
        var random = new Random(20_26 + kind);
        long calls;
        using (GuestHost whole = Make(kind, 1))
        {
            whole.RunAndAccount();
            Assert.That(whole.Hypervisor.Outcomes.Select(outcome => outcome.Kind), Is.All.EqualTo(RealmOutcomeKind.Passed));
            calls = whole.Calls;
        }
        Assert.That(calls, Is.GreaterThan(50));
        int early = 0;
        for (int i = 0; i < kills; i++)
        {
            long moment = random.NextInt64(1, calls + 1);
            using GuestHost host = Make(kind, 1);
            host.OnCall = call =>
            {
                if (call >= moment && host.Hypervisor.Processes.Count > 0)
                    host.Hypervisor.Processes[0].Condemn();
            };
            host.RunAndAccount();
            Assert.That(host.Hypervisor.Leaks, Is.Empty, $"killed at call {moment} of {calls}");
            if (host.Hypervisor.Outcomes[0].Kind != RealmOutcomeKind.Passed)
                early++;
        }
        Assert.That(early, Is.GreaterThan(kills / 3), "most kills came too late to kill anything");
    }

    [Test]
    public void A_kill_wakes_a_VMM_whose_virtual_CPUs_run_on_other_PEs_and_never_come_out()
    {
        // Spins for ever, as far as this host is concerned.
        var victim = new RealmVmm(GuestHost.Launch("spin", argument: 1_000_000), _ => { });
        VmmProcess? process = null;
        var killer = new HostProgram(async self =>
        {
            await self.Sleep(1_000_000);
            process!.Kill();
        });
        using var host = new GuestHost([victim, killer], pes: 2);
        host.OnCall = _ => process ??= host.Hypervisor.Processes.FirstOrDefault();
        host.RunAndAccount();
        Assert.That(victim.Outcome, Is.Null);
        Assert.That(host.Hypervisor.Leaks, Is.Empty);
    }

    [Test]
    public void Another_VMM_is_not_disturbed_by_a_kill([Values(200, 400, 700)] long moment)
    {
        using var host = new GuestHost(
            [GuestHost.Launch("smp", cpus: 2, argument: 5), GuestHost.Launch("smp", cpus: 2, argument: 5), GuestHost.Launch("timer")], pes: 2);
        host.OnCall = call =>
        {
            if (call == moment)
                host.Hypervisor.Processes[0].Condemn();
        };
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Outcomes.Skip(1).Select(outcome => outcome.Kind), Is.All.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(host.Hypervisor.Outcomes[0].Summary, Is.EqualTo("The VMM was killed."));
    }
}
