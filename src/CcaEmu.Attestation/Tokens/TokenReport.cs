using System.Security.Cryptography.Cose;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>A token taken apart and verified.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "CCA attestation token", "Realm claims", "CCA platform claims".</remarks>
public sealed class TokenReport
{
    // Stands for a claim that is none: no claim may have this value.
    private const int NoNumber = -1;

    private TokenReport(CcaToken token, RealmClaims realm, PlatformClaims platform, IReadOnlyList<TokenCheck> checks)
    {
        Token = token;
        Realm = realm;
        Platform = platform;
        Checks = checks;
    }

    /// <summary>The token.</summary>
    public CcaToken Token { get; }

    /// <summary>What the Realm token says; a claim that it lacks, or that is of another type, is empty or -1.</summary>
    public RealmClaims Realm { get; }

    /// <summary>What the platform token says; a claim that it lacks, or that is of another type, is empty or -1.</summary>
    public PlatformClaims Platform { get; }

    /// <summary>What was verified, in order.</summary>
    public IReadOnlyList<TokenCheck> Checks { get; }

    /// <summary>Whether everything that could be verified holds.</summary>
    public bool Holds => Checks.All(check => check.Passed != false);

    /// <summary>Takes a token apart and verifies it.</summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="platformKey">The key that platform tokens are signed with, or null where it is not known.</param>
    /// <param name="report">The report.</param>
    /// <param name="error">What was expected and what was found, where the bytes are no token.</param>
    public static bool TryCreate(byte[] encoded, Es384PublicKey? platformKey, out TokenReport? report, out string error)
    {
        report = null;
        if (!CcaToken.TryRead(encoded, out CcaToken? token, out error)
            || !TryOpen("platform", token!.Platform, out CoseSign1Message? platform, out ClaimReading? platformClaims, ref error)
            || !TryOpen("Realm", token.Realm, out CoseSign1Message? realm, out ClaimReading? realmClaims, ref error))
            return false;
        var verification = new TokenVerification(RealmOf(realmClaims!), PlatformOf(platformClaims!));
        verification.Signatures(platform!, realm!, platformKey);
        verification.Presence(platformClaims!, realmClaims!);
        verification.Values();
        report = new TokenReport(token, verification.Realm, verification.Platform, verification.Checks);
        return true;
    }

    private static bool TryOpen(
        string name, byte[] encoded, out CoseSign1Message? message, out ClaimReading? claims, ref string error)
    {
        claims = null;
        if (!SignedToken.TryRead(encoded, out message, out string problem)
            || !ClaimReading.TryRead(message!.Content!.Value.ToArray(), out claims, out problem))
        {
            error = $"the {name} token is no COSE_Sign1 message with claims: {problem}";
            return false;
        }
        return true;
    }

    private static RealmClaims RealmOf(ClaimReading claims) => new()
    {
        Challenge = claims.Bytes(CcaClaim.Challenge),
        InstanceId = claims.Bytes(CcaClaim.InstanceId),
        PersonalizationValue = claims.Bytes(CcaClaim.PersonalizationValue),
        InitialMeasurement = claims.Bytes(CcaClaim.InitialMeasurement),
        ExtensibleMeasurements = claims.List<byte[]>(CcaClaim.ExtensibleMeasurements),
        HashAlgorithm = claims.Text(CcaClaim.RealmHashAlgorithm),
        PublicKey = claims.Bytes(CcaClaim.RealmPublicKey),
        PublicKeyHashAlgorithm = claims.Text(CcaClaim.PublicKeyHashAlgorithm),
        MecPolicy = claims.Number(CcaClaim.MecPolicy) ?? NoNumber,
        LfaPolicy = claims.Has(CcaClaim.LfaPolicy) ? claims.Number(CcaClaim.LfaPolicy) ?? NoNumber : null,
        Profile = claims.Has(CcaClaim.Profile) ? claims.Text(CcaClaim.Profile) : null,
    };

    private static PlatformClaims PlatformOf(ClaimReading claims) => new()
    {
        Challenge = claims.Bytes(CcaClaim.Challenge),
        Profile = claims.Text(CcaClaim.Profile),
        ImplementationId = claims.Bytes(CcaClaim.ImplementationId),
        InstanceId = claims.Bytes(CcaClaim.InstanceId),
        Configuration = claims.Bytes(CcaClaim.Configuration),
        Lifecycle = claims.Number(CcaClaim.Lifecycle) ?? NoNumber,
        SoftwareComponents = claims.List<SoftwareComponent>(CcaClaim.SoftwareComponents),
        HashAlgorithm = claims.Text(CcaClaim.PlatformHashAlgorithm),
        VerificationService = claims.Has(CcaClaim.VerificationService) ? claims.Text(CcaClaim.VerificationService) : null,
    };
}
