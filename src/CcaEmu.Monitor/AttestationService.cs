using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Attestation.Signing;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <summary>Gives the RMM its signing key and the platform token, through the page the two share.</summary>
/// <remarks>
/// RMM-EL3 communication interface 2.0, RMM_ATTEST_GET_REALM_KEY and RMM_ATTEST_GET_PLAT_TOKEN; the order of the checks is that of
/// Trusted Firmware-A.
/// </remarks>
internal sealed class AttestationService
{
    private const ulong Page = FvpMemoryMap.RmmSharedPage;
    private const ulong PageSize = RmmBootManifest.PageSize;
    private const ulong CurveP384 = 0;

    private byte[] _challenge = [];
    private byte[] _token = [];
    private byte[]? _realmKey;
    private int _given;

    /// <summary>RMM_ATTEST_GET_REALM_KEY: X1 buffer, X2 its size, X3 curve; X1 becomes the length of the private scalar.</summary>
    public RmmEl3Status GetRealmKey(ProcessingElement pe)
    {
        RmmEl3Status status = CheckBuffer(pe.X(1), pe.X(2));
        if (status != RmmEl3Status.Ok)
            return status;
        byte[] scalar = _realmKey ??= ExportRealmKey();
        if (pe.X(3) != CurveP384 || pe.X(2) < (ulong)scalar.Length)
            return RmmEl3Status.Invalid;
        Write(pe, scalar);
        pe.X(1) = (ulong)scalar.Length;
        return RmmEl3Status.Ok;
    }

    /// <summary>
    /// RMM_ATTEST_GET_PLAT_TOKEN: X1 buffer, X2 its size, X3 size of the challenge in it, or 0 for the next hunk; X1 becomes the
    /// length of the hunk and X2 what remains.
    /// </summary>
    public RmmEl3Status GetPlatformToken(ProcessingElement pe)
    {
        RmmEl3Status status = CheckBuffer(pe.X(1), pe.X(2));
        if (status != RmmEl3Status.Ok)
            return status;
        ulong challengeSize = pe.X(3);
        bool begins = challengeSize is 32 or 48 or 64;
        if (!begins && (challengeSize != 0 || _given == _token.Length))
            return RmmEl3Status.Invalid;
        if (begins)
        {
            byte[] challenge = new byte[challengeSize];
            if (!pe.Physical.Read(new PhysicalAddress(pe.X(1), Pas.Realm), challenge).Ok)
                return RmmEl3Status.BadAddress;
            // Signatures are deterministic: the same challenge has the same token, however often it is asked for.
            if (_token.Length == 0 || !_challenge.AsSpan().SequenceEqual(challenge))
                (_challenge, _token) = (challenge, PlatformIdentity.CreateToken(challenge));
            _given = 0;
        }
        int hunk = (int)Math.Min(pe.X(2), (ulong)(_token.Length - _given));
        Write(pe, _token.AsSpan(_given, hunk));
        _given += hunk;
        pe.X(1) = (ulong)hunk;
        pe.X(2) = (ulong)(_token.Length - _given);
        return RmmEl3Status.Ok;
    }

    internal static RmmEl3Status CheckBuffer(ulong address, ulong sizeBytes)
    {
        if (address - Page >= PageSize)
            return RmmEl3Status.BadAddress;
        return sizeBytes == 0 || sizeBytes > PageSize - (address - Page) ? RmmEl3Status.Invalid : RmmEl3Status.Ok;
    }

    private static byte[] ExportRealmKey()
    {
        using Es384Key key = PlatformIdentity.CreateRealmKey();
        return key.ExportScalar();
    }

    private static void Write(ProcessingElement pe, ReadOnlySpan<byte> bytes)
    {
        if (!pe.Physical.Write(new PhysicalAddress(pe.X(1), Pas.Realm), bytes).Ok)
            throw new InvalidOperationException("the monitor cannot write the page it shares with the RMM");
    }
}
