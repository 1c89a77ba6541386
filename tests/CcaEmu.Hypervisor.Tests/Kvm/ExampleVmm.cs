using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Kvm;

// [example]
/// <summary>A VMM: runs code at 0x8000_0000 in a realm with one virtual CPU, and collects what it writes to address 0x1000_0000.</summary>
public sealed class ExampleVmm(ReadOnlyMemory<byte> code) : IVmmProgram
{
    private const ulong Ram = 0x8000_0000, RamBytes = 0x20_0000, Device = 0x1000_0000;

    public List<byte> Output { get; } = [];
    public HostResult Result { get; private set; }

    public async Script Main(VmmProcess process)
    {
        if (process.Kvm.CheckExtension(KvmCapability.ArmRmi) == 0)
            return;
        // One bit more than the highest address needs: it tells the unprotected half.
        VirtualMachine vm = process.Kvm.CreateVm(VmType.Realm | VmType.IpaSize(33)).Value;
        UserMemory shared = process.Map(RamBytes).Value;
        GuestMemfd memfd = vm.CreateGuestMemfd(RamBytes).Value;
        await vm.SetUserMemoryRegion2(new UserMemoryRegion
        {
            Slot = 0,
            Flags = UserMemoryRegion.HasGuestMemfd,
            GuestPhysAddr = Ram,
            MemorySize = RamBytes,
            UserspaceMemory = shared,
            GuestMemfd = memfd,
        });
        await vm.SetMemoryAttributes(new MemoryAttributes(Ram, RamBytes, MemoryAttributes.Private));
        VirtualCpu cpu = vm.CreateVcpu(0).Value;
        cpu.Init(VcpuFeatures.Psci02);
        cpu.SetOneReg(OneReg.Pc, Ram);
        vm.CreateVgicV3(distributor: 0x2F00_0000, redistributors: 0x2F10_0000);

        UserMemory image = process.Map(process.PageSize).Value;
        image.Write(0, code.Span);
        var populate = new RmiPopulate { Base = Ram, Size = process.PageSize, Source = image, Flags = RmiPopulate.Measure };
        while (populate.Size > 0 && (Result = await vm.ArmRmiPopulate(populate)).IsOk)
        {
        }

        while (Result.IsOk)
        {
            Result = await cpu.Run();
            switch (cpu.Kvm.ExitReason)
            {
                case KvmExitReason.Mmio when cpu.Kvm.Mmio is { IsWrite: true, PhysAddr: Device }:
                    Output.Add(cpu.Kvm.Mmio.Data[0]);
                    break;
                case KvmExitReason.Mmio:
                    cpu.SetExternalDataAbort();
                    break;
                case KvmExitReason.MemoryFault: // with EFAULT: the realm wants memory shared, or private again
                    KvmMemoryFault fault = cpu.Kvm.MemoryFault;
                    Result = await vm.SetMemoryAttributes(
                        new MemoryAttributes(fault.Gpa, fault.Size, fault.IsPrivate ? MemoryAttributes.Private : 0));
                    if (Result.IsOk)
                        Result = fault.IsPrivate ? await shared.Discard(fault.Gpa - Ram, fault.Size) : await memfd.PunchHole(fault.Gpa - Ram, fault.Size);
                    break;
                case KvmExitReason.SystemEvent:
                    Result = await vm.Close();
                    return;
            }
        }
    }
}
// [example]
