namespace CcaEmu.Attestation.Claims;

/// <summary>What a Realm token says.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm claims".</remarks>
public sealed record RealmClaims
{
    /// <summary>The profile a token of this specification names.</summary>
    public const string ProfileName = "tag:arm.com,2024:realm#2.0.0";

    /// <summary>64 bytes from RSI_ATTESTATION_TOKEN_INIT.</summary>
    public required byte[] Challenge { get; init; }

    /// <summary>33 bytes that begin with 0x01: this Realm and no other.</summary>
    public required byte[] InstanceId { get; init; }

    /// <summary>Realm Personalization Value, 64 bytes.</summary>
    public required byte[] PersonalizationValue { get; init; }

    /// <summary>Realm Initial Measurement, as long as the hash.</summary>
    public required byte[] InitialMeasurement { get; init; }

    /// <summary>The four Realm Extensible Measurements.</summary>
    public required IReadOnlyList<byte[]> ExtensibleMeasurements { get; init; }

    /// <summary>IANA name of the Realm's hash algorithm: sha-256, sha-384 or sha-512.</summary>
    public required string HashAlgorithm { get; init; }

    /// <summary>The key that verifies the token, a COSE_Key.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>IANA name of the hash that binds <see cref="PublicKey"/> to the platform token's challenge.</summary>
    public string PublicKeyHashAlgorithm { get; init; } = "sha-256";

    /// <summary>0 shared, 1 private.</summary>
    public int MecPolicy { get; init; }

    /// <summary>0 disallow, 1 allow live activation of firmware; null where the token does not say.</summary>
    public int? LfaPolicy { get; init; }

    /// <summary>The profile, or null where the token names none.</summary>
    public string? Profile { get; init; } = ProfileName;
}
