using System.Security.Cryptography;

namespace CcaEmu.Attestation.Signing;

/// <summary>A P-384 key whose private half is elsewhere: it notes which hash is to be signed, and hands out the signature that came back.</summary>
/// <param name="signature">The signature, r and s of 48 bytes each; null while it is not known, and then zeros stand for it.</param>
internal sealed class ElsewhereKey(byte[]? signature) : ECDsa
{
    /// <summary>The last hash that was to be signed.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <inheritdoc/>
    public override int KeySize => CurveP384.Bytes * 8;

    /// <inheritdoc/>
    public override byte[] SignHash(byte[] hash)
    {
        Hash = [.. hash];
        return signature ?? new byte[2 * CurveP384.Bytes];
    }

    /// <inheritdoc/>
    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (destination.Length < 2 * CurveP384.Bytes)
            return false;
        SignHash(hash.ToArray()).CopyTo(destination);
        bytesWritten = 2 * CurveP384.Bytes;
        return true;
    }

    /// <inheritdoc/>
    public override bool VerifyHash(byte[] hash, byte[] signature) => throw new NotSupportedException("this key signs only");

    /// <inheritdoc/>
    protected override bool TrySignHashCore(
        ReadOnlySpan<byte> hash, Span<byte> destination, DSASignatureFormat signatureFormat, out int bytesWritten) =>
        signatureFormat == DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            ? TrySignHash(hash, destination, out bytesWritten)
            : base.TrySignHashCore(hash, destination, signatureFormat, out bytesWritten);
}
