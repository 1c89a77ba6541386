using CcaEmu.Hypervisor.Realms;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>The devices that the VMM emulates, by address in the numbering of the protected half.</summary>
/// <param name="windows">The devices.</param>
internal sealed class GuestDevices(params IReadOnlyList<DeviceWindow> windows)
{
    /// <summary>Makes an access, and has the next entry complete it: with a value, or with an external abort where no device is.</summary>
    public void Access(Rec rec, RunExit.Mmio access)
    {
        DeviceWindow? window = windows.FirstOrDefault(device => device.Contains(access.Address, (ulong)access.SizeBytes));
        if (window is null || access.Address % (ulong)access.SizeBytes != 0)
        {
            RunExit.Mmio.Abort(rec);
            return;
        }
        ulong offset = access.Address - window.Base;
        ulong value = 0;
        if (access.IsWrite)
            window.Device.Write(offset, access.SizeBytes, access.Value);
        else
            value = window.Device.Read(offset, access.SizeBytes);
        RunExit.Mmio.Complete(rec, value);
    }
}
