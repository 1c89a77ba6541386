using System.Numerics;

namespace CcaEmu.Attestation.Signing;

/// <summary>The curve P-384: multiples of its base point.</summary>
/// <remarks>
/// NIST SP 800-186, "P-384". Here only test keys are used, so nothing is done to hide a scalar from somebody who measures time.
/// </remarks>
internal static class CurveP384
{
    /// <summary>Bytes of a coordinate or scalar.</summary>
    public const int Bytes = 48;

    private static readonly BigInteger P =
        Parse("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff");

    private static readonly BigInteger Gx =
        Parse("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7");

    private static readonly BigInteger Gy =
        Parse("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f");

    /// <summary>Order of the base point.</summary>
    public static BigInteger Order { get; } =
        Parse("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");

    /// <summary>Multiplies the base point.</summary>
    /// <param name="scalar">From 1 to <see cref="Order"/> - 1.</param>
    /// <returns>Affine coordinates.</returns>
    public static (BigInteger X, BigInteger Y) MultiplyBase(BigInteger scalar)
    {
        var sum = Jacobian.Infinity;
        for (int bit = Bytes * 8 - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (!(scalar >> bit).IsEven)
                sum = sum.AddBase();
        }
        BigInteger inverse = BigInteger.ModPow(sum.Z, P - 2, P);
        BigInteger square = inverse * inverse % P;
        return (sum.X * square % P, sum.Y * (square * inverse % P) % P);
    }

    /// <summary>A big-endian number.</summary>
    public static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>A number as 48 big-endian bytes.</summary>
    public static byte[] Write(BigInteger value)
    {
        byte[] bytes = new byte[Bytes];
        value.TryWriteBytes(bytes.AsSpan(Bytes - value.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }

    private static BigInteger Parse(string hex) => Read(Convert.FromHexString(hex));

    // X/Z^2, Y/Z^3; Z = 0 is the point at infinity. The curve's a is -3.
    private readonly record struct Jacobian(BigInteger X, BigInteger Y, BigInteger Z)
    {
        public static Jacobian Infinity { get; } = new(1, 1, 0);

        public Jacobian Double()
        {
            if (Z.IsZero)
                return this;
            BigInteger delta = Z * Z % P, gamma = Y * Y % P, beta = X * gamma % P;
            BigInteger alpha = 3 * (X - delta) * (X + delta) % P;
            BigInteger x = Mod(alpha * alpha - 8 * beta);
            BigInteger y = Mod(alpha * (4 * beta - x) - 8 * gamma * gamma);
            BigInteger z = Mod((Y + Z) * (Y + Z) - gamma - delta);
            return new Jacobian(x, y, z);
        }

        // This plus the base point, which never equals it while a scalar below the order is worked through from the top.
        public Jacobian AddBase()
        {
            if (Z.IsZero)
                return new Jacobian(Gx, Gy, 1);
            BigInteger zz = Z * Z % P;
            BigInteger h = Mod(Gx * zz - X);
            BigInteger r = Mod(Gy * (zz * Z % P) - Y);
            BigInteger hh = h * h % P, hhh = h * hh % P, v = X * hh % P;
            BigInteger x = Mod(r * r - hhh - 2 * v);
            BigInteger y = Mod(r * (v - x) - Y * hhh);
            return new Jacobian(x, y, Mod(Z * h));
        }

        private static BigInteger Mod(BigInteger value)
        {
            value %= P;
            return value.Sign < 0 ? value + P : value;
        }
    }
}
