using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Arm.Rmi.RmiCommand;
using static CcaEmu.Hypervisor.Tests.Fakes.FakeHost;

namespace CcaEmu.Hypervisor.Tests.Realms;

/// <summary>What went wrong in KVM's series v14, each as its own test.</summary>
public sealed class DefectTests
{
    private const int S2apShift = 19;

    // The permission of a mapping of shared memory: RMM specification, type RmiUnprotMapFlags.
    private static ulong Permission(FakeRmm rmm) => rmm.Trace.Last(line => line.Command == RttUnprotMap).Request.X4 >> S2apShift & 0xF;

    [Test, KvmChecklist("D1")]
    public void Shared_memory_up_to_the_boundary_of_the_halves_is_unmapped_at_the_end() => RunWithoutLoss(async (host, process) =>
    {
        const ulong half = 1UL << 32, last = half - Page;
        FakeRealm realm = await host.MakeRealm(process, ram: half - Block, size: Block, ipaBits: 33);
        await realm.Ask(host.Rmm, last, Page, toPrivate: false);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(last | half));
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Walk(last | half).Entry.IsShared, Is.True);
        bool mappedAtTheEnd = true;
        host.Rmm.Before = command => mappedAtTheEnd = command == RealmTerminate ? host.Rmm.Walk(last | half).Entry.State == RttEntryState.Data : mappedAtTheEnd;
        Succeeds(await realm.Vm.Close());
        Assert.That(mappedAtTheEnd, Is.False);
        Assert.That(host.Rmm.Trace.Last(line => line.Command == RttUnprotUnmap).Request.X3, Is.EqualTo(2 * half));
    });

    [Test, KvmChecklist("D3", "1.9/5")]
    public void A_delegation_that_fails_in_a_fault_is_ENXIO_at_once() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit =>
        {
            host.Rmm.Fail(GranuleRangeDelegate, RmiStatus.ErrorInput);
            exit.Fault(Ram + 0x5000);
        });
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        Assert.That(host.Rmm.Count(RecEnter), Is.EqualTo(1));
    });

    [Test, KvmChecklist("D4")]
    public void The_run_page_of_a_REC_that_is_not_destroyed_stays_out_of_use()
    {
        ulong runPage = 0;
        IReadOnlyList<MemoryLeak> leaks = FakeHost.Run(async (host, process) =>
        {
            FakeRealm realm = await host.MakeRealm(process);
            await realm.GoOn(host.Rmm);
            runPage = realm.Realm.Recs[0].RunPage;
            host.Rmm.Fail(RecDestroy, RmiStatus.ErrorRec);
            Fails(Errno.ENXIO, await realm.Vm.Close());
            Assert.That(realm.Realm.Recs[0].RunPage, Is.EqualTo(runPage));
        });
        Assert.That(leaks.Select(leak => (leak.Owner, leak.Address)), Does.Contain(("REC run page", runPage)));
    }

    [Test, KvmChecklist("D5")]
    public void A_table_that_is_not_destroyed_ends_the_teardown_before_the_realm_is()
    {
        IReadOnlyList<MemoryLeak> leaks = FakeHost.Run(async (host, process) =>
        {
            FakeRealm realm = await host.MakeRealm(process);
            await realm.GoOn(host.Rmm);
            host.Rmm.Fail(RttDestroy, RmiResult.ErrorRtt(3));
            Fails(Errno.ENXIO, await realm.Vm.Close());
            Assert.That(host.Rmm.Count(RealmDestroy), Is.Zero);
        });
        Assert.That(leaks.Select(leak => leak.Owner), Does.Contain("RTT").And.Contain("RD").And.Contain("root RTT"));
    }

    [Test, KvmChecklist("D6")]
    public void An_unmapping_that_answers_strangely_ends_there_and_its_outputs_are_not_believed()
    {
        IReadOnlyList<MemoryLeak> leaks = FakeHost.Run(async (host, process) =>
        {
            FakeRealm realm = await host.MakeRealm(process);
            await realm.GoOn(host.Rmm);
            ulong page = host.Rmm.Walk(Ram).Entry.Pa;
            host.Rmm.Inject(RttDataUnmap, call => new SmcCall((ulong)RmiStatus.ErrorInput, call.X3, page | 1 << 2));
            Fails(Errno.ENXIO, await realm.Vm.Close());
            Assert.That(host.Rmm.Count(RttDataUnmap), Is.EqualTo(1));
            Assert.That(host.Rmm.Granules[page], Is.EqualTo(GranuleState.Data));
        });
        Assert.That(leaks.Select(leak => leak.Owner), Does.Contain("DATA"));
    }

    [TestCase(0xC400_0003U)]
    [TestCase(0xC400_0004U)]
    [KvmChecklist("D8")]
    public void An_error_of_PSCI_COMPLETE_comes_out_of_KVM_RUN(uint function) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 2);
        host.Rmm.Guest.Enqueue(exit => exit.Psci(function, 1));
        host.Rmm.Fail(PsciComplete, RmiStatus.ErrorInput);
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        Assert.That(realm.Cpus[1].MpState, Is.EqualTo(MpState.Stopped));
    });

    [Test, KvmChecklist("D9")]
    public void Shared_memory_that_is_read_only_is_mapped_by_a_read_and_a_write_comes_to_the_VMM() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        ulong flash = await AddFlash(realm, process, UserMemoryRegion.ReadOnly);
        host.Rmm.Guest.Enqueue(exit => exit.Access(flash | realm.SharedBit, 2));
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Walk(flash | realm.SharedBit).Entry.IsShared, Is.True);
        Assert.That(Permission(host.Rmm), Is.EqualTo((ulong)RmiS2apBase.ReadOnly));
        host.Rmm.Guest.Enqueue(exit => exit.Access(flash | realm.SharedBit, 2, 7));
        Succeeds(await realm.Cpu.Run());
        Assert.That((realm.Cpu.Kvm.ExitReason, realm.Cpu.Kvm.Mmio.PhysAddr, realm.Cpu.Kvm.Mmio.IsWrite), Is.EqualTo((KvmExitReason.Mmio, flash, true)));
    });

    [Test, KvmChecklist("D10")]
    public void What_was_mapped_read_only_is_unmapped_before_it_is_mapped_for_writing() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        ulong flash = await AddFlash(realm, process, UserMemoryRegion.ReadOnly);
        host.Rmm.Guest.Enqueue(exit => exit.Access(flash | realm.SharedBit, 2));
        await realm.GoOn(host.Rmm);
        await AddFlash(realm, process, 0);
        Assert.That(host.Rmm.Count(RttUnprotUnmap), Is.Zero, "more than was allowed takes nothing away");
        host.Rmm.Guest.Enqueue(exit => exit.Access(flash | realm.SharedBit, 2, 7));
        await realm.GoOn(host.Rmm);
        Assert.That(Permission(host.Rmm), Is.EqualTo((ulong)RmiS2apBase.ReadWrite));
        Assert.That(host.Rmm.Count(RttUnprotUnmap), Is.EqualTo(1));
        await AddFlash(realm, process, UserMemoryRegion.ReadOnly);
        Assert.That(host.Rmm.Walk(flash | realm.SharedBit).Entry.State, Is.EqualTo(RttEntryState.Void), "what may be read only can still be written");
    });

    [Test, KvmChecklist("D11")]
    public void A_fault_in_the_middle_of_a_block_maps_the_block_from_its_start([Values] bool isShared) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        ulong block = Ram + Block;
        if (isShared)
            await realm.Ask(host.Rmm, block, Block, toPrivate: false);
        ulong half = isShared ? realm.SharedBit : 0;
        host.Rmm.Guest.Enqueue(exit => exit.Fault(block + 0x12_3000 | half));
        await realm.GoOn(host.Rmm);
        (FakeRtt table, FakeRtt.Entry entry) = host.Rmm.Walk(block | half);
        Assert.That((table.Level, entry.State, entry.IsShared), Is.EqualTo((2, RttEntryState.Data, isShared)));
        Assert.That(entry.Pa % Block, Is.Zero);
    });

    [Test, KvmChecklist("D13")]
    public void RIPAS_of_what_the_VMM_has_not_converted_stays_and_the_VMM_is_asked_again() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit =>
        {
            host.Rmm.RequestedRipas = Ripas.Empty;
            exit.RipasChange(Ram + 0x4000, Ram + 0x8000, Ripas.Empty);
        });
        for (int i = 0; i < 3; i++)
        {
            Fails(Errno.EFAULT, await realm.Cpu.Run());
            Assert.That(realm.Cpu.Kvm.MemoryFault, Is.EqualTo(new KvmMemoryFault(0, Ram + 0x4000, 0x4000)));
        }
        Assert.That((host.Rmm.Count(RecEnter), host.Rmm.Count(RttSetRipas)), Is.EqualTo((1, 0)));
        await realm.Convert(Ram + 0x4000, 0x2000, toPrivate: false);
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Walk(Ram + 0x5000).Entry.Ripas, Is.EqualTo(Ripas.Empty));
        Assert.That(host.Rmm.Walk(Ram + 0x6000).Entry.Ripas, Is.EqualTo(Ripas.Ram), "what was not converted has changed");
    });

    [Test, KvmChecklist("D14")]
    public void A_system_register_access_with_XZR_neither_reads_nor_writes_a_register([Values] bool isRead) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        // ICC_SGI1R_EL1: op0 3, op2 5, op1 0, CRn 12, CRm 11; Rt 31.
        ulong iss = 3UL << 20 | 5UL << 17 | 12UL << 10 | 31UL << 5 | 11UL << 1 | (isRead ? 1UL : 0);
        host.Rmm.Guest.Enqueue(exit => exit.Sync(ExceptionClass.TrappedSystem, iss, 0));
        host.Rmm.Guest.Enqueue(exit =>
        {
            for (int i = 0; i < 31; i++)
                Assert.That(exit.EnterGpr(i), Is.Zero);
            exit.HostCall(1, 0);
        });
        HostResult result = await realm.Cpu.Run();
        Assert.That(result.IsOk ? KvmExitReason.Hypercall : KvmExitReason.InternalError, Is.EqualTo(realm.Cpu.Kvm.ExitReason));
        Assert.That(isRead || result.IsOk, Is.True, result.Message);
    });

    [Test, KvmChecklist("D16", "1.9/7")]
    public void Initial_RIPAS_over_a_destroyed_page_is_ENXIO_and_no_loop() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Walk(Ram + 0x3000).Entry.Ripas = Ripas.Destroyed;
        host.Rmm.StopsEarly = true;
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        Assert.That(host.Rmm.Count(RttInitRipas), Is.EqualTo(4), "three pages, and the one that cannot become RAM");
        Assert.That(host.Rmm.Count(RealmActivate), Is.Zero);
    });

    [Test, KvmChecklist("D17")]
    public void A_RIPAS_change_that_runs_out_of_memory_goes_on_behind_what_is_done() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        UserMemory spare = process.Map(16 * Page).Value;
        Succeeds(await spare.Populate(0, spare.SizeBytes));
        ulong edge = Ram + Block;
        await realm.Ask(host.Rmm, edge - 2 * Page, 4 * Page, toPrivate: false);
        // From here on the host has no page; the second half of the range needs a table.
        List<ulong> taken = [];
        while (host.Memory.TryAllocate(Page, Page, out ulong page))
            taken.Add(page);
        await realm.GoOn(host.Rmm);
        foreach (ulong page in taken)
            host.Memory.Free(page, Page);
        Assert.That(spare.SwappedBytes, Is.GreaterThan(0UL), "the host never ran short");
        Assert.That(host.Rmm.Trace.Where(line => line.Command == RttSetRipas).Select(line => line.Request.X3), Is.EqualTo(new[] { edge - 2 * Page, edge, edge, edge }));
        Assert.That(host.Rmm.Walk(edge + Page).Entry.Ripas, Is.EqualTo(Ripas.Empty));
    });

    // A slot of shared memory alone, as flash is; the same again changes whether it may be written.
    private static async Script<ulong> AddFlash(FakeRealm realm, VmmProcess process, uint flags)
    {
        const ulong address = 0x1000_0000;
        UserMemory memory = realm.Realm.Slots.Find(slot => slot.Number == 1)?.Shared ?? process.Map(4 * Page).Value;
        Succeeds(await realm.Vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 1,
            Flags = flags,
            GuestPhysAddr = address,
            MemorySize = 4 * Page,
            UserspaceMemory = memory,
        }));
        return address;
    }
}
