using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Options;

/// <summary>What the user asks of <c>ccaemu run</c>, read and checked option by option.</summary>
internal sealed record RunRequest
{
    /// <summary>The image file, as the user named it.</summary>
    public required string ImagePath { get; init; }

    /// <summary>RAM of the realm in bytes.</summary>
    public ulong MemoryBytes { get; init; } = MemorySize.Default;

    /// <summary>PEs of the machine, and virtual CPUs of the realm.</summary>
    public int Pes { get; init; } = 1;

    /// <summary>Limit in retired instructions and exceptions taken.</summary>
    public ulong MaxInstructions { get; init; } = ulong.MaxValue;

    /// <summary>Seed of the machine's randomness.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the PEs implement.</summary>
    public PeFeatures CpuFeatures { get; init; } = PeFeatures.Default;

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

    /// <summary>Whether standard output holds the guest's console and nothing else.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where the JSON summary goes; null for nowhere.</summary>
    public string? JsonFile { get; init; }
}
