using System.Numerics;
using System.Security.Cryptography;

namespace CcaEmu.Attestation.Signing;

/// <summary>A P-384 key pair that signs with ES384, always giving the same signature for the same message.</summary>
/// <remarks>
/// FIPS 186-5, "Deterministic ECDSA"; RFC 6979. The platform's own ECDSA draws a random number for each signature, which a guest would
/// see in its token. Verifying is the platform's.
/// </remarks>
public sealed class Es384Key : ECDsa
{
    private readonly BigInteger _secret;
    private readonly ECDsa _public;

    /// <summary>A key pair from its private scalar.</summary>
    /// <param name="scalar">48 bytes, big-endian; from 1 to the order of P-384 less 1.</param>
    /// <exception cref="ArgumentException">It is not such a scalar.</exception>
    public Es384Key(ReadOnlySpan<byte> scalar)
    {
        _secret = CurveP384.Read(scalar);
        if (scalar.Length != CurveP384.Bytes || _secret.IsZero || _secret >= CurveP384.Order)
            throw new ArgumentException("expected a private scalar of P-384 in 48 bytes, big-endian", nameof(scalar));
        (BigInteger x, BigInteger y) = CurveP384.MultiplyBase(_secret);
        PublicKey = new Es384PublicKey(CurveP384.Write(x), CurveP384.Write(y));
        _public = PublicKey.CreateVerifier();
        KeySizeValue = CurveP384.Bytes * 8;
        LegalKeySizesValue = [new KeySizes(KeySizeValue, KeySizeValue, 0)];
    }

    /// <summary>The public half.</summary>
    public Es384PublicKey PublicKey { get; }

    /// <summary>A key pair whose scalar is a function of a label: for fixed test keys, which protect nothing.</summary>
    /// <param name="label">Any text.</param>
    public static Es384Key ForTests(string label)
    {
        byte[] seed = SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(label));
        return new Es384Key(CurveP384.Write(CurveP384.Read(seed) % (CurveP384.Order - 1) + 1));
    }

    /// <summary>The private scalar, as RMM_ATTEST_GET_REALM_KEY hands it over: 48 bytes, big-endian.</summary>
    public byte[] ExportScalar() => CurveP384.Write(_secret);

    /// <inheritdoc/>
    public override byte[] SignHash(byte[] hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        byte[] signature = new byte[2 * CurveP384.Bytes];
        TrySignHash(hash, signature, out _);
        return signature;
    }

    /// <inheritdoc/>
    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (hash.Length != CurveP384.Bytes)
            throw new CryptographicException($"ES384 signs a hash of 48 bytes, not of {hash.Length}");
        if (destination.Length < 2 * CurveP384.Bytes)
            return false;
        (BigInteger r, BigInteger s) = Sign(hash);
        CurveP384.Write(r).CopyTo(destination);
        CurveP384.Write(s).CopyTo(destination[CurveP384.Bytes..]);
        bytesWritten = 2 * CurveP384.Bytes;
        return true;
    }

    /// <inheritdoc/>
    public override bool VerifyHash(byte[] hash, byte[] signature) => _public.VerifyHash(hash, signature);

    /// <inheritdoc/>
    public override ECParameters ExportParameters(bool includePrivateParameters)
    {
        ECParameters parameters = _public.ExportParameters(includePrivateParameters: false);
        if (includePrivateParameters)
            parameters.D = ExportScalar();
        return parameters;
    }

    /// <inheritdoc/>
    protected override bool TrySignHashCore(
        ReadOnlySpan<byte> hash, Span<byte> destination, DSASignatureFormat signatureFormat, out int bytesWritten) =>
        signatureFormat == DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            ? TrySignHash(hash, destination, out bytesWritten)
            : base.TrySignHashCore(hash, destination, signatureFormat, out bytesWritten);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _public.Dispose();
        base.Dispose(disposing);
    }

    private (BigInteger R, BigInteger S) Sign(ReadOnlySpan<byte> hash)
    {
        BigInteger order = CurveP384.Order, message = CurveP384.Read(hash);
        var nonce = new SignatureNonce(_secret, hash);
        while (true)
        {
            BigInteger k = nonce.Next();
            BigInteger r = CurveP384.MultiplyBase(k).X % order;
            BigInteger s = BigInteger.ModPow(k, order - 2, order) * (message + r * _secret) % order;
            if (!r.IsZero && !s.IsZero)
                return (r, s);
            nonce.Reject();
        }
    }
}
