using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Devices.Virtio;
using CcaEmu.Hypervisor.Benchmarks;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Realms;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What a user asks for: which image, in how much memory, measured and personalized how.</summary>
public sealed record RealmLaunch
{
    /// <summary>Size of the personalization value in bytes.</summary>
    public const int PersonalizationBytes = 64;

    /// <summary>Most virtual CPUs of a guest.</summary>
    public const int MostVirtualCpus = 8;

    /// <summary>What runs in the realm.</summary>
    public required IGuestImage Image { get; init; }

    /// <summary>What is loaded beside the image, behind it, by rising address; see <see cref="GuestBoot"/>.</summary>
    public IReadOnlyList<GuestFile> Files { get; init; } = [];

    /// <summary>X0 of the guest at its start: where its device tree is, or 0.</summary>
    public Ipa DeviceTree { get; init; }

    /// <summary>The disk of its virtio block device; null for none.</summary>
    public IBlockBackend? Disk { get; init; }

    /// <summary>What has RIPAS RAM when the realm is activated.</summary>
    public RipasInit RipasInit { get; init; }

    /// <summary>What it is run as.</summary>
    public GuestKind Kind { get; init; }

    /// <summary>RAM of the guest in bytes, a multiple of 2 MiB.</summary>
    public ulong MemoryBytes { get; init; } = 64UL << 20;

    /// <summary>Virtual CPUs of the guest, 1 to 8; the first starts with it.</summary>
    public int VirtualCpus { get; init; } = 1;

    /// <summary>Hash of the realm's measurements.</summary>
    public RmiHashAlgorithm MeasurementAlgorithm { get; init; } = RmiHashAlgorithm.Sha256;

    /// <summary>64 bytes that the realm reports but that are not measured.</summary>
    public ReadOnlyMemory<byte> PersonalizationValue { get; init; } = new byte[PersonalizationBytes];

    /// <summary>X1 of the guest at its start.</summary>
    public ulong Argument { get; init; }

    /// <summary>
    /// Width of the IPA space in bits, or null for the narrowest that holds RAM and, above it, the bit that tells the unprotected half.
    /// </summary>
    public int? IpaBits { get; init; }

    /// <summary>What the host measures of the RMM before the realm; null for nothing.</summary>
    public HostMeasurement? Measurement { get; init; }

    /// <summary>The host's page size, which is the realm's translation granule too.</summary>
    public TranslationGranule HostPageSize { get; init; } = TranslationGranule.Size4K;

    /// <summary>The revision of the RMI that the host was made for.</summary>
    public RmmAbiProfile Abi { get; init; } = RmmAbiProfile.Bet1;

    /// <summary>Whether the realm has addresses of 52 bits; the PEs must have FEAT_LPA2 for that.</summary>
    public bool Lpa2 { get; init; }

    /// <summary>Whether the realm has performance monitors.</summary>
    public bool HasMonitors { get; init; }

    /// <summary>Whether the realm's memory has an encryption context of its own; the PEs must have FEAT_MEC for that.</summary>
    public RmiMecPolicy MecPolicy { get; init; }

    /// <summary>The width that is used: what was asked for, or the narrowest that will do.</summary>
    public int EffectiveIpaBits => IpaBits ?? NarrowestIpaBits;

    private int WidestIpaBits => Lpa2 ? RealmGeometry.MaximumIpaBitsWithLpa2 : RealmGeometry.MaximumIpaBits;

    // An ordinary virtual machine has no bit that tells an unprotected half.
    private int NarrowestIpaBits => GuestMemoryLayout.NarrowestIpaBits(MemoryBytes) - (Kind == GuestKind.Vm ? 1 : 0);

    /// <summary>Memory of the image, with what it needs behind its file, and of the files beside it: in units of 64 KiB, by rising address.</summary>
    internal IReadOnlyList<(ulong Base, ulong SizeBytes)> LoadedRanges()
    {
        const ulong unit = 0x1_0000; // the largest granule
        var ranges = new List<(ulong Base, ulong SizeBytes)>();
        ulong done = 0;
        foreach ((ulong from, ulong to) in Image.Segments.Select(part => (part.Address.Value, part.End.Value))
            .Concat(Files.Select(file => (file.Address.Value, file.End.Value))))
        {
            ulong start = Math.Max(done, from & ~(unit - 1));
            done = Math.Max(done, (to + unit - 1) & ~(unit - 1));
            if (start < done)
                ranges.Add((start, done - start));
        }
        return ranges;
    }

    /// <summary>Says what is wrong with the request.</summary>
    /// <returns>One line with what was expected and what was found, or null when nothing is wrong.</returns>
    public string? FindError()
    {
        if (MemoryBytes == 0 || MemoryBytes % GuestMemoryLayout.RamUnit != 0 || MemoryBytes > GuestMemoryLayout.LargestRamBytes)
            return $"expected memory in multiples of 2 MiB up to 1 TiB, found {MemoryBytes} bytes";
        if (VirtualCpus is < 1 or > MostVirtualCpus)
            return $"expected 1 to {MostVirtualCpus} virtual CPUs, found {VirtualCpus}";
        if (PersonalizationValue.Length != PersonalizationBytes)
            return $"expected a personalization value of {PersonalizationBytes} bytes, found {PersonalizationValue.Length}";
        if (IpaBits is { } bits && (bits < NarrowestIpaBits || bits > WidestIpaBits))
            return $"expected an IPA width of {NarrowestIpaBits} to {WidestIpaBits} bits, found {bits}";
        return ImagePlacement.Check(Image, new Ipa(GuestMemoryLayout.RamBase), MemoryBytes)?.Message;
    }
}
