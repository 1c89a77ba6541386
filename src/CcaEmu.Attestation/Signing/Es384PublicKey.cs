using System.Formats.Cbor;
using System.Security.Cryptography;

namespace CcaEmu.Attestation.Signing;

/// <summary>A public key on P-384.</summary>
/// <param name="X">First coordinate, 48 bytes, big-endian.</param>
/// <param name="Y">Second coordinate, 48 bytes, big-endian.</param>
public sealed record Es384PublicKey(byte[] X, byte[] Y)
{
    private const int KeyType = 1, Curve = -1, CoordinateX = -2, CoordinateY = -3;
    private const int TypeEc2 = 2, CurveP384Number = 2;

    /// <summary>Something that verifies signatures.</summary>
    /// <exception cref="CryptographicException">The coordinates are no point of the curve.</exception>
    public ECDsa CreateVerifier() =>
        ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = X, Y = Y } });

    /// <summary>The key as a COSE_Key.</summary>
    /// <remarks>RFC 9052, section 7, and RFC 9053, section 7.1.1: an EC2 key on P-384.</remarks>
    public byte[] ToCoseKey()
    {
        var writer = new CborWriter();
        writer.WriteStartMap(4);
        writer.WriteInt32(KeyType);
        writer.WriteInt32(TypeEc2);
        writer.WriteInt32(Curve);
        writer.WriteInt32(CurveP384Number);
        writer.WriteInt32(CoordinateX);
        writer.WriteByteString(X);
        writer.WriteInt32(CoordinateY);
        writer.WriteByteString(Y);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a COSE_Key.</summary>
    /// <param name="encoded">The encoded map.</param>
    /// <param name="key">The key.</param>
    /// <returns>False where it is no EC2 key on P-384, or no CBOR at all.</returns>
    public static bool TryReadCoseKey(byte[] encoded, out Es384PublicKey? key)
    {
        key = null;
        try
        {
            var reader = new CborReader(encoded);
            int type = 0, curve = 0;
            byte[] x = [], y = [];
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                switch (reader.ReadInt32())
                {
                    case KeyType: type = reader.ReadInt32(); break;
                    case Curve: curve = reader.ReadInt32(); break;
                    case CoordinateX: x = reader.ReadByteString(); break;
                    case CoordinateY: y = reader.ReadByteString(); break;
                    default: reader.SkipValue(); break;
                }
            }
            reader.ReadEndMap();
            if (type != TypeEc2 || curve != CurveP384Number || x.Length != CurveP384.Bytes || y.Length != CurveP384.Bytes)
                return false;
            key = new Es384PublicKey(x, y);
            return true;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
