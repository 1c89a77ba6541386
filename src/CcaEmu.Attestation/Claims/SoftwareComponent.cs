namespace CcaEmu.Attestation.Claims;

/// <summary>One measured component of the platform's firmware.</summary>
/// <param name="Type">What it is, for people.</param>
/// <param name="Measurement">Hash of its image.</param>
/// <param name="Version">Its version, or null.</param>
/// <param name="SignerId">Hash of the key that signed it.</param>
/// <param name="HashAlgorithm">IANA name of the hash, or null for the platform's.</param>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA platform software components claim".</remarks>
public sealed record SoftwareComponent(string? Type, byte[] Measurement, string? Version, byte[] SignerId, string? HashAlgorithm);
