namespace CcaEmu.Attestation.Claims;

/// <summary>What a platform token says.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA platform claims".</remarks>
public sealed record PlatformClaims
{
    /// <summary>The profile a token of this specification names.</summary>
    public const string ProfileName = "tag:arm.com,2024:cca_platform#2.0.0";

    /// <summary>32, 48 or 64 bytes: the hash of the Realm public key.</summary>
    public required byte[] Challenge { get; init; }

    /// <summary>The profile.</summary>
    public string Profile { get; init; } = ProfileName;

    /// <summary>32 bytes: which implementation.</summary>
    public required byte[] ImplementationId { get; init; }

    /// <summary>33 bytes that begin with 0x01: this machine.</summary>
    public required byte[] InstanceId { get; init; }

    /// <summary>Configuration, of any length.</summary>
    public required byte[] Configuration { get; init; }

    /// <summary>Lifecycle state; bits 15:8 are the architected part.</summary>
    public required int Lifecycle { get; init; }

    /// <summary>The firmware.</summary>
    public required IReadOnlyList<SoftwareComponent> SoftwareComponents { get; init; }

    /// <summary>IANA name of the platform's hash algorithm.</summary>
    public required string HashAlgorithm { get; init; }

    /// <summary>Where to have it verified, or null.</summary>
    public string? VerificationService { get; init; }
}
