using System.Numerics;

namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>An exact real number of the pseudocode, as far as it needs any: a fraction.</summary>
internal readonly record struct Rational
{
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = denominator.Sign < 0 ? -numerator : numerator;
        Denominator = BigInteger.Abs(denominator);
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public int Sign => Numerator.Sign;

    public static Rational Of(BigInteger value) => new(value, 1);

    public static Rational PowerOfTwo(int exponent) =>
        exponent >= 0 ? new(BigInteger.One << exponent, 1) : new(1, BigInteger.One << -exponent);

    public static Rational operator +(Rational a, Rational b) => new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Rounds towards minus infinity.</summary>
    public BigInteger RoundDown()
    {
        BigInteger quotient = BigInteger.DivRem(Numerator, Denominator, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Exponent of the leading bit of a positive number.</summary>
    public int Exponent()
    {
        int guess = (int)(Numerator.GetBitLength() - Denominator.GetBitLength());
        return CompareTo(PowerOfTwo(guess)) < 0 ? guess - 1 : guess;
    }

    /// <summary>A number that lies on the same side of everything that matters as the square root does: exact, or off by less than 2^-300 of it.</summary>
    public Rational SquareRoot()
    {
        const int scale = 400;
        BigInteger scaled = (Numerator << (2 * scale + 2 * 1100)) / Denominator;
        BigInteger root = IntegerRoot(scaled);
        bool exact = root * root == scaled && (Numerator << (2 * scale + 2 * 1100)) % Denominator == 0;
        return exact ? new(root, BigInteger.One << (scale + 1100)) : new(2 * root + 1, BigInteger.One << (scale + 1101));
    }

    private static BigInteger IntegerRoot(BigInteger n)
    {
        if (n.IsZero)
            return 0;
        BigInteger x = BigInteger.One << (int)((n.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger y = (x + n / x) >> 1;
            if (y >= x)
                return x;
            x = y;
        }
    }
}
