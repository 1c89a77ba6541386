using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Arm.Rmi.RmiCommand;
using static CcaEmu.Hypervisor.Tests.Fakes.FakeHost;

namespace CcaEmu.Hypervisor.Tests.Kvm;

/// <summary>Errors on the way to a realm that runs, and of the calls that a realm sees differently.</summary>
public sealed class RealmErrorTests
{
    private static RmiPopulate Nothing => new();

    [Test, KvmChecklist("1.6/2", "4.3/ENOMEM")]
    public void Without_memory_creation_is_ENOMEM_and_nothing_is_held() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, populate: false);
        for (int left = 0; left < 5; left++)
        {
            List<ulong> taken = TakeAllBut(host, left);
            Fails(Errno.ENOMEM, await realm.Vm.ArmRmiPopulate(Nothing));
            Assert.That(host.Memory.FreeBytes, Is.EqualTo((ulong)left * Page));
            GiveBack(host, taken);
        }
        Assert.That(host.Rmm.Count(RealmCreate), Is.Zero);
        Succeeds(await realm.Vm.ArmRmiPopulate(Nothing));
    });

    [TestCase(GranuleRangeDelegate, 0)]
    [TestCase(GranuleRangeDelegate, 1)]
    [TestCase(RealmCreate, 0)]
    [KvmChecklist("1.6/3", "1.6/4", "1.6/6", "1.6/1", "1.6/state", "4.3/ENXIO")]
    public void Creation_that_is_refused_is_ENXIO_holds_nothing_and_may_be_tried_again(RmiCommand command, int skip) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, populate: false);
        ulong free = host.Memory.FreeBytes;
        host.Rmm.Fail(command, RmiStatus.ErrorInput, skip);
        Fails(Errno.ENXIO, await realm.Vm.ArmRmiPopulate(Nothing));
        Assert.That(host.Rmm.Granules, Is.Empty);
        Assert.That(host.Memory.FreeBytes, Is.EqualTo(free));
        Succeeds(await realm.Vm.ArmRmiPopulate(Nothing));
        int created = host.Rmm.Count(RealmCreate);
        Succeeds(await realm.Vm.ArmRmiPopulate(Nothing));
        Assert.That(host.Rmm.Count(RealmCreate), Is.EqualTo(created), "a realm that is New is created again");
    });

    [Test, KvmChecklist("1.6/5", "1.8/2")]
    public void A_measurement_that_the_RMM_does_not_have_is_EINVAL() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, populate: false);
        Fails(Errno.EINVAL, realm.Vm.ConfigureRealm(new RealmConfiguration(RmiHashAlgorithm.Sha512, new byte[64])));
        Fails(Errno.EINVAL, realm.Vm.ConfigureRealm(new RealmConfiguration(RmiHashAlgorithm.Sha256, new byte[63])));
        Succeeds(await realm.Vm.ArmRmiPopulate(Nothing));
        Assert.That(host.Rmm.Count(RealmCreate), Is.EqualTo(1), "a populate of nothing creates the realm");
    });

    [Test, KvmChecklist("1.8/3.2", "1.8/3.5")]
    public void A_destination_that_cannot_be_delegated_is_ENXIO() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        ulong free = host.Memory.FreeBytes;
        host.Rmm.Fail(GranuleRangeDelegate, RmiStatus.ErrorInput);
        var populate = new RmiPopulate { Base = Ram + Page, Size = Page, Source = process.Map(Page).Value };
        Fails(Errno.ENXIO, await realm.Vm.ArmRmiPopulate(populate));
        Assert.That((populate.Base, host.Memory.FreeBytes), Is.EqualTo((Ram + Page, free - Page)), "only the source page that was touched is there");
    });

    [TestCase(0U)]
    [TestCase(RmiPopulate.Measure)]
    [KvmChecklist("1.8/3.3")]
    public void Contents_are_measured_when_that_is_asked_for(uint flags) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        Succeeds(await realm.Vm.ArmRmiPopulate(new RmiPopulate { Base = Ram + Page, Size = Page, Source = process.Map(Page).Value, Flags = flags }));
        Assert.That(host.Rmm.Trace.Last(line => line.Command == RttDataMapInit).Request.X5, Is.EqualTo((ulong)(flags == 0 ? RmiDataFlags.None : RmiDataFlags.Measure)));
    });

    [Test, KvmChecklist("1.8/3.4", "F8")]
    public void Tables_are_made_one_for_each_ERROR_RTT_at_every_level() => RunWithoutLoss(async (host, process) =>
    {
        await host.MakeRealm(process, ipaBits: 48);
        Assert.That(host.Rmm.Trace.Where(line => line.Command == RttDataMapInit).Select(line => new RmiResult(line.Response.X0)), Is.EqualTo(new[]
        {
            RmiResult.ErrorRtt(0), RmiResult.ErrorRtt(1), RmiResult.ErrorRtt(2), RmiResult.Success,
        }));
        Assert.That(host.Rmm.Trace.Where(line => line.Command == RttCreate).Select(line => line.Request.X4), Is.EqualTo(new ulong[] { 1, 2, 3 }));
    });

    [TestCase(3)]
    [TestCase(2)]
    [KvmChecklist("1.8/3.4")]
    public void A_table_that_stays_missing_and_a_refusal_at_the_last_level_are_ENXIO(int level) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        int tables = host.Rmm.Count(RttCreate);
        for (int i = 0; i < 3; i++)
            host.Rmm.Fail(RttDataMapInit, RmiResult.ErrorRtt(level));
        Fails(Errno.ENXIO, await realm.Vm.ArmRmiPopulate(new RmiPopulate { Base = Ram + Block, Size = Page, Source = process.Map(Page).Value }));
        Assert.That(host.Rmm.Count(RttCreate) - tables, Is.LessThanOrEqualTo(level == 3 ? 0 : 1));
    });

    [Test, KvmChecklist("1.8/4")]
    public void Populating_with_too_little_memory_does_a_part_and_says_so() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        UserMemory source = process.Map(8 * Page).Value;
        List<ulong> taken = TakeAllBut(host, 6);
        var populate = new RmiPopulate { Base = Ram + Page, Size = 8 * Page, Source = source };
        Succeeds(await realm.Vm.ArmRmiPopulate(populate));
        Assert.That((populate.Base, populate.Size, populate.SourceOffset), Is.EqualTo((Ram + 4 * Page, 5 * Page, 3 * Page)));
        GiveBack(host, taken);
        Succeeds(await realm.Vm.ArmRmiPopulate(populate));
        Assert.That(populate.Size, Is.Zero);
    });

    [Test, KvmChecklist("4.3/ENOMEM")]
    public void Room_that_only_the_source_itself_can_make_is_no_room() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        Succeeds(await realm.Shared.Discard(0, Block));
        UserMemory source = process.Map(Page).Value;
        Succeeds(await source.Populate(0, Page));
        List<ulong> taken = TakeAllBut(host, 0);
        HostResult result = await realm.Vm.ArmRmiPopulate(new RmiPopulate { Base = Ram + Page, Size = Page, Source = source });
        GiveBack(host, taken);
        Assert.That(result.IsOk || result.Error == Errno.ENOMEM, Is.True, result.Message);
    });

    [Test, KvmChecklist("1.9/6")]
    public void RECs_are_made_in_ascending_order_and_only_the_first_can_run() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 3);
        List<(ulong Mpidr, byte Flags)> made = [];
        for (int i = 0; i < 3; i++)
        {
            host.Rmm.Inject(RecCreate, call =>
            {
                SmcCall answer = host.Rmm.Replay(call);
                made.Add((BitConverter.ToUInt64(host.Rmm.RecParameters, RmiRecParamsLayout.Mpidr), host.Rmm.RecParameters[0]));
                return answer;
            });
        }
        await realm.GoOn(host.Rmm);
        Assert.That(made, Is.EqualTo(new[] { (0UL, (byte)1), (1UL, (byte)0), (2UL, (byte)0) }));
    });

    [TestCase(GranuleRangeDelegate, 0)]
    [TestCase(RecCreate, 0)]
    [TestCase(RecCreate, 1)]
    [TestCase(RttInitRipas, 0)]
    [TestCase(RealmActivate, 0)]
    [KvmChecklist("1.9/5", "1.9/6", "1.9/8", "D15", "1.9/1", "L3", "4.3/ENXIO", "1.6/state")]
    public void An_activation_that_fails_is_ENXIO_and_every_call_after_it_EIO(RmiCommand command, int skip) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 2);
        host.Rmm.Fail(command, RmiStatus.ErrorInput, skip);
        Fails(Errno.ENXIO, await realm.Cpu.Run());
        int commands = host.Rmm.Trace.Count;
        Fails(Errno.EIO, await realm.Cpu.Run());
        Fails(Errno.EIO, await realm.Vm.ArmRmiPopulate(Nothing));
        Fails(Errno.EIO, await realm.Vm.SetMemoryAttributes(new MemoryAttributes(Ram, Page, 0)));
        Fails(Errno.EIO, await realm.Vm.SetUserMemoryRegion2(new UserMemoryRegion { Slot = 0, GuestPhysAddr = Ram, MemorySize = 0 }));
        Fails(Errno.EIO, realm.Vm.CreateVcpu(2).Result);
        Fails(Errno.EIO, realm.Vm.CreateVgicV3(0, 0));
        Fails(Errno.EIO, realm.Vm.ConfigureRealm(new RealmConfiguration(RmiHashAlgorithm.Sha256, new byte[64])));
        Fails(Errno.EIO, realm.Vm.CreateGuestMemfd(0).Result);
        Fails(Errno.EIO, realm.Vm.EnableCap(KvmCapability.ArmRmi));
        Fails(Errno.EIO, realm.Vm.CreateVgicV2());
        Fails(Errno.EIO, realm.Vm.IrqLine(0, true));
        Fails(Errno.EIO, realm.Vm.SetSmcccFilter(0, 0, SmcccFilterAction.Handle));
        Fails(Errno.EIO, realm.Vm.SetCounterOffset(1));
        Assert.That(host.Rmm.Trace, Has.Count.EqualTo(commands), "a dead realm is still used");
        Succeeds(await realm.Vm.Close());
    });

    [Test, KvmChecklist("1.9/memory", "1.9/1")]
    public void An_activation_that_runs_out_of_memory_makes_room_and_goes_on_where_it_stood([Range(0, 24, 2)] int left) => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process, cpus: 2);
        UserMemory spare = process.Map(64 * Page).Value;
        Succeeds(await spare.Populate(0, spare.SizeBytes));
        List<ulong> taken = TakeAllBut(host, left);
        await realm.GoOn(host.Rmm);
        GiveBack(host, taken);
        Assert.That(spare.SwappedBytes, left < 10 ? Is.GreaterThan(0UL) : Is.GreaterThanOrEqualTo(0UL));
        ulong[] ranges = [.. host.Rmm.Trace.Where(line => line is { Command: RttInitRipas, Response.X0: 0 }).Select(line => line.Request.X2)];
        Assert.That(ranges, Is.Unique.And.Ordered, "what is measured once was measured twice");
        Assert.That((realm.Realm.Recs.Count, host.Rmm.Count(RealmActivate)), Is.EqualTo((2, 1)));
        await realm.GoOn(host.Rmm);
        Assert.That(host.Rmm.Count(RealmActivate), Is.EqualTo(1));
    }, rmm => (rmm.RecDonation, rmm.CanCancel) = (4, true));

    [Test, KvmChecklist("1.9/memory")]
    public void An_activation_for_which_no_room_can_be_made_is_ENOMEM_and_the_end() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        Succeeds(await realm.Shared.Discard(0, Block));
        List<ulong> taken = TakeAllBut(host, 2);
        HostResult result = await realm.Cpu.Run();
        GiveBack(host, taken);
        // The image's page can be written out, and no more.
        Fails(Errno.ENOMEM, result);
        Fails(Errno.EIO, await realm.Cpu.Run());
    });

    [Test, KvmChecklist("4.1/rmi", "4.2/bits", "D18")]
    public void A_set_up_that_fails_late_leaves_no_realms_and_ordinary_virtual_machines_all_the_same() => RunWithoutLoss(async (host, process) =>
    {
        Assert.That(process.Kvm.CheckExtension(KvmCapability.ArmRmi), Is.Zero);
        Fails(Errno.EINVAL, process.Kvm.CreateVm(VmType.Realm).Result);
        Succeeds(await process.Kvm.CreateVm(VmType.Normal).Value.Close());
    }, rmm => rmm.Inject(GranuleTrackingGet, call => new SmcCall(0, 0, (ulong)RmiTrackingState.Coarse, call.X2), 1));

    [Test, KvmChecklist("4.1/ipa", "4.2/width")]
    public void The_width_of_a_realms_addresses_is_limited_by_the_RMM() => RunWithoutLoss(async (_, process) =>
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(42)).Value;
        Assert.That(vm.CheckExtension(KvmCapability.ArmVmIpaSize), Is.EqualTo(42));
        Fails(Errno.EINVAL, process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(43)).Result);
        Assert.That(process.Kvm.CreateVm(VmType.Normal | VmType.IpaSize(43)).Value.IpaBits, Is.EqualTo(43));
        Succeeds(await vm.Close());
    }, rmm => rmm.Features0 = new RmiFeatureRegister0 { S2sz = 42, NumBps = 5, NumWps = 3 }.Encode());

    [Test, KvmChecklist("4.5/VCPU_INIT", "4.5/SET_ONE_REG", "4.5/GET_REG_LIST", "4.5/SET_VCPU_EVENTS")]
    public void Registers_and_events_of_a_realms_virtual_CPU_are_those_of_a_list() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        VirtualCpu cpu = realm.Cpu;
        foreach (VcpuFeatures wrong in new[] { VcpuFeatures.El1Aarch32, VcpuFeatures.Sve, VcpuFeatures.PmuV3 })
            Fails(Errno.EINVAL, cpu.Init(VcpuFeatures.Psci02 | wrong));
        Assert.That(cpu.GetRegList(), Is.EqualTo(Enumerable.Range(0, 31).Select(OneReg.X).Append(OneReg.Pc).Append(OneReg.IdAa64Dfr0El1)));
        foreach (ulong id in cpu.GetRegList())
        {
            HostResult<ulong> value = cpu.GetOneReg(id);
            Succeeds(value.Result);
            Succeeds(cpu.SetOneReg(id, value.Value));
        }
        foreach (ulong id in new[] { 0x6030_0000_0013_C020UL, 0x6030_0000_0010_003EUL, 0x6030_0000_0014_0000UL, 0UL, ulong.MaxValue })
            Fails(Errno.EINVAL, cpu.SetOneReg(id, 0));
        Fails(Errno.EINVAL, cpu.SetSErrorPending());
        Fails(Errno.EINVAL, cpu.SetExternalDataAbort());
        host.Rmm.Guest.Enqueue(exit => exit.Access(0x1C09_0000 | realm.SharedBit, 2));
        Succeeds(await cpu.Run());
        Succeeds(cpu.SetExternalDataAbort());
        Fails(Errno.EINVAL, cpu.SetExternalDataAbort());
        host.Rmm.Guest.Enqueue(exit =>
        {
            Assert.That(exit.Flags & (RmiRecEnterFlags.InjectSea | RmiRecEnterFlags.EmulMmio), Is.EqualTo(RmiRecEnterFlags.InjectSea));
            exit.HostCall(1, 0);
        });
        Succeeds(await cpu.Run());
        Fails(Errno.EINVAL, cpu.SetOneReg(OneReg.Pc, 0));
    });

    [Test, KvmChecklist("4.5/DFR0")]
    public void ID_AA64DFR0_EL1_says_how_many_breakpoints_a_realm_has_until_it_is_created() => RunWithoutLoss(async (host, process) =>
    {
        static ulong Value(ulong breakpoints, ulong watchpoints, ulong contextAware) => breakpoints << 12 | watchpoints << 20 | contextAware << 28;
        FakeRealm realm = await host.MakeRealm(process, populate: false);
        Assert.That(realm.Cpu.GetOneReg(OneReg.IdAa64Dfr0El1).Value, Is.EqualTo(Value(5, 3, 0)));
        foreach (ulong wrong in new[] { Value(0, 1, 0), Value(1, 0, 0), Value(6, 3, 0), Value(5, 4, 0), Value(2, 2, 3) })
            Fails(Errno.EINVAL, realm.Cpu.SetOneReg(OneReg.IdAa64Dfr0El1, wrong));
        Succeeds(realm.Cpu.SetOneReg(OneReg.IdAa64Dfr0El1, Value(2, 1, 2)));
        Succeeds(await realm.Vm.ArmRmiPopulate(Nothing));
        Assert.That(host.Rmm.RealmParameters[RmiRealmParamsLayout.NumBps], Is.EqualTo(2));
        Assert.That(host.Rmm.RealmParameters[RmiRealmParamsLayout.NumWps], Is.EqualTo(1));
        Fails(Errno.EBUSY, realm.Cpu.SetOneReg(OneReg.IdAa64Dfr0El1, Value(3, 1, 0)));
        Succeeds(realm.Cpu.SetOneReg(OneReg.IdAa64Dfr0El1, Value(2, 1, 0)));
    });

    [Test, KvmChecklist("4.5/ATTRIBUTES", "4.5/REGION2")]
    public void Attributes_unmap_what_memory_was_and_a_deleted_slot_takes_both_views_with_it() => RunWithoutLoss(async (host, process) =>
    {
        FakeRealm realm = await host.MakeRealm(process);
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x5000));
        await realm.GoOn(host.Rmm);
        await realm.Ask(host.Rmm, Ram + 0x5000, Page, toPrivate: false);
        Assert.That(host.Rmm.Walk(Ram + 0x5000).Entry.State, Is.EqualTo(RttEntryState.Void));
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x5000 | realm.SharedBit));
        await realm.GoOn(host.Rmm);
        Succeeds(await realm.Vm.SetMemoryAttributes(new MemoryAttributes(Ram + 0x5000, Page, MemoryAttributes.Private)));
        Assert.That(host.Rmm.Walk(Ram + 0x5000 | realm.SharedBit).Entry.State, Is.EqualTo(RttEntryState.Void));
        Succeeds(await realm.Vm.SetMemoryAttributes(new MemoryAttributes(Ram + 0x5000, Page, 0)));
        host.Rmm.Guest.Enqueue(exit => exit.Fault(Ram + 0x5000 | realm.SharedBit));
        await realm.GoOn(host.Rmm);
        Succeeds(await realm.Vm.SetUserMemoryRegion2(new UserMemoryRegion { Slot = 0, GuestPhysAddr = Ram, MemorySize = 0 }));
        Assert.That(host.Rmm.Walk(Ram + 0x5000 | realm.SharedBit).Entry.State, Is.EqualTo(RttEntryState.Void));
        Assert.That(host.Rmm.Granules.Values, Has.None.EqualTo(GranuleState.Data));
    });

    // Leaves a number of pages free. Memory of the test's own: the host does not know who has it.
    private static List<ulong> TakeAllBut(FakeHost host, int pages)
    {
        List<ulong> taken = [];
        while (host.Memory.TryAllocate(Page, Page, out ulong page))
            taken.Add(page);
        for (int i = 0; i < pages; i++)
        {
            host.Memory.Free(taken[i], Page);
        }
        return [.. taken.Skip(pages)];
    }

    private static void GiveBack(FakeHost host, List<ulong> taken)
    {
        foreach (ulong page in taken)
            host.Memory.Free(page, Page);
    }
}
