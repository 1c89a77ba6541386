using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Realms;

public sealed class RealmOperationsTests
{
    private const uint CpuOn = 0xC400_0003;
    private const uint CpuOff = 0x8400_0002;
    private const uint SystemOff = 0x8400_0008;

    private static RealmOperations Make(HostServices services, FakeRmm rmm, int recs = 1)
    {
        var features = new RmmFeatures(RmiFeatureRegister0.Decode(rmm.Features0), RmiFeatureRegister1.Decode(rmm.Features1), 0);
        var vm = new RealmOperations(services, features, RealmGeometry.Of(40, HostPageSize.Default));
        var ram = new PageRange(FakeWorld.Ram, FakeWorld.Block);
        vm.Realm.Slots.Add(new MemorySlot(
            0, ram, new UserMemory(services, ram.SizeBytes), 0, new GuestMemfd(services, vm, ram.SizeBytes), 0, isReadOnly: false));
        vm.Realm.Private.Add(ram.Base, ram.SizeBytes);
        for (int i = 0; i < recs; i++)
        {
            Vcpu vcpu = vm.AddVcpu();
            (vcpu.StartPc, vcpu.IsOn) = (FakeWorld.Ram, i == 0);
        }
        return vm;
    }

    private static async Script Succeed(Script<HostResult> operation)
    {
        HostResult result = await operation;
        Assert.That(result.IsOk, Is.True, result.Message);
    }

    [Test]
    [KvmChecklist("L1")]
    public void Destroying_what_was_never_created_makes_no_command() => ScriptedHost.Run(async (services, rmm) =>
    {
        await Succeed(Make(services, rmm).Destroy());
        Assert.That(rmm.Trace, Is.Empty);
    });

    [Test]
    [KvmChecklist("L2")]
    public void Destroying_a_new_realm_returns_every_granule_and_destroying_it_again_does_nothing() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm);
        ulong free = services.Memory.FreeBytes;
        await Succeed(vm.EnsureCreated());
        services.AllocateZeroedPage(out ulong source);
        await Succeed(vm.Populate(FakeWorld.Ram, source, measure: false));
        await Succeed(vm.Destroy());
        services.FreePage(source);
        Assert.That(services.Memory.FreeBytes, Is.EqualTo(free));
        Assert.That(rmm.Granules, Is.Empty);
        int commands = rmm.Trace.Count;
        await Succeed(vm.Destroy());
        Assert.That(rmm.Trace, Has.Count.EqualTo(commands));
    });

    [Test]
    [KvmChecklist("1.6/state", "4.3/EBUSY")]
    public void Only_private_memory_of_a_new_realm_is_populated() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm);
        Assert.That((await vm.Populate(FakeWorld.Ram, 0x8000_0000, measure: true)).Error, Is.EqualTo(Errno.EBUSY));
        await Succeed(vm.EnsureCreated());
        await Succeed(vm.EnsureCreated());
        Assert.That(rmm.Count(RmiCommand.RealmCreate), Is.EqualTo(1));
        Assert.That((await vm.Populate(FakeWorld.Ram + 1, 0x8000_0000, measure: true)).Error, Is.EqualTo(Errno.EINVAL));
        Assert.That((await vm.Populate(FakeWorld.Ram + FakeWorld.Block, 0x8000_0000, measure: true)).Error, Is.EqualTo(Errno.EINVAL));
        await Succeed(vm.Start());
        Assert.That((await vm.EnsureCreated()).Error, Is.EqualTo(Errno.EBUSY));
        Assert.That((await vm.Populate(FakeWorld.Ram, 0x8000_0000, measure: true)).Error, Is.EqualTo(Errno.EBUSY));
        await Succeed(vm.Destroy());
    });

    [Test]
    [KvmChecklist("1.8/twice", "4.3/other")]
    public void A_page_that_is_populated_twice_keeps_its_first_contents_and_nothing_is_lost() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm);
        await Succeed(vm.EnsureCreated());
        services.AllocateZeroedPage(out ulong source);
        await Succeed(vm.Populate(FakeWorld.Ram, source, measure: true));
        ulong first = rmm.Walk(FakeWorld.Ram).Entry.Pa;
        Assert.That((await vm.Populate(FakeWorld.Ram, source, measure: true)).Error, Is.EqualTo(Errno.ENXIO));
        Assert.That(rmm.Walk(FakeWorld.Ram).Entry.Pa, Is.EqualTo(first));
        await Succeed(vm.Destroy());
        Assert.That(vm.Realm.Ledger.Leaks, Is.Empty);
        Assert.That(rmm.Granules, Is.Empty);
    });

    [Test]
    [KvmChecklist("D8")]
    public void CPU_ON_is_completed_before_the_caller_goes_on_and_turns_the_target_on() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm, recs: 2);
        await Succeed(vm.EnsureCreated());
        await Succeed(vm.Start());
        (Rec caller, Rec target) = (vm.Realm.Recs[0], vm.Realm.Recs[1]);
        Assert.That(target.IsOn, Is.False);
        rmm.Guest.Enqueue(exit =>
        {
            rmm.PsciPending = true;
            exit.Psci(CpuOn, target.Mpidr.Value);
        });
        rmm.Guest.Enqueue(exit =>
        {
            Assert.That(exit.Mpidr, Is.EqualTo(caller.Mpidr.Value));
            exit.Psci(CpuOff);
        });
        RunExit exit = await vm.Run(caller);
        Assert.That(exit, Is.EqualTo(new RunExit.Idle(IsOff: true)));
        Assert.That((caller.IsOn, target.IsOn), Is.EqualTo((false, true)));
        rmm.Guest.Enqueue(exit => exit.Psci(SystemOff));
        Assert.That(await vm.Run(target), Is.EqualTo(new RunExit.SystemEvent(IsReset: false)));
        await Succeed(vm.Destroy());
        Assert.That(rmm.Granules, Is.Empty);
    });

    [Test]
    [KvmChecklist("D8")]
    public void A_PSCI_completion_that_fails_is_not_lost() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm, recs: 2);
        await Succeed(vm.EnsureCreated());
        await Succeed(vm.Start());
        rmm.Guest.Enqueue(exit => exit.Psci(CpuOn, vm.Realm.Recs[1].Mpidr.Value));
        rmm.Fail(RmiCommand.PsciComplete, RmiStatus.ErrorInput);
        RunExit exit = await vm.Run(vm.Realm.Recs[0]);
        Assert.That(exit, Is.TypeOf<RunExit.HostFailure>());
        Assert.That(vm.Realm.Recs[1].IsOn, Is.False);
        await Succeed(vm.Destroy());
    });

    [Test]
    [KvmChecklist("L3", "1.9/8")]
    public void A_realm_whose_activation_failed_is_dead_and_gives_everything_back() => ScriptedHost.Run(async (services, rmm) =>
    {
        RealmOperations vm = Make(services, rmm);
        ulong free = services.Memory.FreeBytes;
        await Succeed(vm.EnsureCreated());
        rmm.Fail(RmiCommand.RealmActivate, RmiStatus.ErrorRealm);
        Assert.That((await vm.Start()).Error, Is.EqualTo(Errno.ENXIO));
        Assert.That(vm.Realm.State, Is.EqualTo(HostRealmState.Dead));
        Assert.That((await vm.EnsureCreated()).Error, Is.EqualTo(Errno.ENXIO), "a dead realm is revived");
        Assert.That(await vm.Run(vm.Realm.Recs[0]), Is.TypeOf<RunExit.HostFailure>());
        await Succeed(vm.Destroy());
        Assert.That(services.Memory.FreeBytes, Is.EqualTo(free));
    });
}
