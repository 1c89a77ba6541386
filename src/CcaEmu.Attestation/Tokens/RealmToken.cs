using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>Makes Realm tokens.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm token". The claims stand in the order of TF-RMM's.</remarks>
public static class RealmToken
{
    /// <summary>Encodes and signs claims.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="key">The Realm attestation key; <see cref="RealmClaims.PublicKey"/> is its public half.</param>
    /// <returns>A tagged COSE_Sign1 message.</returns>
    public static byte[] Create(RealmClaims claims, Es384Key key) => SignedToken.Sign(Encode(claims), key);

    private static byte[] Encode(RealmClaims claims)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(claims.Profile is null ? 9 : 10);
        writer.WriteClaim(CcaClaim.Challenge, claims.Challenge);
        writer.WriteClaim(CcaClaim.InstanceId, claims.InstanceId);
        writer.WriteClaim(CcaClaim.PersonalizationValue, claims.PersonalizationValue);
        writer.WriteClaim(CcaClaim.RealmPublicKey, claims.PublicKey);
        writer.WriteClaim(CcaClaim.RealmHashAlgorithm, claims.HashAlgorithm);
        writer.WriteClaim(CcaClaim.PublicKeyHashAlgorithm, claims.PublicKeyHashAlgorithm);
        writer.WriteClaim(CcaClaim.MecPolicy, claims.MecPolicy);
        if (claims.Profile is { } profile)
            writer.WriteClaim(CcaClaim.Profile, profile);
        writer.WriteClaim(CcaClaim.InitialMeasurement, claims.InitialMeasurement);
        writer.WriteInt32((int)CcaClaim.ExtensibleMeasurements);
        writer.WriteStartArray(claims.ExtensibleMeasurements.Count);
        foreach (byte[] measurement in claims.ExtensibleMeasurements)
            writer.WriteByteString(measurement);
        writer.WriteEndArray();
        writer.WriteEndMap();
        return writer.Encode();
    }
}
