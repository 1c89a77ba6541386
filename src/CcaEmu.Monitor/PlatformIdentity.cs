using System.Security.Cryptography;
using System.Text;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;
using CcaEmu.Attestation.Tokens;

namespace CcaEmu.Monitor;

/// <summary>The platform's root of trust, as far as tokens show it: fixed test keys and claims that say so.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "CCA platform claims". The keys are public: whoever has this program has them, so a
/// token of this platform proves nothing to anybody. Every text in the claims has the word TEST in it.
/// </remarks>
public static class PlatformIdentity
{
    private const string PlatformKeyLabel = "CcaEmu TEST CCA platform attestation key 1";
    private const string RealmKeyLabel = "CcaEmu TEST Realm attestation key 1";

    /// <summary>The key that platform tokens are signed with; dispose of it after use.</summary>
    public static Es384Key CreatePlatformKey() => Es384Key.ForTests(PlatformKeyLabel);

    /// <summary>The key that RMM_ATTEST_GET_REALM_KEY hands to the RMM; dispose of it after use.</summary>
    public static Es384Key CreateRealmKey() => Es384Key.ForTests(RealmKeyLabel);

    /// <summary>A platform token.</summary>
    /// <param name="challenge">32, 48 or 64 bytes: the hash of the Realm public key.</param>
    /// <returns>A tagged COSE_Sign1 message.</returns>
    internal static byte[] CreateToken(byte[] challenge)
    {
        using Es384Key key = CreatePlatformKey();
        return PlatformToken.Create(Claims(challenge, key.PublicKey), key);
    }

    private static PlatformClaims Claims(byte[] challenge, Es384PublicKey key) => new()
    {
        Challenge = challenge,
        ImplementationId = Encoding.ASCII.GetBytes("CcaEmu TEST platform".PadRight(32, '.')),
        InstanceId = [1, .. SHA256.HashData(key.ToCoseKey())],
        Configuration = Encoding.ASCII.GetBytes("TEST: emulated, nothing is protected"),
        Lifecycle = Lifecycles.Secured,
        HashAlgorithm = "sha-256",
        SoftwareComponents = [Component("MONITOR"), Component("RMM")],
    };

    // A managed layer has no image that could be measured: its name stands for it.
    private static SoftwareComponent Component(string type) => new(
        type, SHA256.HashData(Encoding.ASCII.GetBytes("CcaEmu TEST managed " + type)), "TEST",
        SHA256.HashData(Encoding.ASCII.GetBytes("CcaEmu TEST signer")), "sha-256");
}
