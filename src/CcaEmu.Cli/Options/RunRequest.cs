using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Cli.Runs;
using CcaEmu.Cpu;
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

    /// <summary>How often the board may be reset by what runs on it.</summary>
    public int MaxResets { get; init; } = ResetCount.Default;

    /// <summary>Seed of the machine's randomness.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the PEs implement.</summary>
    public PeFeatures CpuFeatures { get; init; } = PeFeatures.Default;

    /// <summary>Whether PEs have memory encryption contexts.</summary>
    public bool HasMec { get; init; }

    /// <summary>Whether the realm has one of its own; null where the user does not say.</summary>
    public RmiMecPolicy? MecPolicy { get; init; }

    /// <summary>Whether the realm has performance monitors.</summary>
    public bool HasMonitors { get; init; }

    /// <summary>What the PEs implement, with what other options ask for.</summary>
    public PeFeatures AllCpuFeatures => HasMec ? MecChoice.AddTo(CpuFeatures) : CpuFeatures;

    /// <summary>How readily the RMM turns commands into stateful operations.</summary>
    public SroMode RmmSro { get; init; }

    /// <summary>What a realm's initial measurement begins with.</summary>
    public RimInitialValue RmmRim { get; init; }

    /// <summary>What the RMM hashes where a realm extends a measurement.</summary>
    public RemInput RmmRem { get; init; }

    /// <summary>How the RMM puts a token together.</summary>
    public TokenForm RmmToken { get; init; }

    /// <summary>Where level 1 GPTs come from.</summary>
    public GptMode Gpt { get; init; }

    /// <summary>Whether isolation is checked after every RMI command.</summary>
    public bool ChecksIsolation { get; init; }

    /// <summary>Realm personalization value, 64 bytes.</summary>
    public byte[] PersonalizationValue { get; init; } = new byte[Options.PersonalizationValue.SizeBytes];

    /// <summary>Hash of the realm's measurements.</summary>
    public RmiHashAlgorithm MeasurementAlgorithm { get; init; } = RmiHashAlgorithm.Sha256;

    /// <summary>The Realm Initial Measurement that the realm must have, in hexadecimal; null for any.</summary>
    public string? ExpectedRim { get; init; }

    /// <summary>Page size of the host.</summary>
    public TranslationGranule HostPageSize { get; init; } = TranslationGranule.Size4K;

    /// <summary>Width of the realm's IPA space in bits; null for the narrowest that will do.</summary>
    public int? IpaBits { get; init; }

    /// <summary>X1 of the guest at its entry point.</summary>
    public ulong Argument { get; init; }

    /// <summary>Whether standard output holds the guest's console and nothing else.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether what those who look at the run cost is measured.</summary>
    public bool MeasuresCost { get; init; }

    /// <summary>Those who look at the run.</summary>
    public IReadOnlyList<AttachmentOpener> Attachments { get; init; } = [];

    /// <summary>The same with one more who looks at it.</summary>
    /// <param name="opener">Opens the attachment.</param>
    public RunRequest With(AttachmentOpener opener) => this with { Attachments = [.. Attachments, opener] };
}
