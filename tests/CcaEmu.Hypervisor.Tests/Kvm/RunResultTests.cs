using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using static CcaEmu.Arm.Rmi.RmiCommand;
using static CcaEmu.Hypervisor.Tests.Fakes.FakeHost;

namespace CcaEmu.Hypervisor.Tests.Kvm;

/// <summary>What KVM_RUN of a realm gives, exit by exit.</summary>
public sealed class RunResultTests
{
    private const uint CpuOn = 0xC400_0003, AffinityInfo = 0xC400_0004, SystemOff = 0x8400_0008, SystemReset = 0x8400_0009;

    [Test, KvmChecklist("4.4/EFAULT")]
    public void A_RIPAS_change_is_EFAULT_with_its_range_and_a_shared_page_with_one_page() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        await realm.Ask(host.Rmm, Ram + 0x2000, 3 * Page, toPrivate: false);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x3000));
        Fails(Errno.EFAULT, await realm.Cpu.Run());
        Assert.That(realm.Cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.MemoryFault));
        Assert.That(realm.Cpu.Kvm.MemoryFault, Is.EqualTo(new KvmMemoryFault(KvmMemoryFault.Private, Ram + 0x3000, Page)));
    });

    [Test, KvmChecklist("4.4/MMIO")]
    public void A_device_access_has_its_address_without_the_shared_bit_and_its_answer_goes_in_X0() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Access(0x1C09_0018 | realm.SharedBit, 1));
        Succeeds(await realm.Cpu.Run());
        Assert.That((realm.Cpu.Kvm.ExitReason, realm.Cpu.Kvm.Mmio.PhysAddr, realm.Cpu.Kvm.Mmio.Len), Is.EqualTo((KvmExitReason.Mmio, 0x1C09_0018UL, 2)));
        realm.Cpu.Kvm.Mmio.Value = 0x1234;
        host.Rmm.Guest.Enqueue(exit =>
        {
            Assert.That((exit.EnterGpr(0), exit.Flags & RmiRecEnterFlags.EmulMmio), Is.EqualTo((0x1234UL, RmiRecEnterFlags.EmulMmio)));
            exit.HostCall(1, 0);
        });
        Succeeds(await realm.Cpu.Run());
    });

    [TestCase(SystemOff, KvmSystemEvent.Shutdown)]
    [TestCase(SystemReset, KvmSystemEvent.Reset)]
    [KvmChecklist("4.4/SYSTEM_EVENT")]
    public void Turning_the_system_off_or_resetting_it_is_a_system_event(uint function, KvmSystemEvent expected) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Psci(function));
        Succeeds(await realm.Cpu.Run());
        Assert.That((realm.Cpu.Kvm.ExitReason, realm.Cpu.Kvm.SystemEvent), Is.EqualTo((KvmExitReason.SystemEvent, expected)));
    });

    [Test, KvmChecklist("4.4/SHUTDOWN")]
    public void A_realm_that_the_RMM_calls_inactive_is_a_shutdown() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Because(RmiRecExitReason.Irq).Status = RmiStatus.ErrorRealm);
        Succeeds(await realm.Cpu.Run());
        Assert.That(realm.Cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.Shutdown));
    });

    [Test, KvmChecklist("4.4/INTERNAL_ERROR")]
    public void An_exit_for_an_unknown_reason_is_an_internal_error() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Because((RmiRecExitReason)99));
        Succeeds(await realm.Cpu.Run());
        Assert.That(realm.Cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.InternalError));
        Assert.That(realm.Cpu.Kvm.InternalError, Does.Contain("99"));
    });

    [Test, KvmChecklist("4.4/EAGAIN", "F9")]
    public void A_REC_that_is_entered_before_its_PSCI_call_is_complete_is_EAGAIN_and_runs_afterwards() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.PsciPending = true;
        for (int i = 0; i < 3; i++)
            Fails(Errno.EAGAIN, await realm.Cpu.Run());
        host.Rmm.PsciPending = false;
        await realm.GoOn(host.Rmm);
    });

    [TestCase(0UL, 0UL, 1UL, Errno.EINVAL)]
    [TestCase(0x1000UL, 0UL, 0UL, Errno.EINVAL)]
    [TestCase(0UL, 1UL << 39, 0UL, Errno.EFAULT)]
    [TestCase(0UL, (1UL << 39) + 0x1000, 0UL, Errno.EINVAL)]
    [KvmChecklist("4.4/EINVAL", "F10")]
    public void A_RIPAS_change_within_the_private_half_is_the_VMMs_to_make_and_any_other_is_EINVAL(ulong less, ulong top, ulong value, Errno expected) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        top = top == 0 && less == 0 && value == 0 ? 1UL << 39 : top == 0 ? Ram - less : top;
        host.Rmm.Guest.Enqueue(exit => exit.RipasChange(Ram, top, value == 0 ? Ripas.Empty : Ripas.Destroyed));
        Fails(expected, await realm.Cpu.Run());
    });

    [Test, KvmChecklist("F10")]
    public void A_RIPAS_change_over_a_hole_goes_as_far_as_the_memory_and_the_realm_is_told() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, size: Block);
        host.Rmm.Guest.Enqueue(exit =>
        {
            host.Rmm.RequestedRipas = Ripas.Ram;
            exit.RipasChange(Ram + Block - Page, Ram + Block + Page, Ripas.Ram);
        });
        // All of the memory is private: nothing has to be converted but what is not there, and that cannot be.
        Fails(Errno.EFAULT, await realm.Cpu.Run());
        host.Rmm.Guest.Enqueue(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.RipasResponse, Is.EqualTo(RmiRecEnterFlags.None));
            exit.HostCall(1, 0);
        });
        Succeeds(await realm.Cpu.Run());
        Assert.That(host.Rmm.Trace.Where(line => line.Command == RttSetRipas).Select(line => line.Request.X4), Is.EqualTo(new[] { Ram + Block }));
    });

    [Test, KvmChecklist("F10")]
    public void A_RIPAS_change_within_a_block_splits_it() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + Block));
        await realm.Ask(host.Rmm, Ram + Block + 0x3000, Page, toPrivate: false);
        await realm.GoOn(host.Rmm);
        (FakeRtt table, FakeRtt.Entry entry) = host.Rmm.Walk(Ram + Block + 0x3000);
        Assert.That((table.Level, entry.State, entry.Ripas), Is.EqualTo((3, RttEntryState.Void, Ripas.Empty)));
        Assert.That(host.Rmm.Walk(Ram + Block + 0x4000).Entry.State, Is.EqualTo(RttEntryState.Data));
    });

    [Test, KvmChecklist("4.4/ENXIO")]
    public void An_RMI_status_that_is_not_expected_is_ENXIO_and_the_virtual_machine_is_dead() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        await realm.GoOn(host.Rmm);
        host.Rmm.Fail(RecEnter, RmiStatus.ErrorGranule);
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        Fails(Errno.EIO, await realm.Cpu.Run());
    });

    [Test, KvmChecklist("4.4/ENXIO")]
    public void A_synchronous_exit_without_an_answer_is_ENXIO_in_words() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Sync(ExceptionClass.Brk64, 0, 0));
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        Assert.That(realm.Cpu.Kvm.InternalError, Does.Contain("knows no answer"));
    });

    [TestCase(CpuOn, 0, PsciStatus.Success)]
    [TestCase(CpuOn, -4, PsciStatus.Success)]
    [TestCase(CpuOn, -2, PsciStatus.Denied)]
    [TestCase(AffinityInfo, 0, PsciStatus.Success)]
    [KvmChecklist("4.4/HYPERCALL")]
    public void A_PSCI_call_that_is_forwarded_is_the_VMMs_and_is_completed_by_its_X0(uint function, int answer, PsciStatus status) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 2);
        Succeeds(realm.Vm.SetSmcccFilter(0xC400_0000, 0x20, SmcccFilterAction.ForwardToUser));
        host.Rmm.Guest.Enqueue(exit =>
        {
            host.Rmm.PsciPending = true;
            exit.Psci(function, 1);
        });
        Succeeds(await realm.Cpu.Run());
        Assert.That((realm.Cpu.Kvm.ExitReason, realm.Cpu.Kvm.Hypercall.Nr), Is.EqualTo((KvmExitReason.Hypercall, (ulong)function)));
        Assert.That(realm.Cpu.GetOneReg(OneReg.X(1)).Value, Is.EqualTo(1));
        Succeeds(realm.Cpu.SetOneReg(OneReg.X(0), unchecked((ulong)answer)));
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Trace.Single(line => line.Command == PsciComplete).Request.X3, Is.EqualTo(unchecked((ulong)(long)(int)status)));
        Assert.That(realm.Cpus[1].MpState, Is.EqualTo(function == CpuOn && status == PsciStatus.Success ? MpState.Runnable : MpState.Stopped));
    });

    [Test, KvmChecklist("4.4/HYPERCALL")]
    public void A_PSCI_call_that_is_denied_is_refused_by_the_host_itself() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 2);
        Succeeds(realm.Vm.SetSmcccFilter(0xC400_0000, 0x20, SmcccFilterAction.Deny));
        host.Rmm.Guest.Enqueue(exit =>
        {
            host.Rmm.PsciPending = true;
            exit.Psci(CpuOn, 1);
        });
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Trace.Single(line => line.Command == PsciComplete).Request.X3, Is.EqualTo(unchecked((ulong)(long)(int)PsciStatus.Denied)));
        Assert.That(realm.Cpus[1].MpState, Is.EqualTo(MpState.Stopped));
    });

    [Test, KvmChecklist("L4")]
    public void A_virtual_machine_that_is_closed_while_a_thread_is_about_to_enter_ends_that_and_every_later_run([Range(0, 3)] int entries) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        HostResult last = HostResult.Ok;
        int made = 0;
        // The guest only takes interrupts; threads take turns at each.
        for (int i = 0; i < 8; i++)
            host.Rmm.Guest.Enqueue(exit => exit.Because(RmiRecExitReason.Irq));
        host.Rmm.Before = command => made += command == RecEnter ? 1 : 0;
        Succeeds(await process.CreateThread(0, async () => last = await realm.Cpu.Run()));
        while (made < entries)
            await process.Sleep(1);
        Succeeds(await realm.Vm.Close());
        int atTheEnd = made;
        await process.JoinAll();
        Assert.That(last.Error, Is.EqualTo(entries > 0 ? Errno.EINTR : Errno.EBADF), last.Message);
        Fails(Errno.EBADF, await realm.Cpu.Run());
        Assert.That(made, Is.EqualTo(atTheEnd), "a closed virtual machine was entered");
    });
}
