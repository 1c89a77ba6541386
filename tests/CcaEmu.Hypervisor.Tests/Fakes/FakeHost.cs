using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Tests.Integration;
using CcaEmu.Machine;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

/// <summary>A VMM of a test on the real hypervisor over the fake RMM: realms of one or more virtual CPUs whose guest is a script of exits.</summary>
internal sealed class FakeHost : IDisposable
{
    public const ulong Ram = 0x8000_0000, Block = 0x20_0000, Page = 0x1000;

    private readonly Machine.Machine _machine = new(new MachineOptions());
    private readonly ulong _memory;

    private FakeHost(Func<FakeHost, VmmProcess, Script> main, Action<FakeRmm>? prepare, ulong? memory)
    {
        Hypervisor = new HypervisorFirmware(_machine, [new HostProgram(process => main(this, process))]);
        _memory = memory ?? HostMemoryMap.Usable(_machine.Options).TotalBytes;
        Hypervisor.MemoryLimit = _memory;
        Rmm = new FakeRmm(Hypervisor);
        prepare?.Invoke(Rmm);
        _machine.Attach(Rmm);
        _machine.Attach(Hypervisor);
    }

    public HypervisorFirmware Hypervisor { get; }
    public FakeRmm Rmm { get; }
    public HostMemory Memory => Hypervisor.Memory!;

    /// <summary>Runs a program to its end and checks that all memory is the host's again, but for the leaks that are reported.</summary>
    public static IReadOnlyList<MemoryLeak> Run(Func<FakeHost, VmmProcess, Script> main, Action<FakeRmm>? prepare = null, ulong? memory = null)
    {
        using var host = new FakeHost(main, prepare, memory);
        host._machine.Reset();
        Assert.That(host._machine.Run(1_000_000), Is.EqualTo(MachineStop.Requested));
        ulong lost = host.Hypervisor.Leaks.Aggregate(0UL, (sum, leak) => sum + leak.SizeBytes);
        Assert.That(host.Memory.FreeBytes + lost, Is.EqualTo(host._memory), "memory is neither free nor reported lost");
        foreach ((ulong granule, Arm.Rmi.GranuleState state) in host.Rmm.Granules)
            Assert.That(host.Hypervisor.Leaks.Any(leak => granule - leak.Address < leak.SizeBytes), Is.True, $"0x{granule:X} is {state}, and not reported lost");
        return host.Hypervisor.Leaks;
    }

    /// <summary>The same, with nothing lost.</summary>
    public static void RunWithoutLoss(Func<FakeHost, VmmProcess, Script> main, Action<FakeRmm>? prepare = null, ulong? memory = null) =>
        Assert.That(Run(main, prepare, memory), Is.Empty);

    public void Dispose() => _machine.Dispose();

    public static void Fails(Errno error, HostResult result) => Assert.That(result.Error, Is.EqualTo(error), result.Message);

    public static void Succeeds(HostResult result) => Assert.That(result.IsOk, Is.True, result.Message);

    /// <summary>A realm that has not been created yet: RAM private, with the VMM's memory behind it too, and virtual CPUs of which the first is on.</summary>
    public async Script<FakeRealm> MakeRealm(VmmProcess process, ulong ram = Ram, ulong size = 2 * Block, int ipaBits = 40, int cpus = 1, bool populate = true)
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(ipaBits)).Value;
        UserMemory shared = process.Map(size).Value;
        GuestMemfd memfd = vm.CreateGuestMemfd(size).Value;
        Succeeds(await vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 0,
            Flags = UserMemoryRegion.HasGuestMemfd,
            GuestPhysAddr = ram,
            MemorySize = size,
            UserspaceMemory = shared,
            GuestMemfd = memfd,
        }));
        Succeeds(await vm.SetMemoryAttributes(new MemoryAttributes(ram, size, MemoryAttributes.Private)));
        List<VirtualCpu> list = [];
        for (int i = 0; i < cpus; i++)
        {
            VirtualCpu cpu = vm.CreateVcpu(i).Value;
            Succeeds(cpu.Init(VcpuFeatures.Psci02 | (i == 0 ? VcpuFeatures.None : VcpuFeatures.PowerOff)));
            cpu.SetOneReg(OneReg.Pc, ram);
            list.Add(cpu);
        }
        Succeeds(vm.CreateVgicV3(0x2F00_0000, 0x2F10_0000));
        if (populate)
        {
            UserMemory image = process.Map(process.PageSize).Value;
            Succeeds(await vm.ArmRmiPopulate(new RmiPopulate { Base = ram, Size = process.PageSize, Source = image, Flags = RmiPopulate.Measure }));
        }
        return new FakeRealm(vm, list, shared, memfd, ram, 1UL << (ipaBits - 1));
    }
}
