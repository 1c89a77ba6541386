namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>What the guest was given, as its VMM laid it out: the ground that an address is judged on.</summary>
/// <param name="RamBase">First IPA of RAM.</param>
/// <param name="RamBytes">Bytes of RAM.</param>
/// <param name="Devices">Emulated devices by IPA in the lower half; they answer in the unprotected half only.</param>
/// <param name="CodeBase">First address of the image's code and data.</param>
/// <param name="CodeEnd">First address behind it.</param>
public sealed record GuestMap(ulong RamBase, ulong RamBytes, IReadOnlyList<GuestDevice> Devices, ulong CodeBase, ulong CodeEnd)
{
    /// <summary>Size of the host's pages in bytes: what memory is given and taken in.</summary>
    public ulong HostPageBytes { get; init; } = 0x1000;

    /// <summary>Whether an IPA is RAM of the guest.</summary>
    /// <param name="ipa">IPA in the protected half.</param>
    public bool IsRam(ulong ipa) => ipa - RamBase < RamBytes;

    /// <summary>The device at an IPA, or null.</summary>
    /// <param name="ipa">IPA, without the bit that selects the half.</param>
    public GuestDevice? DeviceAt(ulong ipa) => Devices.FirstOrDefault(device => ipa - device.Base < device.SizeBytes);

    /// <summary>Whether an address is inside the image.</summary>
    /// <param name="address">Virtual address.</param>
    public bool IsImage(ulong address) => address >= CodeBase && address < CodeEnd;
}
