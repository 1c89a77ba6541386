using System.Numerics;
using System.Security.Cryptography;

namespace CcaEmu.Attestation.Signing;

/// <summary>The number that ECDSA needs anew for each message, as a function of key and message.</summary>
/// <remarks>RFC 6979, section 3.2, with SHA-384 and P-384: hash, key and order all have 384 bits.</remarks>
internal sealed class SignatureNonce
{
    private const int Bytes = CurveP384.Bytes;

    private byte[] _k = new byte[Bytes];
    private byte[] _v = new byte[Bytes];

    public SignatureNonce(BigInteger key, ReadOnlySpan<byte> hash)
    {
        byte[] secret = CurveP384.Write(key);
        byte[] message = CurveP384.Write(CurveP384.Read(hash) % CurveP384.Order);
        Array.Fill(_v, (byte)1);
        Update([0, .. secret, .. message]);
        Update([1, .. secret, .. message]);
    }

    /// <summary>The next candidate from 1 to the order less 1.</summary>
    public BigInteger Next()
    {
        while (true)
        {
            _v = HMACSHA384.HashData(_k, _v);
            BigInteger candidate = CurveP384.Read(_v);
            if (!candidate.IsZero && candidate < CurveP384.Order)
                return candidate;
            Update([0]);
        }
    }

    /// <summary>Says that the last candidate gave no signature.</summary>
    public void Reject() => Update([0]);

    private void Update(byte[] suffix)
    {
        byte[] data = [.. _v, .. suffix];
        _k = HMACSHA384.HashData(_k, data);
        _v = HMACSHA384.HashData(_k, _v);
    }
}
