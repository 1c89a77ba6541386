using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>What the monitor tells the RMM about the platform when it boots: memory, consoles, devices.</summary>
/// <remarks>
/// It stands at the start of the 4 KiB page that monitor and RMM share; its lists stand behind it in the same page and are
/// pointed to by physical address. RMM-EL3 communication interface 2.0 of Trusted Firmware-A, section on the boot manifest.
/// </remarks>
public sealed record RmmBootManifest
{
    /// <summary>Size of the shared page in bytes.</summary>
    public const int PageSize = 4096;

    /// <summary>The version this type writes: 0.5.</summary>
    public static InterfaceVersion CurrentVersion => new(0, 5);

    /// <summary>The oldest version this type reads: 0.3.</summary>
    public static InterfaceVersion OldestVersion => new(0, 3);

    /// <summary>Version of the manifest.</summary>
    public InterfaceVersion Version { get; init; } = CurrentVersion;

    /// <summary>Address of data of the platform's own, or 0.</summary>
    public ulong PlatData { get; init; }

    /// <summary>Banks of memory that may become Realm memory, in ascending order.</summary>
    public IReadOnlyList<RmmMemoryBank> Dram { get; init; } = [];

    /// <summary>Consoles.</summary>
    public IReadOnlyList<RmmConsole> Consoles { get; init; } = [];

    /// <summary>Memory of non-coherent devices (since 0.4).</summary>
    public IReadOnlyList<RmmMemoryBank> NonCoherentDevices { get; init; } = [];

    /// <summary>Memory of coherent devices (since 0.4).</summary>
    public IReadOnlyList<RmmMemoryBank> CoherentDevices { get; init; } = [];

    /// <summary>System MMUs (since 0.5).</summary>
    public IReadOnlyList<RmmSmmu> Smmus { get; init; } = [];

    /// <summary>PCIe root complexes (since 0.5).</summary>
    public IReadOnlyList<RmmRootComplex> RootComplexes { get; init; } = [];

    /// <summary>Writes the manifest as version 0.5, with the checksums of its lists.</summary>
    /// <param name="page">The shared page; it is cleared first.</param>
    /// <param name="address">Physical address of the page, which the pointers need.</param>
    /// <exception cref="ArgumentException">The lists do not fit the page, or a name does not fit: an error of the
    /// caller.</exception>
    public void WriteTo(Span<byte> page, ulong address) => new RmmBootManifestWriter(page, address).Write(this);

    /// <summary>Reads a manifest and checks it.</summary>
    /// <param name="page">The shared page.</param>
    /// <param name="address">Its physical address.</param>
    /// <param name="manifest">The manifest, or null.</param>
    /// <returns>
    /// <see cref="RmmBootStatus.Success"/>; <see cref="RmmBootStatus.ManifestVersionNotSupported"/> for another major version or
    /// one before 0.3; <see cref="RmmBootStatus.ManifestDataError"/> for a pointer outside the page, a wrong checksum, or banks
    /// that are empty, unaligned, unordered or overlapping.
    /// </returns>
    public static RmmBootStatus TryParse(ReadOnlySpan<byte> page, ulong address, out RmmBootManifest? manifest)
    {
        var reader = new RmmBootManifestReader(page, address);
        var status = reader.Read();
        manifest = status == RmmBootStatus.Success ? reader.Manifest : null;
        return status;
    }
}
