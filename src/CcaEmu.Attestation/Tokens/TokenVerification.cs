using System.Security.Cryptography.Cose;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>Verifies a token that has been taken apart, check by check.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "CCA attestation token", "Realm claims", "CCA platform claims".</remarks>
/// <param name="realm">What the Realm token says.</param>
/// <param name="platform">What the platform token says.</param>
internal sealed class TokenVerification(RealmClaims realm, PlatformClaims platform)
{
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

    private readonly List<TokenCheck> _checks = [];

    /// <summary>What the Realm token says.</summary>
    public RealmClaims Realm => realm;

    /// <summary>What the platform token says.</summary>
    public PlatformClaims Platform => platform;

    /// <summary>What was verified so far, in order.</summary>
    public IReadOnlyList<TokenCheck> Checks => _checks;

    /// <summary>Both signatures, and what binds the one key to the other.</summary>
    /// <param name="platformToken">The platform token.</param>
    /// <param name="realmToken">The Realm token.</param>
    /// <param name="platformKey">The key that platform tokens are signed with, or null where it is not known.</param>
    public void Signatures(CoseSign1Message platformToken, CoseSign1Message realmToken, Es384PublicKey? platformKey)
    {
        bool hasKey = Es384PublicKey.TryReadCoseKey(realm.PublicKey, out Es384PublicKey? realmKey);
        Check("the Realm token is signed by the key it names", hasKey && SignedToken.Verifies(realmToken, realmKey!),
            hasKey ? "ES384" : "claim 44237 is no P-384 COSE_Key");
        byte[]? binding = HashNames.TryHash(realm.PublicKeyHashAlgorithm, realm.PublicKey);
        Check("the platform token vouches for that key", binding is not null && binding.AsSpan().SequenceEqual(platform.Challenge),
            $"its challenge is {(binding is null ? "not comparable" : "compared with")} the {realm.PublicKeyHashAlgorithm} of the key");
        if (platformKey is null)
            _checks.Add(new TokenCheck("the platform token is signed by the platform", null, "its key is not known here"));
        else
            Check("the platform token is signed by the platform", SignedToken.Verifies(platformToken, platformKey), "ES384");
    }

    /// <summary>Whether every claim is there that must be.</summary>
    /// <param name="platformClaims">Claims of the platform token.</param>
    /// <param name="realmClaims">Claims of the Realm token.</param>
    public void Presence(ClaimReading platformClaims, ClaimReading realmClaims)
    {
        Presence("platform", platformClaims, PlatformMust);
        Presence("Realm", realmClaims, RealmMust);
    }

    /// <summary>Whether what the claims say can be so.</summary>
    public void Values()
    {
        int digest = HashNames.DigestSize(realm.HashAlgorithm);
        bool measurements = digest != 0 && realm.InitialMeasurement.Length == digest
            && realm.ExtensibleMeasurements.Count == 4 && realm.ExtensibleMeasurements.All(rem => rem.Length == digest);
        Check("RIM and four REMs are as long as the Realm's hash", measurements, $"{realm.HashAlgorithm}, {digest} bytes");
        Check("the platform measured its firmware", platform.SoftwareComponents.Count > 0 && platform.SoftwareComponents.All(IsMeasured),
            $"{platform.SoftwareComponents.Count} components, each with a measurement and a signer of 32, 48 or 64 bytes");
        bool sizes = realm.Challenge.Length == 64 && realm.PersonalizationValue.Length == 64 && IsInstance(realm.InstanceId)
            && IsInstance(platform.InstanceId) && platform.ImplementationId.Length == 32 && IsDigest(platform.Challenge);
        Check("all other claims have the lengths of the specification", sizes,
            "challenge 64, RPV 64, instance IDs 33 from 0x01, implementation ID 32 bytes");
        bool values = realm.MecPolicy is 0 or 1 && realm.LfaPolicy is null or 0 or 1 && Lifecycles.TryNameOf(platform.Lifecycle) is not null;
        Check("policies and lifecycle are values of the specification", values,
            $"MEC {realm.MecPolicy}, LFA {realm.LfaPolicy?.ToString() ?? "not said"}, lifecycle 0x{platform.Lifecycle:x4}");
    }

    private static bool IsInstance(byte[] id) => id.Length == 33 && id[0] == 1;

    private static bool IsDigest(byte[] bytes) => bytes.Length is 32 or 48 or 64;

    private static bool IsMeasured(SoftwareComponent component) => IsDigest(component.Measurement) && IsDigest(component.SignerId);

    private void Presence(string name, ClaimReading claims, CcaClaim[] must)
    {
        string[] missing = [.. must.Where(claim => !claims.Has(claim)).Select(claim => $"{(int)claim} {claim}")];
        string unknown = claims.Unknown.Count == 0 ? "" : $"; not known here: {string.Join(", ", claims.Unknown)}";
        Check($"the {name} token has every claim it must have", missing.Length == 0,
            (missing.Length == 0 ? $"{must.Length} claims" : "missing: " + string.Join(", ", missing)) + unknown);
    }

    private void Check(string what, bool passed, string detail) => _checks.Add(new TokenCheck(what, passed, detail));
}
