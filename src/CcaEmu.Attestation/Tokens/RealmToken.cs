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

    /// <summary>What has to be signed elsewhere for a token.</summary>
    /// <param name="claims">What the token says.</param>
    /// <returns>SHA-384 of the Sig_structure of the message, 48 bytes.</returns>
    /// <remarks>RFC 9052, section 4.4.</remarks>
    public static byte[] HashToSign(RealmClaims claims)
    {
        using var key = new ElsewhereKey(null);
        SignedToken.Sign(Encode(claims), key);
        return key.Hash;
    }

    /// <summary>Encodes claims that were signed elsewhere.</summary>
    /// <param name="claims">The same as when the hash was made.</param>
    /// <param name="signature">The signature of <see cref="HashToSign"/>, r and s of 48 bytes each.</param>
    /// <returns>A tagged COSE_Sign1 message.</returns>
    /// <exception cref="ArgumentException">The signature has another length.</exception>
    public static byte[] Create(RealmClaims claims, byte[] signature)
    {
        if (signature.Length != 2 * CurveP384.Bytes)
            throw new ArgumentException($"an ES384 signature has {2 * CurveP384.Bytes} bytes, not {signature.Length}", nameof(signature));
        using var key = new ElsewhereKey(signature);
        return SignedToken.Sign(Encode(claims), key);
    }

    private static byte[] Encode(RealmClaims claims)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(9 + (claims.Profile is null ? 0 : 1) + (claims.LfaPolicy is null ? 0 : 1));
        writer.WriteClaim(CcaClaim.Challenge, claims.Challenge);
        writer.WriteClaim(CcaClaim.InstanceId, claims.InstanceId);
        writer.WriteClaim(CcaClaim.PersonalizationValue, claims.PersonalizationValue);
        writer.WriteClaim(CcaClaim.RealmPublicKey, claims.PublicKey);
        writer.WriteClaim(CcaClaim.RealmHashAlgorithm, claims.HashAlgorithm);
        writer.WriteClaim(CcaClaim.PublicKeyHashAlgorithm, claims.PublicKeyHashAlgorithm);
        writer.WriteClaim(CcaClaim.MecPolicy, claims.MecPolicy);
        if (claims.LfaPolicy is { } lfa)
            writer.WriteClaim(CcaClaim.LfaPolicy, lfa);
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
