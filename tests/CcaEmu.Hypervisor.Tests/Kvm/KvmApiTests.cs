using System.Buffers.Binary;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Integration;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Kvm;

/// <summary>The KVM-like API as a VMM sees it: the example of its page, and the error of each wrong call.</summary>
public sealed class KvmApiTests
{
    private const ulong Ram = 0x8000_0000, Mebibyte = 1UL << 20;

    private static void Run(Func<VmmProcess, Script> main, ulong? memory = null)
    {
        using var host = new GuestHost([new HostProgram(main)], memory: memory);
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Leaks, Is.Empty);
    }

    private static void Fails(Errno error, HostResult result) => Assert.That(result.Error, Is.EqualTo(error), result.Message);

    private static void Succeeds(HostResult result) => Assert.That(result.IsOk, Is.True, result.Message);

    [Test]
    public void The_example_of_the_page_runs()
    {
        // movz x0, #'!'; movz x1, #0x1000, lsl #16; movk x1, #1, lsl #32; strb w0, [x1]; movz x0, #0x8400, lsl #16; movk x0, #8; smc #0
        uint[] words = [0xD280_0420, 0xD2A2_0001, 0xF2C0_0021, 0x3900_0020, 0xD2B0_8000, 0xF280_0100, 0xD400_0003];
        byte[] code = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(i * 4), words[i]);
        var vmm = new ExampleVmm(code);
        using var host = new GuestHost([vmm]);
        host.RunAndAccount();
        Assert.That(vmm.Result.IsOk, Is.True, vmm.Result.Message);
        Assert.That(vmm.Output, Is.EqualTo("!"u8.ToArray()));
    }

    [Test]
    public void The_page_shows_the_example_as_it_is_compiled()
    {
        string repository = Repository.Root;
        string example = File.ReadAllText(Path.Combine(repository, "tests", "CcaEmu.Hypervisor.Tests", "Kvm", "ExampleVmm.cs")).Split("// [example]\n")[1];
        string page = File.ReadAllText(Path.Combine(repository, "docs", "kvm-api.md"));
        Assert.That(page, Does.Contain(example.Trim()));
    }

    [TestCase(VmType.Realm | VmType.Protected)]
    [TestCase(VmType.Protected)]
    [TestCase(1UL << 29)]
    [TestCase(VmType.Realm | 20)]
    [TestCase(VmType.Realm | 60)]
    [TestCase(49UL)]
    [KvmChecklist("4.2/bits", "4.2/width")]
    public void A_type_that_there_is_not_is_EINVAL(ulong type) => Run(async process =>
    {
        Fails(Errno.EINVAL, process.Kvm.CreateVm(type).Result);
        await process.Sleep(1);
    });

    [Test]
    [KvmChecklist("4.2/width")]
    public void A_width_of_0_is_40_bits() => Run(async process =>
    {
        Assert.That(process.Kvm.CreateVm(VmType.Realm).Value.IpaBits, Is.EqualTo(40));
        Assert.That(process.Kvm.CreateVm(VmType.Normal).Value.IpaBits, Is.EqualTo(40));
        await process.Sleep(1);
    });

    [Test]
    [KvmChecklist("4.1/rmi", "4.1/list", "4.5/VGIC_V2", "4.5/COUNTER_OFFSET")]
    public void What_a_realm_offers_is_on_a_list_and_nothing_can_be_enabled() => Run(async process =>
    {
        VirtualMachine realm = process.Kvm.CreateVm(VmType.Realm).Value;
        Assert.That(process.Kvm.CheckExtension(KvmCapability.ArmRmi), Is.EqualTo(1));
        Assert.That(realm.CheckExtension(KvmCapability.CounterOffset), Is.Zero);
        Assert.That(realm.CheckExtension(KvmCapability.MemoryAttributes), Is.EqualTo((int)MemoryAttributes.Private));
        Fails(Errno.EINVAL, realm.EnableCap(KvmCapability.ArmRmi));
        Fails(Errno.EINVAL, realm.SetCounterOffset(5));
        Fails(Errno.ENODEV, realm.CreateVgicV2());
        await process.Sleep(1);
    });

    [Test]
    [KvmChecklist("1.8/1", "4.3/ENXIO")]
    public void Realm_calls_on_an_ordinary_virtual_machine_are_ENXIO_or_EINVAL() => Run(async process =>
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Normal).Value;
        Fails(Errno.ENXIO, await vm.ArmRmiPopulate(new RmiPopulate()));
        Fails(Errno.EINVAL, vm.CreateGuestMemfd(Mebibyte).Result);
        Fails(Errno.EINVAL, await vm.SetMemoryAttributes(new MemoryAttributes(Ram, Mebibyte, MemoryAttributes.Private)));
    });

    [Test]
    [KvmChecklist("1.8/1", "1.8/2", "1.8/4", "4.3/EINVAL", "4.3/EFAULT", "4.3/other", "D12")]
    public void Populating_checks_its_argument_creates_the_realm_and_moves_forward() => Run(async process =>
    {
        (VirtualMachine vm, _) = await MakeRealm(process);
        UserMemory source = process.Map(2 * process.PageSize).Value;
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = 1, Source = source }));
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = 4096, Source = source, Reserved = 1 }));
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = 4096, Source = source, Flags = 2 }));
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = ulong.MaxValue - 4095, Size = 8192, Source = source }));
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = 1UL << 39, Size = 4096, Source = source }));
        Fails(Errno.EFAULT, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = 4096 }));
        Fails(Errno.EFAULT, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = 3 * 4096, Source = source }));
        Fails(Errno.EINVAL, await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram + 4 * Mebibyte, Size = 4096, Source = source }));
        Succeeds(await vm.ArmRmiPopulate(new RmiPopulate()));
        var populate = new RmiPopulate { Base = Ram, Size = 8192, Source = source };
        Succeeds(await vm.ArmRmiPopulate(populate));
        Assert.That((populate.Base, populate.Size, populate.SourceOffset), Is.EqualTo((Ram + 8192, 0UL, 8192UL)));
        Fails(Errno.EBUSY, vm.ConfigureRealm(new RealmConfiguration(Arm.Rmi.RmiHashAlgorithm.Sha256, new byte[64])));
    });

    [Test]
    [KvmChecklist("1.9/2", "4.4/EOPNOTSUPP", "4.4/EINVAL", "4.3/EBUSY", "4.5/VCPU_INIT", "4.5/SET_ONE_REG")]
    public void A_first_run_without_an_interrupt_controller_is_EOPNOTSUPP_and_without_initialisation_EINVAL() => Run(async process =>
    {
        (VirtualMachine vm, VirtualCpu cpu) = await MakeRealm(process, gic: false);
        Fails(Errno.EINVAL, await cpu.Run());
        Fails(Errno.EINVAL, cpu.Init(VcpuFeatures.None));
        Fails(Errno.EINVAL, cpu.Init(VcpuFeatures.Psci02 | VcpuFeatures.El1Aarch32));
        Succeeds(cpu.Init(VcpuFeatures.Psci02));
        Fails(Errno.EOPNOTSUPP, await cpu.Run());
        Succeeds(vm.CreateVgicV3(0x2F00_0000, 0x2F10_0000));
        Fails(Errno.EEXIST, vm.CreateVgicV3(0x2F00_0000, 0x2F10_0000));
        Fails(Errno.EBUSY, vm.CreateVcpu(1).Result);
        cpu.Kvm.ImmediateExit = true;
        Fails(Errno.EINTR, await cpu.Run());
        Assert.That(cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.Intr));
        Fails(Errno.EBUSY, await vm.ArmRmiPopulate(new RmiPopulate()));
        Fails(Errno.EBUSY, vm.SetSmcccFilter(0xC600_0000, 1, SmcccFilterAction.Deny));
        Fails(Errno.EINVAL, cpu.SetOneReg(OneReg.Pc, 0));
        Fails(Errno.EINVAL, cpu.SetExternalDataAbort());
    });

    [Test]
    [KvmChecklist("4.5/REGION2")]
    public void Slots_that_overlap_are_unaligned_or_too_high_are_refused_and_can_be_deleted() => Run(async process =>
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Normal | VmType.IpaSize(36)).Value;
        UserMemory memory = process.Map(2 * Mebibyte).Value;
        UserMemoryRegion region = new() { Slot = 1, GuestPhysAddr = Ram, MemorySize = Mebibyte, UserspaceMemory = memory };
        Succeeds(await vm.SetUserMemoryRegion2(region));
        Fails(Errno.EEXIST, await vm.SetUserMemoryRegion2(region with { Slot = 2 }));
        Fails(Errno.EEXIST, await vm.SetUserMemoryRegion2(region with { GuestPhysAddr = 0 }));
        Fails(Errno.EINVAL, await vm.SetUserMemoryRegion2(region with { Slot = 2, GuestPhysAddr = 1 }));
        Fails(Errno.EINVAL, await vm.SetUserMemoryRegion2(region with { Slot = 2, GuestPhysAddr = (1UL << 36) - 4096 }));
        Fails(Errno.EINVAL, await vm.SetUserMemoryRegion2(region with { Slot = 2, GuestPhysAddr = 0, UserspaceOffset = 2 * Mebibyte }));
        Fails(Errno.EINVAL, await vm.SetUserMemoryRegion2(region with { Slot = 2, GuestPhysAddr = 0, Flags = UserMemoryRegion.HasGuestMemfd }));
        Fails(Errno.ENOENT, await vm.SetUserMemoryRegion2(region with { Slot = 2, MemorySize = 0 }));
        Succeeds(await vm.SetUserMemoryRegion2(region with { MemorySize = 0 }));
        Succeeds(await vm.SetUserMemoryRegion2(region));
    });

    [Test]
    [KvmChecklist("L6", "L2")]
    public void A_realm_that_is_closed_before_during_or_after_its_creation_leaves_nothing([Range(0, 3)] int stage) => Run(async process =>
    {
        (VirtualMachine vm, VirtualCpu cpu) = await MakeRealm(process);
        if (stage > 0)
            Succeeds(await vm.ArmRmiPopulate(new RmiPopulate()));
        if (stage > 1)
            Succeeds(await vm.ArmRmiPopulate(new RmiPopulate { Base = Ram, Size = process.PageSize, Source = process.Map(process.PageSize).Value }));
        cpu.Kvm.ImmediateExit = true;
        if (stage > 2)
            Fails(Errno.EINTR, await cpu.Run());
        Succeeds(await vm.Close());
        Succeeds(await vm.Close());
    });

    [Test, KvmChecklist("D12")]
    public void Two_threads_that_populate_make_one_realm_and_each_its_own_pages([Range(0, 60, 10)] int delay)
    {
        using var host = new GuestHost(
        [
            new HostProgram(async process =>
            {
                (VirtualMachine vm, _) = await MakeRealm(process);
                async Script Fill(ulong from)
                {
                    UserMemory source = process.Map(4 * process.PageSize).Value;
                    Succeeds(await vm.ArmRmiPopulate(new RmiPopulate { Base = from, Size = source.SizeBytes, Source = source }));
                }
                Succeeds(await process.CreateThread(1, () => Fill(Ram)));
                await process.Sleep((ulong)delay);
                await Fill(Ram + Mebibyte);
                await process.JoinAll();
                Assert.That(vm.Statistics.PagesPopulated, Is.EqualTo(8));
                Succeeds(await vm.Close());
            }),
        ], pes: 2);
        int realms = 0;
        host.OnCall = _ => realms = Math.Max(realms, host.Rmm.Realms);
        host.RunAndAccount();
        Assert.That((realms, host.Hypervisor.Leaks.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Memory_that_was_written_out_comes_back_and_forgotten_memory_is_zero() => Run(async process =>
    {
        UserMemory first = process.Map(4 * Mebibyte).Value;
        Succeeds(first.Write(Mebibyte - 2, [1, 2, 3, 4]));
        UserMemory second = process.Map(6 * Mebibyte).Value;
        Succeeds(await second.Populate(0, second.SizeBytes));
        Succeeds(await first.Populate(0, first.SizeBytes));
        Assert.That(first.SwappedBytes + second.SwappedBytes, Is.GreaterThan(0UL));
        Succeeds(await first.Populate(Mebibyte - process.PageSize, 2 * process.PageSize));
        byte[] bytes = new byte[4];
        Succeeds(first.Read(Mebibyte - 2, bytes));
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Succeeds(await first.Discard(Mebibyte, process.PageSize));
        Succeeds(first.Read(Mebibyte - 2, bytes));
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 0, 0 }));
        Fails(Errno.EFAULT, first.Read(4 * Mebibyte - 1, bytes));
    }, memory: 8 * Mebibyte);

    private static async Script<(VirtualMachine Vm, VirtualCpu Cpu)> MakeRealm(VmmProcess process, bool gic = true)
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm).Value;
        Succeeds(await vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 0,
            Flags = UserMemoryRegion.HasGuestMemfd,
            GuestPhysAddr = Ram,
            MemorySize = 2 * Mebibyte,
            GuestMemfd = vm.CreateGuestMemfd(2 * Mebibyte).Value,
        }));
        Succeeds(await vm.SetMemoryAttributes(new MemoryAttributes(Ram, 2 * Mebibyte, MemoryAttributes.Private)));
        VirtualCpu cpu = vm.CreateVcpu(0).Value;
        Fails(Errno.EEXIST, vm.CreateVcpu(0).Result);
        Fails(Errno.EINVAL, vm.CreateVcpu(2).Result);
        if (!gic)
            return (vm, cpu);
        Succeeds(cpu.Init(VcpuFeatures.Psci02));
        Succeeds(vm.CreateVgicV3(0x2F00_0000, 0x2F10_0000));
        return (vm, cpu);
    }
}
