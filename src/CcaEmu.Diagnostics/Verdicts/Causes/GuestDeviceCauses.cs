using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Evidence;
using static CcaEmu.Diagnostics.Verdicts.Causes.Text;

namespace CcaEmu.Diagnostics.Verdicts.Causes;

/// <summary>Memory that a guest means to share with emulated devices, and has not.</summary>
/// <remarks>Virtual I/O Device (VIRTIO) 1.2, section "MMIO Device Register Layout"; RMM specification (DEN0137), section "Realm IPA state".</remarks>
internal static class GuestDeviceCauses
{
    private static readonly (ulong Offset, string Name)[] QueueAddresses = [(0x80, "descriptor table"), (0x90, "driver area"), (0xA0, "device area")];

    public static Finding? DmaToPrivateMemory(CaseFile file)
    {
        if (PrivateQueue(file) is not { } queue || (queue.Address & file.SharedBit) != 0)
            return null;
        return new Finding(
            94, Of($"the guest gave the {queue.Device.Name} a queue in private memory: its {queue.What} is at IPA 0x{queue.Address:X}, whose RIPAS is RAM"),
            "allocate rings and buffers in shared memory (bounce buffers: swiotlb=force, VIRTIO_F_ACCESS_PLATFORM), and give the device their addresses in the unprotected half",
            Of($"the guest wrote that address to the device's register 0x{queue.Register:X}{At(file, queue.Write)}"),
            "the device sees the host's own page behind that address, which is full of zeros, and not what the guest has written",
            "ruled out: a host that takes memory away, which the guest never gave to a device");
    }

    public static Finding? NeverShared(CaseFile file)
    {
        if (PrivateQueue(file) is not { } queue || (queue.Address & file.SharedBit) == 0)
            return null;
        ulong ipa = queue.Address & ~file.SharedBit;
        return new Finding(
            94, Of($"the buffer at IPA 0x{ipa:X} is still private: the guest treats it as shared with the {queue.Device.Name}, but never asked for the change"),
            "share it first: RSI_IPA_STATE_SET(EMPTY), then use it through the unprotected half; a kernel must know that it is a realm before it builds its linear map, and map at page level, since blocks cannot be split later",
            Of($"the guest gave the device address 0x{queue.Address:X} (register 0x{queue.Register:X}{At(file, queue.Write)})"),
            Of($"RIPAS of IPA 0x{ipa:X} is RAM, and no RSI_IPA_STATE_SET(EMPTY) was ever made for it"));
    }

    public static Finding? AliasNotShared(CaseFile file)
    {
        if (file.HasGuestFault || file.Map is not { } map || file.SharedBit is not (> 0 and var shared))
            return null;
        foreach (Change mapped in file.Evidence.Changes.SharedPages.Where(mapped => mapped.Order <= file.Until))
        {
            ulong ipa = mapped.Base & ~shared;
            if (!map.IsRam(ipa) || file.RipasAtEnd(ipa) != Ripas.Ram || file.Evidence.Changes.ByRealm(ipa, file.Until) is not null)
                continue;
            return new Finding(
                84, Of($"the guest used 0x{mapped.Base:X}, the shared address of a page that it never shared: IPA 0x{ipa:X} is still private, so that the two addresses are two different pages"),
                "share the page first, RSI_IPA_STATE_SET(EMPTY), and from then on use it by its shared address alone: what was written by the private one is not seen by the host, nor the reverse",
                Of($"the host mapped its own page there when it was used: {mapped}"), Of($"RIPAS of IPA 0x{ipa:X} is RAM, and no RSI_IPA_STATE_SET was ever made for it"));
        }
        return null;
    }

    public static Finding? ConversionUnit(CaseFile file)
    {
        if (file.Map is not { HostPageBytes: > 0x1000 and var unit })
            return null;
        foreach (CallRecord call in file.Evidence.RealmCalls.Calls)
        {
            ulong from = call.Arguments[1], top = call.Arguments[2];
            bool isSplit = call.Is(RsiCommand.IpaStateSet) && ((from | top) & (unit - 1)) != 0;
            if (!isSplit || (call.Outcome == CallOutcome.Returned && call.Results[0] == (ulong)RsiStatus.Success && call.Results[1] >= top))
                continue;
            return new Finding(
                93, Of($"the guest asked to change 0x{from:X}..0x{top:X}, which is no whole number of the host's pages of {unit >> 10} KiB"),
                Of($"ask the host for its unit (RHI GET_IPA_CHANGE_ALIGNMENT, host call 0 with 0xC5000050) and round shared buffers to {unit >> 10} KiB, or give host and guest equal page sizes"),
                $"{call.DescribeCall()} → {call.DescribeResult()}", Of($"ruled out: a destroyed page, whose RIPAS would be DESTROYED (it is {file.RipasAtEnd(from)?.ToString().ToUpperInvariant() ?? "not known"})"));
        }
        return null;
    }

    // A queue of a virtio device that lies where the device cannot see what the guest writes.
    private static (GuestDevice Device, string What, ulong Register, ulong Address, DeviceWrite Write)? PrivateQueue(CaseFile file)
    {
        if (file.Map is not { } map || file.SharedBit is not (> 0 and var shared))
            return null;
        foreach (GuestDevice device in map.Devices.Where(device => device.Name.StartsWith("virtio", StringComparison.Ordinal)))
        {
            foreach ((ulong offset, string what) in QueueAddresses)
            {
                ulong register = (device.Base + offset) | shared;
                if (!file.Evidence.Exits.DeviceWrites.TryGetValue(register, out DeviceWrite low))
                    continue;
                ulong high = file.Evidence.Exits.DeviceWrites.GetValueOrDefault(register + 4).Value;
                ulong address = high << 32 | (uint)low.Value;
                if (map.IsRam(address & ~shared) && file.RipasAtEnd(address & ~shared) == Ripas.Ram)
                    return (device, what, register, address, low);
            }
        }
        return null;
    }

    private static string At(CaseFile file, in DeviceWrite write) => write.GuestPc is { } pc ? $" at {file.Place(pc)}" : "";
}
