using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Cpu;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <summary>Signs Realm tokens for an RMM that does not have the key itself: one request at a time.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_EL3_TOKEN_SIGN; layouts, and the depth of one, are those of Trusted Firmware-A. The key is the one
/// that RMM_ATTEST_GET_REALM_KEY hands out, so that tokens are the same either way.
/// </remarks>
internal sealed class TokenSigning
{
    private const ulong Push = 1;
    private const ulong Pull = 2;
    private const ulong PublicKey = 3;
    private const ulong CurveP384 = 0;
    private const int RequestSize = 0x60;
    private const int ResponseSize = 0x218;
    private const int HashAt = 0x20;
    private const int HashBytes = 48;
    private const int SignatureAt = 0x12;
    private const uint Sha384 = 1;

    private byte[]? _request;
    private byte[]? _publicKey;

    /// <summary>RMM_EL3_TOKEN_SIGN: X1 operation, X2 buffer in the shared page, X3 its size, X4 curve.</summary>
    public RmmEl3Status Serve(ProcessingElement pe)
    {
        if (pe.X(1) is not (Push or Pull or PublicKey))
            return RmmEl3Status.Unknown;
        RmmEl3Status status = AttestationService.CheckBuffer(pe.X(2), pe.X(3));
        if (status != RmmEl3Status.Ok)
            return status;
        return pe.X(1) switch
        {
            Push => Take(pe),
            Pull => Give(pe),
            _ => GivePublicKey(pe),
        };
    }

    private RmmEl3Status Take(ProcessingElement pe)
    {
        if (pe.X(3) < RequestSize)
            return RmmEl3Status.Invalid;
        if (_request is not null)
            return RmmEl3Status.Again;
        byte[] request = new byte[RequestSize];
        if (!pe.Physical.Read(new PhysicalAddress(pe.X(2), Pas.Realm), request).Ok)
            return RmmEl3Status.BadAddress;
        bool isKnown = BinaryPrimitives.ReadUInt32LittleEndian(request) == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(0x18)) == Sha384;
        if (!isKnown)
            return RmmEl3Status.Invalid;
        _request = request;
        return RmmEl3Status.Ok;
    }

    // The cookies of the request are echoed, so that the RMM knows whose token it is.
    private RmmEl3Status Give(ProcessingElement pe)
    {
        if (pe.X(3) < ResponseSize)
            return RmmEl3Status.Invalid;
        if (_request is null)
            return RmmEl3Status.Again;
        using Es384Key key = PlatformIdentity.CreateRealmKey();
        byte[] signature = key.SignHash(_request[HashAt..(HashAt + HashBytes)]);
        byte[] response = new byte[ResponseSize];
        _request.AsSpan(0x8, 16).CopyTo(response);
        BinaryPrimitives.WriteUInt16LittleEndian(response.AsSpan(0x10), (ushort)signature.Length);
        signature.CopyTo(response, SignatureAt);
        if (!pe.Physical.Write(new PhysicalAddress(pe.X(2), Pas.Realm), response).Ok)
            return RmmEl3Status.BadAddress;
        _request = null;
        return RmmEl3Status.Ok;
    }

    // An uncompressed point: 4, X, Y.
    private RmmEl3Status GivePublicKey(ProcessingElement pe)
    {
        byte[] bytes = _publicKey ??= ExportPublicKey();
        if (pe.X(4) != CurveP384 || pe.X(3) < (ulong)bytes.Length)
            return RmmEl3Status.Invalid;
        if (!pe.Physical.Write(new PhysicalAddress(pe.X(2), Pas.Realm), bytes).Ok)
            return RmmEl3Status.BadAddress;
        pe.X(1) = (ulong)bytes.Length;
        return RmmEl3Status.Ok;
    }

    private static byte[] ExportPublicKey()
    {
        using Es384Key key = PlatformIdentity.CreateRealmKey();
        System.Security.Cryptography.ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
