using System.Buffers.Binary;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Attestation;

/// <summary>Has the monitor sign hashes of Realm tokens, by the page shared with it.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_EL3_TOKEN_SIGN: the request has 0x60 bytes and the response 0x218; layouts are those of
/// Trusted Firmware-A.
/// </remarks>
internal static class TokenSigner
{
    private const ulong Push = 1, Pull = 2, PublicKey = 3;
    private const ulong RequestSize = 0x60, ResponseSize = 0x218, PageSize = RmmBootManifest.PageSize;
    private const int CookieAt = 0x08, TicketAt = 0x10, HashKindAt = 0x18, HashAt = 0x20, LengthAt = 0x10, SignatureAt = 0x12;
    private const uint Sha384 = 1;
    private const int Coordinate = 48, SignatureBytes = 2 * Coordinate;
    private const byte Uncompressed = 4;

    // How long a PE waits before it asks again.
    private const ulong RetryCycles = 2_000;

    /// <summary>Asks for the public half of the key.</summary>
    /// <returns>Null where the monitor does not give one.</returns>
    public static async Script<Es384PublicKey?> FetchPublicKey(ScriptContext script, ulong page)
    {
        SmcCall answer = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3TokenSign, PublicKey, page, PageSize));
        if (answer.X0 != (ulong)RmmEl3Status.Ok || answer.X1 != 1 + SignatureBytes)
            return null;
        byte[] point = RealmAttestation.TakeFrom(script, page, answer.X1);
        return point[0] == Uncompressed ? new Es384PublicKey(point[1..(1 + Coordinate)], point[(1 + Coordinate)..]) : null;
    }

    /// <summary>Has a hash signed; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    /// <param name="attestation">Says whether another PE is at it.</param>
    /// <param name="page">The page shared with the monitor.</param>
    /// <param name="cookie">Says whose request it is: the REC.</param>
    /// <param name="hash">SHA-384 of what is signed.</param>
    /// <returns>The signature, or null where the monitor refuses.</returns>
    public static async Script<byte[]?> Sign(ScriptContext script, RealmAttestation attestation, ulong page, ulong cookie, byte[] hash)
    {
        while (attestation.IsSigning)
            await script.Pause(RetryCycles);
        attestation.IsSigning = true;
        byte[]? signature = await Exchange(script, page, cookie, hash);
        attestation.IsSigning = false;
        return signature;
    }

    private static async Script<byte[]?> Exchange(ScriptContext script, ulong page, ulong cookie, byte[] hash)
    {
        byte[] request = new byte[RequestSize];
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(CookieAt), cookie);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(TicketAt), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(HashKindAt), Sha384);
        hash.CopyTo(request, HashAt);
        RealmAttestation.Demand(script.Pe.Physical.Write(RealmAttestation.At(page), request));
        SmcCall pushed = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3TokenSign, Push, page, RequestSize));
        if (pushed.X0 != (ulong)RmmEl3Status.Ok)
            return null;
        SmcCall pulled = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3TokenSign, Pull, page, ResponseSize));
        while ((RmmEl3Status)(long)pulled.X0 == RmmEl3Status.Again)
        {
            await script.Pause(RetryCycles);
            pulled = await script.Smc(new SmcCall((ulong)RmmEl3Command.El3TokenSign, Pull, page, ResponseSize));
        }
        if (pulled.X0 != (ulong)RmmEl3Status.Ok)
            return null;
        byte[] response = RealmAttestation.TakeFrom(script, page, ResponseSize);
        bool isOwn = BinaryPrimitives.ReadUInt64LittleEndian(response) == cookie
            && BinaryPrimitives.ReadUInt16LittleEndian(response.AsSpan(LengthAt)) == SignatureBytes;
        return isOwn ? response[SignatureAt..(SignatureAt + SignatureBytes)] : null;
    }
}
