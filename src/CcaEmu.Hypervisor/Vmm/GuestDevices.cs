using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>The devices that the VMM emulates, by address in the numbering of the protected half.</summary>
/// <param name="windows">The devices.</param>
internal sealed class GuestDevices(params IReadOnlyList<DeviceWindow> windows)
{
    /// <summary>Makes the access that a virtual CPU has come out with; the next run completes it, or delivers an external abort where no device is.</summary>
    public void Access(VirtualCpu cpu)
    {
        KvmMmio access = cpu.Kvm.Mmio;
        DeviceWindow? window = windows.FirstOrDefault(device => device.Contains(access.PhysAddr, (ulong)access.Len));
        if (window is null || access.PhysAddr % (ulong)access.Len != 0)
        {
            cpu.SetExternalDataAbort();
            return;
        }
        ulong offset = access.PhysAddr - window.Base;
        if (access.IsWrite)
            window.Device.Write(offset, access.Len, access.Value);
        else
            access.Value = window.Device.Read(offset, access.Len);
    }
}
