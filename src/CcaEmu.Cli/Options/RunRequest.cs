using System.Net;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Options;

/// <summary>What the user asks of <c>ccaemu run</c>, read and checked option by option.</summary>
internal sealed record RunRequest
{
    /// <summary>The image file, as the user named it.</summary>
    public required string ImagePath { get; init; }

    /// <summary>RAM of the realm in bytes.</summary>
    public ulong MemoryBytes { get; init; } = MemorySize.Default;

    /// <summary>What the guest is run as.</summary>
    public GuestKind Kind { get; init; }

    /// <summary>PEs of the machine, and virtual CPUs of the realm.</summary>
    public int Pes { get; init; } = 1;

    /// <summary>Where a raw binary is loaded; null for a file that says so itself.</summary>
    public ulong? LoadAddress { get; init; }

    /// <summary>The user's device tree; null for one that describes the guest.</summary>
    public string? DeviceTreeFile { get; init; }

    /// <summary>The initial RAM disk; null for none.</summary>
    public string? InitialRamDiskFile { get; init; }

    /// <summary>The kernel's command line; null for none.</summary>
    public string? BootArguments { get; init; }

    /// <summary>The file behind the guest's disk; null for no disk.</summary>
    public string? DiskFile { get; init; }

    /// <summary>Whether the disk's file is only read.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>What has RIPAS RAM when the realm is activated.</summary>
    public RipasInit RipasInit { get; init; }

    /// <summary>Limit in retired instructions and exceptions taken.</summary>
    public ulong MaxInstructions { get; init; } = ulong.MaxValue;

    /// <summary>Seed of the machine's randomness.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the PEs implement.</summary>
    public PeFeatures CpuFeatures { get; init; } = PeFeatures.Default;

    /// <summary>Whether PEs have memory encryption contexts, and the realm has one of its own.</summary>
    public bool HasMec { get; init; }

    /// <summary>What the PEs implement, with what other options ask for.</summary>
    public PeFeatures AllCpuFeatures => HasMec ? MecChoice.AddTo(CpuFeatures) : CpuFeatures;

    /// <summary>How readily the RMM turns commands into stateful operations.</summary>
    public SroMode RmmSro { get; init; }

    /// <summary>Where level 1 GPTs come from.</summary>
    public GptMode Gpt { get; init; }

    /// <summary>Whether isolation is checked after every RMI command.</summary>
    public bool ChecksIsolation { get; init; }

    /// <summary>What to trace.</summary>
    public TraceKinds Trace { get; init; }

    /// <summary>Where the trace goes; null for standard error.</summary>
    public string? TraceFile { get; init; }

    /// <summary>How PEs use their TLBs.</summary>
    public TlbMode Tlb { get; init; }

    /// <summary>Realm personalization value, 64 bytes.</summary>
    public byte[] PersonalizationValue { get; init; } = new byte[Options.PersonalizationValue.SizeBytes];

    /// <summary>Hash of the realm's measurements.</summary>
    public RmiHashAlgorithm MeasurementAlgorithm { get; init; } = RmiHashAlgorithm.Sha256;

    /// <summary>Page size of the host.</summary>
    public TranslationGranule HostPageSize { get; init; } = TranslationGranule.Size4K;

    /// <summary>Width of the realm's IPA space in bits; null for the narrowest that will do.</summary>
    public int? IpaBits { get; init; }

    /// <summary>X1 of the guest at its entry point.</summary>
    public ulong Argument { get; init; }

    /// <summary>Where GDB may connect; null for nowhere.</summary>
    public IPEndPoint? Gdb { get; init; }

    /// <summary>Whether nothing runs before GDB has come.</summary>
    public bool WaitsForGdb { get; init; }

    /// <summary>Whether standard output holds the guest's console and nothing else.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where the JSON summary goes; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Where the report of the run goes; null for nowhere.</summary>
    public string? ReportFile { get; init; }

    /// <summary>Where the events for ui.perfetto.dev go; null for nowhere.</summary>
    public string? PerfettoFile { get; init; }

    /// <summary>What the report's cycles are by; null for the machine's own clock.</summary>
    public CostProfile? Profile { get; init; }
}
