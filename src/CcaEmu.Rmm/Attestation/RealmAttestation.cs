using System.Security.Cryptography;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Attestation;

/// <summary>The Realm attestation key and the platform token that vouches for it, fetched from the monitor when first needed.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_EL3_FEATURES, RMM_ATTEST_GET_REALM_KEY and RMM_ATTEST_GET_PLAT_TOKEN. TF-RMM fetches them while it boots; most
/// runs never attest, so here the first token of any Realm does.
/// </remarks>
/// <param name="page">The page shared with the monitor.</param>
internal sealed class RealmAttestation(MonitorPage page)
{
    private const ulong PageSize = RmmBootManifest.PageSize;

    // RMM_EL3_FEATURES, register 0.
    private const ulong TokenSignOffered = 1;

    // Far more than a platform token has: a monitor that goes on handing out hunks has none.
    private const int LongestToken = 0x1_0000;

    /// <summary>Name of the hash that binds the key to the platform token.</summary>
    public const string KeyHash = "sha-256";

    /// <summary>The key, once it has been fetched; null where the monitor keeps it and signs itself.</summary>
    public Es384Key? Key { get; private set; }

    /// <summary>The public half of the key, once it has been fetched.</summary>
    public Es384PublicKey? PublicKey { get; private set; }

    /// <summary>The platform token, once it has been fetched.</summary>
    public byte[] PlatformToken { get; private set; } = [];

    /// <summary>Whether tokens can be made.</summary>
    public bool IsReady => PlatformToken.Length != 0;

    /// <summary>Has hashes signed where the monitor keeps the key.</summary>
    public TokenSigner Signer { get; } = new(page);

    /// <summary>Fetches the key and the platform token, however long it takes; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    public Script<MonitorWork> Fetch(ScriptContext script) => InterruptibleWait.Until(script, () => TryFetch(script));

    /// <summary>Fetches them if that can be done now; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    public async Script<MonitorWork> TryFetch(ScriptContext script)
    {
        if (!page.TryTake())
            return MonitorWork.Later;
        MonitorWork fetched = await FetchKey(script) ? await FetchPlatformToken(script) : MonitorWork.Refused;
        page.Release();
        return fetched;
    }

    // The monitor hands the token out in hunks.
    private async Script<MonitorWork> FetchPlatformToken(ScriptContext script)
    {
        byte[] challenge = SHA256.HashData(PublicKey!.ToCoseKey());
        page.Put(script, challenge);
        List<byte> token = [];
        SmcCall hunk;
        ulong challengeSize = (ulong)challenge.Length;
        do
        {
            hunk = await script.Smc(new SmcCall((ulong)RmmEl3Command.AttestGetPlatToken, page.Address, PageSize, challengeSize));
            if ((RmmEl3Status)(long)hunk.X0 == RmmEl3Status.Again)
                return MonitorWork.Later;
            if (hunk.X0 != (ulong)RmmEl3Status.Ok || hunk.X1 - 1 >= PageSize || token.Count > LongestToken)
                return MonitorWork.Refused;
            token.AddRange(page.Fetch(script, hunk.X1));
            challengeSize = 0;
        }
        while (hunk.X2 != 0);
        PlatformToken = [.. token];
        return MonitorWork.Done;
    }

    // The monitor says whether it signs. Where it does, the private key never comes here.
    private async Script<bool> FetchKey(ScriptContext script)
    {
        SmcCall features = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3Features));
        if (features.X0 == (ulong)RmmEl3Status.Ok && (features.X1 & TokenSignOffered) != 0)
        {
            Es384PublicKey? known = await Signer.FetchPublicKey(script);
            PublicKey = known ?? PublicKey;
            return known is not null;
        }
        SmcCall key = await script.Smc(new SmcCall((ulong)RmmEl3Command.AttestGetRealmKey, page.Address, PageSize));
        if (key.X0 != (ulong)RmmEl3Status.Ok || key.X1 - 1 >= PageSize)
            return false;
        byte[] scalar = page.Fetch(script, key.X1);
        if (Key is not { } old || !old.ExportScalar().AsSpan().SequenceEqual(scalar))
        {
            Key?.Dispose();
            Key = new Es384Key(scalar);
        }
        PublicKey = Key.PublicKey;
        return true;
    }
}
