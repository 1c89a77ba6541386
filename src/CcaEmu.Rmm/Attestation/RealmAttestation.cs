using System.Security.Cryptography;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Attestation;

/// <summary>The Realm attestation key and the platform token that vouches for it, fetched from the monitor when first needed.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_EL3_FEATURES, RMM_ATTEST_GET_REALM_KEY and RMM_ATTEST_GET_PLAT_TOKEN. TF-RMM fetches them while it boots; most
/// runs never attest, so here the first token of any Realm does.
/// </remarks>
internal sealed class RealmAttestation
{
    private const ulong PageSize = RmmBootManifest.PageSize;

    // RMM_EL3_FEATURES, register 0.
    private const ulong TokenSignOffered = 1;

    // How long a PE waits before it looks again whether another one is through.
    private const ulong RetryCycles = 2_000;

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

    /// <summary>Whether a PE has a request for a key, token or signature with the monitor, which takes one at a time.</summary>
    public bool IsSigning { get; set; }

    /// <summary>Fetches the key and the platform token; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    /// <param name="page">The page shared with the monitor.</param>
    /// <returns>Whether the monitor gave both.</returns>
    public async Script<bool> Fetch(ScriptContext script, ulong page)
    {
        // The page is one for all PEs, and so is the token that the monitor hands out in hunks.
        while (IsSigning)
            await script.Pause(RetryCycles);
        IsSigning = true;
        bool fetched = await FetchBoth(script, page);
        IsSigning = false;
        return fetched;
    }

    private async Script<bool> FetchBoth(ScriptContext script, ulong page)
    {
        if (!await FetchKey(script, page))
            return false;
        byte[] challenge = SHA256.HashData(PublicKey!.ToCoseKey());
        Demand(script.Pe.Physical.Write(At(page), challenge));
        List<byte> token = [];
        SmcCall hunk = default;
        for (ulong challengeSize = (ulong)challenge.Length; token.Count == 0 || hunk.X2 != 0; challengeSize = 0)
        {
            hunk = await script.Smc(new SmcCall((ulong)RmmEl3Command.AttestGetPlatToken, page, PageSize, challengeSize));
            if (hunk.X0 != (ulong)RmmEl3Status.Ok || hunk.X1 == 0 || hunk.X1 > PageSize)
                return false;
            token.AddRange(TakeFrom(script, page, hunk.X1));
        }
        PlatformToken = [.. token];
        return true;
    }

    // The monitor says whether it signs. Where it does, the private key never comes here.
    private async Script<bool> FetchKey(ScriptContext script, ulong page)
    {
        SmcCall features = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3Features));
        if (features.X0 == (ulong)RmmEl3Status.Ok && (features.X1 & TokenSignOffered) != 0)
        {
            PublicKey = await TokenSigner.FetchPublicKey(script, page);
            return PublicKey is not null;
        }
        SmcCall key = await script.Smc(new SmcCall((ulong)RmmEl3Command.AttestGetRealmKey, page, PageSize));
        if (key.X0 != (ulong)RmmEl3Status.Ok || key.X1 == 0 || key.X1 > PageSize)
            return false;
        byte[] scalar = TakeFrom(script, page, key.X1);
        if (Key is not { } known || !known.ExportScalar().AsSpan().SequenceEqual(scalar))
        {
            Key?.Dispose();
            Key = new Es384Key(scalar);
        }
        PublicKey = Key.PublicKey;
        return true;
    }

    // What the monitor left in the shared page, which then holds nothing of it any more.
    internal static byte[] TakeFrom(ScriptContext script, ulong page, ulong length)
    {
        byte[] bytes = new byte[length];
        Demand(script.Pe.Physical.Read(At(page), bytes));
        Demand(script.Pe.Physical.Clear(At(page), length));
        return bytes;
    }

    internal static PhysicalAddress At(ulong page) => new(page, Arm.Pas.Realm);

    internal static void Demand(MemoryResult result)
    {
        if (!result.Ok)
            throw new InvalidOperationException("the RMM cannot reach the page it shares with the monitor");
    }
}
