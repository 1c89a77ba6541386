using System.Security.Cryptography.Cose;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>A token taken apart and verified.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "CCA attestation token", "Realm claims", "CCA platform claims".</remarks>
public sealed class TokenReport
{
    private readonly List<TokenCheck> _checks = [];

    private TokenReport(CcaToken token, RealmClaims realm, PlatformClaims platform)
    {
        Token = token;
        Realm = realm;
        Platform = platform;
    }

    /// <summary>The token.</summary>
    public CcaToken Token { get; }

    /// <summary>What the Realm token says; a claim that it lacks is empty.</summary>
    public RealmClaims Realm { get; }

    /// <summary>What the platform token says; a claim that it lacks is empty.</summary>
    public PlatformClaims Platform { get; }

    /// <summary>What was verified, in order.</summary>
    public IReadOnlyList<TokenCheck> Checks => _checks;

    /// <summary>Whether everything that could be verified holds.</summary>
    public bool Holds => _checks.TrueForAll(check => check.Passed != false);

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
        report = new TokenReport(token, RealmOf(realmClaims!), PlatformOf(platformClaims!));
        report.Verify(platform!, realm!, platformKey);
        report.VerifyPresence("platform", platformClaims!, PlatformMust);
        report.VerifyPresence("Realm", realmClaims!, RealmMust);
        report.VerifySizes();
        return true;
    }

    private static readonly CcaClaim[] PlatformMust =
    [
        CcaClaim.Profile, CcaClaim.Challenge, CcaClaim.ImplementationId, CcaClaim.InstanceId, CcaClaim.Configuration, CcaClaim.Lifecycle,
        CcaClaim.SoftwareComponents, CcaClaim.PlatformHashAlgorithm,
    ];

    private static readonly CcaClaim[] RealmMust =
    [
        CcaClaim.Challenge, CcaClaim.InstanceId, CcaClaim.PersonalizationValue, CcaClaim.InitialMeasurement, CcaClaim.ExtensibleMeasurements,
        CcaClaim.RealmHashAlgorithm, CcaClaim.RealmPublicKey, CcaClaim.PublicKeyHashAlgorithm, CcaClaim.MecPolicy,
    ];

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
        MecPolicy = claims.Number(CcaClaim.MecPolicy) ?? 0,
        Profile = claims.Has(CcaClaim.Profile) ? claims.Text(CcaClaim.Profile) : null,
    };

    private static PlatformClaims PlatformOf(ClaimReading claims) => new()
    {
        Challenge = claims.Bytes(CcaClaim.Challenge),
        Profile = claims.Text(CcaClaim.Profile),
        ImplementationId = claims.Bytes(CcaClaim.ImplementationId),
        InstanceId = claims.Bytes(CcaClaim.InstanceId),
        Configuration = claims.Bytes(CcaClaim.Configuration),
        Lifecycle = claims.Number(CcaClaim.Lifecycle) ?? 0,
        SoftwareComponents = claims.List<SoftwareComponent>(CcaClaim.SoftwareComponents),
        HashAlgorithm = claims.Text(CcaClaim.PlatformHashAlgorithm),
        VerificationService = claims.Has(CcaClaim.VerificationService) ? claims.Text(CcaClaim.VerificationService) : null,
    };

    private void Verify(CoseSign1Message platform, CoseSign1Message realm, Es384PublicKey? platformKey)
    {
        bool hasKey = Es384PublicKey.TryReadCoseKey(Realm.PublicKey, out Es384PublicKey? realmKey);
        Check("the Realm token is signed by the key it names", hasKey && SignedToken.Verifies(realm, realmKey!),
            hasKey ? "ES384" : "claim 44237 is no P-384 COSE_Key");
        byte[]? binding = HashNames.TryHash(Realm.PublicKeyHashAlgorithm, Realm.PublicKey);
        Check("the platform token vouches for that key", binding is not null && binding.AsSpan().SequenceEqual(Platform.Challenge),
            $"its challenge is {(binding is null ? "not comparable" : "compared with")} the {Realm.PublicKeyHashAlgorithm} of the key");
        if (platformKey is null)
            _checks.Add(new TokenCheck("the platform token is signed by the platform", null, "its key is not known here"));
        else
            Check("the platform token is signed by the platform", SignedToken.Verifies(platform, platformKey), "ES384");
    }

    private void VerifyPresence(string name, ClaimReading claims, CcaClaim[] must)
    {
        string[] missing = [.. must.Where(claim => !claims.Has(claim)).Select(claim => $"{(int)claim} {claim}")];
        string unknown = claims.Unknown.Count == 0 ? "" : $"; not known here: {string.Join(", ", claims.Unknown)}";
        Check($"the {name} token has every claim it must have", missing.Length == 0,
            (missing.Length == 0 ? $"{must.Length} claims" : "missing: " + string.Join(", ", missing)) + unknown);
    }

    private void VerifySizes()
    {
        int digest = HashNames.DigestSize(Realm.HashAlgorithm);
        bool measurements = digest != 0 && Realm.InitialMeasurement.Length == digest
            && Realm.ExtensibleMeasurements.Count == 4 && Realm.ExtensibleMeasurements.All(rem => rem.Length == digest);
        Check("RIM and four REMs are as long as the Realm's hash", measurements, $"{Realm.HashAlgorithm}, {digest} bytes");
        bool sizes = Realm.Challenge.Length == 64 && Realm.PersonalizationValue.Length == 64 && IsInstance(Realm.InstanceId)
            && IsInstance(Platform.InstanceId) && Platform.ImplementationId.Length == 32 && Platform.Challenge.Length is 32 or 48 or 64;
        Check("all other claims have the lengths of the specification", sizes,
            "challenge 64, RPV 64, instance IDs 33 from 0x01, implementation ID 32 bytes");
    }

    private static bool IsInstance(byte[] id) => id.Length == 33 && id[0] == 1;

    private void Check(string what, bool passed, string detail) => _checks.Add(new TokenCheck(what, passed, detail));
}
