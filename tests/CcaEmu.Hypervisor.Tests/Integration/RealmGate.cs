using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>A VMM that starts a realm, has it run, and keeps it alive until all others have come as far.</summary>
internal sealed class RealmGate(int count)
{
    public int Ran { get; private set; }
    public int Most { get; set; }
    public long WorkingSet { get; private set; }

    public async Script Live(VmmProcess process, RealmLaunch launch)
    {
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(launch.EffectiveIpaBits)).Value;
        UserMemory ram = process.Map(launch.MemoryBytes).Value;
        GuestMemfd memfd = vm.CreateGuestMemfd(launch.MemoryBytes).Value;
        Check(await vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 0,
            Flags = UserMemoryRegion.HasGuestMemfd,
            GuestPhysAddr = GuestMemoryLayout.RamBase,
            MemorySize = launch.MemoryBytes,
            UserspaceMemory = ram,
            GuestMemfd = memfd,
        }));
        Check(await vm.SetMemoryAttributes(new MemoryAttributes(GuestMemoryLayout.RamBase, launch.MemoryBytes, MemoryAttributes.Private)));
        VirtualCpu cpu = vm.CreateVcpu(0).Value;
        Check(cpu.Init(VcpuFeatures.Psci02));
        cpu.SetOneReg(OneReg.Pc, launch.Image.EntryPoint.Value);
        cpu.SetOneReg(OneReg.X(1), 1);
        Check(vm.CreateVgicV3(GuestMemoryLayout.GicDistributor, GuestMemoryLayout.GicRedistributors));
        var pages = new ImagePages(launch);
        byte[] page = new byte[process.PageSize];
        UserMemory staging = process.Map(process.PageSize).Value;
        foreach (ulong address in pages.Addresses())
        {
            pages.Compose(address, page);
            Check(staging.Write(0, page));
            Check(await vm.ArmRmiPopulate(new RmiPopulate { Base = address, Size = process.PageSize, Source = staging, Flags = RmiPopulate.Measure }));
        }
        // To its first word on the console, and no further before all have come as far.
        Check(await cpu.Run());
        Assert.That(cpu.Kvm.ExitReason, Is.EqualTo(KvmExitReason.Mmio));
        Ran++;
        while (Ran < count)
            await process.Sleep(100_000);
        if (WorkingSet == 0)
        {
            WorkingSet = Environment.WorkingSet;
            TestContext.Out.WriteLine($"{count} realms of {launch.MemoryBytes >> 20} MiB, each having run: working set {WorkingSet >> 20} MiB");
        }
        Check(await vm.Close());
    }

    private static void Check(HostResult result) => Assert.That(result.IsOk, Is.True, result.Message);
}
