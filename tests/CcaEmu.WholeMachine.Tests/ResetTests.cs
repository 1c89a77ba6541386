using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;
using CcaEmu.Rmm;

namespace CcaEmu.WholeMachine.Tests;

/// <summary>A reset of the board under managed layers: all of them boot again, and the guest runs as if nothing had been.</summary>
public sealed class ResetTests
{
    // Moments of a run of hello.elf, in retired instructions and exceptions: in the boot, while the realm is made, while it runs, while it is taken apart.
    private static readonly ulong[] Moments = [1, 20, 200, 600, 900, 1200, 1500];

    private static readonly byte[] _canary = [.. "a realm has written this canary"u8];

    [TestCaseSource(nameof(Moments))]
    public void After_a_reset_at_any_moment_the_realm_is_made_again_and_passes(ulong after)
    {
        using var machine = new RealmMachine("hello.elf");
        MachineStop first = machine.Machine.Run(after);
        Assume.That(first, Is.EqualTo(MachineStop.InstructionLimit), "hello.elf is longer than that");
        ulong before = machine.Pe.ModelledCycles;
        machine.Machine.RequestReset(ResetCause.Owner);
        RealmOutcome outcome = machine.RunToEnd();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That((machine.Machine.ResetCount, machine.Rmm.Realms, machine.Rmm.DelegatedGranules), Is.EqualTo((1, 0, 0ul)), "nothing of the first life is left");
        Assert.That(machine.Pe.ModelledCycles, Is.GreaterThan(before), "virtual time goes on");
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    public void Memory_that_was_delegated_when_the_board_was_reset_belongs_to_the_normal_world_again()
    {
        using var machine = new RealmMachine("hello.elf");
        ulong delegated = 0;
        machine.Rmm.WatchGranules((granule, _, to) => delegated = to == GranuleState.Data ? granule : delegated);
        while (delegated == 0)
            Assert.That(machine.Machine.Run(20), Is.EqualTo(MachineStop.InstructionLimit));
        MemoryResult Read() => machine.Pe.Physical.Read(new PhysicalAddress(delegated, Pas.NonSecure), 8, out _);
        Assert.That(Read().Ok, Is.False);
        machine.Machine.RequestReset(ResetCause.Owner);
        machine.Machine.Run(2);
        Assert.That(Read().Ok, Is.True);
    }

    [Test]
    public void Nothing_that_a_realm_has_left_in_memory_can_be_read_after_a_reset([Values] bool hasMec)
    {
        using var machine = new RealmMachine("hello.elf", features: hasMec ? PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC") : null);
        bool stops = true;
        machine.OnReturnTo(ExceptionLevel.EL1, SecurityState.Realm, _ =>
        {
            if (stops)
                machine.Machine.RequestStop();
        });
        Assert.That(machine.Machine.Run(1_000_000), Is.EqualTo(MachineStop.Requested), "the realm runs");
        IRealmInspector inspector = machine.Rmm.Inspector;
        ulong[] granules = [.. inspector.Granules.Select(granule => granule.Address)];
        ulong data = inspector.Granules.First(granule => granule.State == GranuleState.Data).Address;
        Assert.That(machine.Pe.Physical.Write(new PhysicalAddress(data, Pas.Realm) { Mecid = inspector.MecidOf(data) }, _canary).Ok, "what the realm's store does");
        stops = false;
        ulong before = machine.Pe.ModelledCycles;
        machine.Machine.RequestReset(ResetCause.Owner);
        machine.Machine.Run(2);
        Assert.That(granules, Has.Length.GreaterThan(10));
        byte[] page = new byte[4096];
        foreach (ulong granule in granules)
        {
            Assert.That(machine.Pe.Physical.Read(new PhysicalAddress(granule, Pas.NonSecure), page).Ok, "it is the host's again");
            Assert.That(page.AsSpan().IndexOf(_canary), Is.Negative, $"0x{granule:X}");
            Assert.That(hasMec || !page.AsSpan().ContainsAnyExcept((byte)0), $"0x{granule:X} is wiped, or noise");
        }
        Assert.That(machine.Pe.ModelledCycles - before, Is.GreaterThan(128 * (ulong)granules.Length), "a wipe takes its time");
        Assert.That(machine.RunToEnd().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
    }

    [Test]
    public void Memory_that_was_the_hosts_keeps_its_content_across_a_reset()
    {
        using var machine = new RealmMachine("hello.elf");
        machine.Machine.Run(600);
        var place = new PhysicalAddress(FvpMemoryMap.NonSecurePayload, Pas.NonSecure);
        Assert.That(machine.Pe.Physical.Write(place, _canary).Ok);
        machine.Machine.RequestReset(ResetCause.Owner);
        machine.Machine.Run(2);
        byte[] found = new byte[_canary.Length];
        Assert.That(machine.Pe.Physical.Read(place, found).Ok);
        Assert.That(found, Is.EqualTo(_canary));
    }

    [Test]
    public void What_isolation_promises_holds_across_a_reset([Values(600ul, 1200ul)] ulong after)
    {
        using var machine = new RealmMachine("hello.elf", options: new RmmOptions { ChecksIsolation = true });
        machine.Machine.Run(after);
        long before = machine.Rmm.IsolationChecks;
        machine.Machine.RequestReset(ResetCause.Owner);
        Assert.That(machine.RunToEnd().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That((machine.Rmm.IsolationFindings, machine.Rmm.IsolationChecks > before), Is.EqualTo((Array.Empty<string>(), true)));
    }

    [Test]
    public void A_watchdog_that_expires_under_a_realm_resets_the_board_once_and_is_off_then()
    {
        using var machine = new RealmMachine("hello.elf");
        using var devices = new FvpDevices(machine.Machine, new FvpDeviceOptions());
        void Write(ulong address, ulong value) =>
            Assert.That(machine.Pe.Physical.Write(new PhysicalAddress(address, Pas.Root), 4, value).Ok);
        Write(0x2A49_0000, 1); // twice 30.5 us
        Write(0x2A49_0008, 3);
        RealmOutcome outcome = machine.RunToEnd();
        Assert.That((outcome.Kind, machine.Machine.ResetCount, machine.Machine.LastResetCause),
            Is.EqualTo((RealmOutcomeKind.Passed, 1, (ResetCause?)ResetCause.TrustedWatchdog)), outcome.Summary);
    }

    [Test]
    public void The_same_reset_gives_the_same_digest_and_another_moment_another()
    {
        ulong Digest(ulong after)
        {
            using var machine = new RealmMachine("hello.elf");
            machine.Machine.Run(after);
            machine.Machine.RequestReset(ResetCause.Owner);
            machine.RunToEnd();
            return machine.Machine.Digest;
        }
        ulong digest = Digest(600);
        Assert.That(Digest(600), Is.EqualTo(digest));
        Assert.That(Digest(650), Is.Not.EqualTo(digest));
    }
}
