using System.Buffers.Binary;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Rmm.Attestation;

/// <summary>Has the monitor sign hashes of Realm tokens, by the page shared with it.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_EL3_TOKEN_SIGN: the request has 0x60 bytes and the response 0x218; layouts are those of
/// Trusted Firmware-A. The monitor works on one request at a time and may take its time. A PE whose host has an interrupt meanwhile leaves the request
/// with the monitor; whoever comes next takes the answer, which waits here for the REC that wanted it.
/// </remarks>
/// <param name="page">The page shared with the monitor.</param>
internal sealed class TokenSigner(MonitorPage page)
{
    private const ulong Push = 1, Pull = 2, PublicKey = 3;
    private const ulong RequestSize = 0x60, ResponseSize = 0x218;
    private const int CookieAt = 0x08, TicketAt = 0x10, HashKindAt = 0x18, HashAt = 0x20, LengthAt = 0x10, SignatureAt = 0x12;
    private const uint Sha384 = 1;
    private const int Coordinate = 48, SignatureBytes = 2 * Coordinate;
    private const byte Uncompressed = 4;

    // By REC: what was signed, and the signature.
    private readonly Dictionary<ulong, (byte[] Hash, byte[] Signature)> _signed = [];
    private (ulong Cookie, byte[] Hash)? _outstanding;

    /// <summary>Asks for the public half of the key; the caller has the page.</summary>
    /// <returns>Null where the monitor does not give one.</returns>
    public async Script<Es384PublicKey?> FetchPublicKey(ScriptContext script)
    {
        SmcCall answer = await script.Smc(Request(PublicKey, RmmBootManifest.PageSize));
        if (answer.X0 != (ulong)RmmEl3Status.Ok || answer.X1 != 1 + SignatureBytes)
            return null;
        byte[] point = page.Fetch(script, answer.X1);
        return point[0] == Uncompressed ? new Es384PublicKey(point[1..(1 + Coordinate)], point[(1 + Coordinate)..]) : null;
    }

    /// <summary>Has a hash signed; X0 to X8 of the PE are lost.</summary>
    /// <param name="script">Place of the calls.</param>
    /// <param name="rec">Whose token it is: the REC.</param>
    /// <param name="hash">SHA-384 of what is signed.</param>
    /// <returns>Where it is done, <see cref="Take"/> has the signature.</returns>
    public Script<MonitorWork> Sign(ScriptContext script, ulong rec, byte[] hash) => InterruptibleWait.Until(script, () => TrySign(script, rec, hash));

    /// <summary>The signature that a REC has been waiting for.</summary>
    /// <param name="rec">The REC.</param>
    public byte[] Take(ulong rec) => _signed.Remove(rec, out var signed) ? signed.Signature : throw new InvalidOperationException("nothing was signed for it");

    /// <summary>A REC is gone: what is signed for it is of no use to anyone.</summary>
    /// <param name="rec">The REC.</param>
    public void Forget(ulong rec) => _signed.Remove(rec);

    private async Script<MonitorWork> TrySign(ScriptContext script, ulong rec, byte[] hash)
    {
        RmmEl3Status status = RmmEl3Status.Ok;
        while (status == RmmEl3Status.Ok && !IsSigned(rec, hash))
        {
            if (!page.TryTake())
                return MonitorWork.Later;
            status = await Exchange(script, rec, hash);
            page.Release();
        }
        return status switch
        {
            RmmEl3Status.Ok => MonitorWork.Done,
            RmmEl3Status.Again => MonitorWork.Later,
            _ => MonitorWork.Refused,
        };
    }

    private bool IsSigned(ulong rec, byte[] hash) => _signed.TryGetValue(rec, out var signed) && signed.Hash.AsSpan().SequenceEqual(hash);

    // Asks for the answer of the request that the monitor has; for this one's, where it has none.
    private async Script<RmmEl3Status> Exchange(ScriptContext script, ulong rec, byte[] hash)
    {
        if (_outstanding is null)
        {
            page.Put(script, RequestOf(rec, hash));
            var pushed = (RmmEl3Status)(long)(await script.Smc(Request(Push, RequestSize))).X0;
            if (pushed != RmmEl3Status.Ok)
                return pushed;
            _outstanding = (rec, hash);
        }
        var pulled = (RmmEl3Status)(long)(await script.Smc(Request(Pull, ResponseSize))).X0;
        if (pulled == RmmEl3Status.Again)
            return pulled;
        (ulong cookie, byte[] signed) = _outstanding.Value;
        _outstanding = null;
        return pulled == RmmEl3Status.Ok ? Keep(page.Fetch(script, ResponseSize), cookie, signed) : pulled;
    }

    private RmmEl3Status Keep(byte[] response, ulong cookie, byte[] hash)
    {
        bool isAnswer = BinaryPrimitives.ReadUInt64LittleEndian(response) == cookie
            && BinaryPrimitives.ReadUInt16LittleEndian(response.AsSpan(LengthAt)) == SignatureBytes;
        if (!isAnswer)
            return RmmEl3Status.Fault;
        _signed[cookie] = (hash, response[SignatureAt..(SignatureAt + SignatureBytes)]);
        return RmmEl3Status.Ok;
    }

    private static byte[] RequestOf(ulong rec, byte[] hash)
    {
        byte[] request = new byte[RequestSize];
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(CookieAt), rec);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(TicketAt), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(HashKindAt), Sha384);
        hash.CopyTo(request, HashAt);
        return request;
    }

    private SmcCall Request(ulong operation, ulong size) => new((ulong)RmmEl3Command.El3TokenSign, operation, page.Address, size);
}
