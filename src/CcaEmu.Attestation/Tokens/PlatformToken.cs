using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>Makes platform tokens.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA platform token".</remarks>
public static class PlatformToken
{
    /// <summary>Encodes and signs claims.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="key">The platform attestation key.</param>
    /// <returns>A tagged COSE_Sign1 message.</returns>
    public static byte[] Create(PlatformClaims claims, Es384Key key) => SignedToken.Sign(Encode(claims), key);

    private static byte[] Encode(PlatformClaims claims)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(claims.VerificationService is null ? 8 : 9);
        writer.WriteClaim(CcaClaim.Profile, claims.Profile);
        writer.WriteClaim(CcaClaim.Challenge, claims.Challenge);
        writer.WriteClaim(CcaClaim.ImplementationId, claims.ImplementationId);
        writer.WriteClaim(CcaClaim.InstanceId, claims.InstanceId);
        writer.WriteClaim(CcaClaim.Configuration, claims.Configuration);
        writer.WriteClaim(CcaClaim.Lifecycle, claims.Lifecycle);
        writer.WriteClaim(CcaClaim.PlatformHashAlgorithm, claims.HashAlgorithm);
        writer.WriteInt32((int)CcaClaim.SoftwareComponents);
        writer.WriteStartArray(claims.SoftwareComponents.Count);
        foreach (SoftwareComponent component in claims.SoftwareComponents)
            ComponentField.Write(writer, component);
        writer.WriteEndArray();
        if (claims.VerificationService is { } service)
            writer.WriteClaim(CcaClaim.VerificationService, service);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
