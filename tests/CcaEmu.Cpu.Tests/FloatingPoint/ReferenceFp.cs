using System.Numerics;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.FloatingPoint;

namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>
/// The shared pseudocode a second time, as it is written: on exact real numbers, slowly, one format width as a parameter. It shares nothing
/// with the PE's arithmetic but the names of rounding modes and flags.
/// </summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode, functions of the same names; FEAT_AFP is absent.</remarks>
internal sealed class ReferenceFp(uint fpcr)
{
    private enum Kind
    {
        Zero, Denormal, Nonzero, Infinity, QNaN, SNaN,
    }

    public uint Fpsr { get; private set; }

    public ulong Add(ulong op1, ulong op2, int n, bool subtract)
    {
        var (type1, sign1, value1) = Unpack(op1, n);
        var (type2, sign2, value2) = Unpack(op2, n);
        if (ProcessNaNs([type1, type2], [op1, op2], n) is { } nan)
            return nan;
        if (subtract)
            (sign2, value2) = (!sign2, -value2);
        if (type1 == Kind.Infinity && type2 == Kind.Infinity && sign1 != sign2)
            return Invalid(n);
        if ((type1 == Kind.Infinity && !sign1) || (type2 == Kind.Infinity && !sign2))
            return Infinity(false, n);
        if (type1 == Kind.Infinity || type2 == Kind.Infinity)
            return Infinity(true, n);
        if (type1 == Kind.Zero && type2 == Kind.Zero && sign1 == sign2)
            return Sign(sign1, n);
        return RoundOrZero(value1 + value2, n);
    }

    public ulong Mul(ulong op1, ulong op2, int n, bool extended = false)
    {
        var (type1, sign1, value1) = Unpack(op1, n);
        var (type2, sign2, value2) = Unpack(op2, n);
        if (ProcessNaNs([type1, type2], [op1, op2], n) is { } nan)
            return nan;
        bool sign = sign1 != sign2;
        if ((type1 == Kind.Infinity && type2 == Kind.Zero) || (type1 == Kind.Zero && type2 == Kind.Infinity))
            return extended ? Sign(sign, n) | 1UL << (n - 2) : Invalid(n);
        if (type1 == Kind.Infinity || type2 == Kind.Infinity)
            return Infinity(sign, n);
        if (type1 == Kind.Zero || type2 == Kind.Zero)
            return Sign(sign, n);
        return Round(value1 * value2, RoundingMode, n);
    }

    public ulong Div(ulong op1, ulong op2, int n)
    {
        var (type1, sign1, value1) = Unpack(op1, n);
        var (type2, sign2, value2) = Unpack(op2, n);
        if (ProcessNaNs([type1, type2], [op1, op2], n) is { } nan)
            return nan;
        if ((type1 == Kind.Infinity && type2 == Kind.Infinity) || (type1 == Kind.Zero && type2 == Kind.Zero))
            return Invalid(n);
        bool sign = sign1 != sign2;
        if (type1 == Kind.Infinity || type2 == Kind.Zero)
        {
            if (type1 != Kind.Infinity)
                Fpsr |= FPSR.DZC;
            return Infinity(sign, n);
        }
        return type1 == Kind.Zero || type2 == Kind.Infinity ? Sign(sign, n) : Round(value1 / value2, RoundingMode, n);
    }

    public ulong Sqrt(ulong op, int n)
    {
        var (type, sign, value) = Unpack(op, n);
        if (ProcessNaNs([type], [op], n) is { } nan)
            return nan;
        if (type == Kind.Zero)
            return Sign(sign, n);
        if (type == Kind.Infinity && !sign)
            return Infinity(false, n);
        return sign ? Invalid(n) : Round(value.SquareRoot(), RoundingMode, n);
    }

    public ulong MulAdd(ulong addend, ulong op1, ulong op2, int n)
    {
        var (typeA, signA, valueA) = Unpack(addend, n);
        var (type1, sign1, value1) = Unpack(op1, n);
        var (type2, sign2, value2) = Unpack(op2, n);
        bool infinityTimesZero = (type1 == Kind.Infinity && type2 == Kind.Zero) || (type1 == Kind.Zero && type2 == Kind.Infinity);
        ulong? nan = ProcessNaNs([typeA, type1, type2], [addend, op1, op2], n);
        if (typeA == Kind.QNaN && infinityTimesZero)
            return Invalid(n);
        if (nan is { } result)
            return result;
        bool signP = sign1 != sign2, infA = typeA == Kind.Infinity, infP = type1 == Kind.Infinity || type2 == Kind.Infinity;
        if (infinityTimesZero || (infA && infP && signA != signP))
            return Invalid(n);
        if ((infA && !signA) || (infP && !signP))
            return Infinity(false, n);
        if (infA || infP)
            return Infinity(true, n);
        if (typeA == Kind.Zero && (type1 == Kind.Zero || type2 == Kind.Zero) && signA == signP)
            return Sign(signA, n);
        return RoundOrZero(valueA + value1 * value2, n);
    }

    /// <summary>FPRecipStepFused, and with <paramref name="root"/> FPRSqrtStepFused.</summary>
    public ulong Step(ulong op1, ulong op2, int n, bool root)
    {
        op1 ^= 1UL << (n - 1);
        var (type1, sign1, value1) = Unpack(op1, n);
        var (type2, sign2, value2) = Unpack(op2, n);
        if (ProcessNaNs([type1, type2], [op1, op2], n) is { } nan)
            return nan;
        if ((type1 == Kind.Infinity && type2 == Kind.Zero) || (type1 == Kind.Zero && type2 == Kind.Infinity))
            return root ? Round(new Rational(3, 2), FpRounding.TieEven, n) : Round(Rational.Of(2), FpRounding.TieEven, n);
        if (type1 == Kind.Infinity || type2 == Kind.Infinity)
            return Infinity(sign1 != sign2, n);
        Rational product = value1 * value2;
        return RoundOrZero(root ? (Rational.Of(3) + product) / Rational.Of(2) : Rational.Of(2) + product, n);
    }

    public ulong Convert(ulong op, int n, int m, FpRounding rounding)
    {
        uint control = fpcr & ~FPCR.FZ16;
        var (type, sign, value) = UnpackBase(op, n, control);
        bool alternative = m == 16 && (fpcr & FPCR.AHP) != 0;
        if (type >= Kind.QNaN)
        {
            if (type == Kind.SNaN || alternative)
                Fpsr |= FPSR.IOC;
            if (alternative)
                return Sign(sign, m);
            if ((fpcr & FPCR.DN) != 0)
                return DefaultNaN(m);
            // Payload without the quiet bit, aligned at the top.
            ulong payload = op << (64 - Fraction(n) + 1) >> 13;
            return Infinity(sign, m) | 1UL << (Fraction(m) - 1) | payload >> (52 - Fraction(m));
        }
        if (type == Kind.Infinity)
        {
            if (!alternative)
                return Infinity(sign, m);
            Fpsr |= FPSR.IOC;
            return Sign(sign, m) | 0x7FFF;
        }
        return type == Kind.Zero ? Sign(sign, m) : RoundBase(value, control, rounding, m);
    }

    public ulong ToFixed(ulong op, int n, int fbits, bool isUnsigned, FpRounding rounding, int m)
    {
        var (type, _, value) = Unpack(op, n);
        if (type >= Kind.QNaN)
        {
            Fpsr |= FPSR.IOC;
            return 0;
        }
        BigInteger minimum = isUnsigned ? 0 : -(BigInteger.One << (m - 1));
        BigInteger maximum = (BigInteger.One << (isUnsigned ? m : m - 1)) - 1;
        BigInteger integer = ToInteger(value * Rational.PowerOfTwo(fbits), rounding, out bool inexact);
        if (type == Kind.Infinity)
            integer = value.Sign > 0 ? maximum + 1 : minimum - 1;
        if (integer < minimum || integer > maximum)
        {
            Fpsr |= FPSR.IOC;
            integer = integer < minimum ? minimum : maximum;
        }
        else if (inexact)
            Fpsr |= FPSR.IXC;
        return (ulong)(integer & ulong.MaxValue) & (ulong.MaxValue >> (64 - m));
    }

    public ulong FromFixed(ulong op, int m, int fbits, bool isUnsigned, int n)
    {
        BigInteger integer = op & (ulong.MaxValue >> (64 - m));
        if (!isUnsigned && (op >> (m - 1) & 1) != 0)
            integer -= BigInteger.One << m;
        return integer.IsZero ? 0 : Round(Rational.Of(integer) * Rational.PowerOfTwo(-fbits), RoundingMode, n);
    }

    public ulong RoundInt(ulong op, int n, FpRounding rounding, bool exact)
    {
        var (type, sign, value) = Unpack(op, n);
        if (ProcessNaNs([type], [op], n) is { } nan)
            return nan;
        if (type is Kind.Infinity or Kind.Zero)
            return type == Kind.Zero ? Sign(sign, n) : Infinity(sign, n);
        BigInteger integer = ToInteger(value, rounding, out bool inexact);
        Fpsr |= inexact && exact ? FPSR.IXC : 0;
        return integer.IsZero ? Sign(sign, n) : Round(Rational.Of(integer), FpRounding.Zero, n);
    }

    public ulong RoundIntN(ulong op, int n, FpRounding rounding, int intsize)
    {
        var (type, sign, value) = Unpack(op, n);
        if (type == Kind.Zero)
            return Sign(sign, n);
        BigInteger integer = type >= Kind.Infinity ? BigInteger.One << 100 : ToInteger(value, rounding, out _);
        if (integer >= BigInteger.One << (intsize - 1) || integer < -(BigInteger.One << (intsize - 1)))
        {
            Fpsr |= FPSR.IOC;
            return Round(-Rational.PowerOfTwo(intsize - 1), FpRounding.Zero, n);
        }
        ToInteger(value, rounding, out bool inexact);
        Fpsr |= inexact ? FPSR.IXC : 0;
        return integer.IsZero ? Sign(sign, n) : Round(Rational.Of(integer), FpRounding.Zero, n);
    }

    /// <summary>FPMax or FPMin; with <paramref name="number"/> FPMaxNum or FPMinNum.</summary>
    public ulong Select(ulong op1, ulong op2, int n, bool max, bool number)
    {
        var (type1, _, _) = Unpack(op1, n);
        var (type2, _, _) = Unpack(op2, n);
        if (number && type1 == Kind.QNaN && type2 != Kind.QNaN)
            op1 = Infinity(max, n);
        else if (number && type1 != Kind.QNaN && type2 == Kind.QNaN)
            op2 = Infinity(max, n);
        var (typeX, signX, valueX) = Unpack(op1, n);
        var (typeY, signY, valueY) = Unpack(op2, n);
        if (ProcessNaNs([typeX, typeY], [op1, op2], n) is { } nan)
            return nan;
        int order = valueX.CompareTo(valueY);
        var (type, sign, value) = (max ? order > 0 : order < 0) ? (typeX, signX, valueX) : (typeY, signY, valueY);
        if (type == Kind.Infinity)
            return Infinity(sign, n);
        return type == Kind.Zero ? Sign(max ? signX && signY : signX || signY, n) : Round(value, RoundingMode, n);
    }

    public int Compare(ulong op1, ulong op2, int n, bool signalNaNs)
    {
        var (type1, _, value1) = Unpack(op1, n);
        var (type2, _, value2) = Unpack(op2, n);
        if (type1 >= Kind.QNaN || type2 >= Kind.QNaN)
        {
            if (type1 == Kind.SNaN || type2 == Kind.SNaN || signalNaNs)
                Fpsr |= FPSR.IOC;
            return 0b0011;
        }
        return value1.CompareTo(value2) switch { 0 => 0b0110, < 0 => 0b1000, _ => 0b0010 };
    }

    public FpRounding RoundingMode => (FpRounding)(fpcr >> 22 & 3);

    private static int Fraction(int n) => n switch { 16 => 10, 32 => 23, _ => 52 };

    private static int MinimumExponent(int n) => n switch { 16 => -14, 32 => -126, _ => -1022 };

    private static ulong Sign(bool sign, int n) => sign ? 1UL << (n - 1) : 0;

    private static ulong Infinity(bool sign, int n) => Sign(sign, n) | n switch { 16 => 0x7C00, 32 => 0x7F80_0000, _ => 0x7FF0_0000_0000_0000 };

    private static ulong DefaultNaN(int n) => Infinity(false, n) | 1UL << (Fraction(n) - 1);

    private ulong Invalid(int n)
    {
        Fpsr |= FPSR.IOC;
        return DefaultNaN(n);
    }

    private static BigInteger ToInteger(Rational value, FpRounding rounding, out bool inexact)
    {
        BigInteger integer = value.RoundDown();
        Rational error = value - Rational.Of(integer);
        int half = error.CompareTo(new Rational(1, 2));
        inexact = error.Sign != 0;
        bool up = rounding switch
        {
            FpRounding.TieEven => half > 0 || (half == 0 && !integer.IsEven),
            FpRounding.PosInf => inexact,
            FpRounding.NegInf => false,
            FpRounding.Zero => inexact && integer.Sign < 0,
            _ => half > 0 || (half == 0 && integer.Sign >= 0),
        };
        return up ? integer + 1 : integer;
    }

    private (Kind Type, bool Sign, Rational Value) Unpack(ulong op, int n) => UnpackBase(op, n, fpcr & ~FPCR.AHP);

    private (Kind Type, bool Sign, Rational Value) UnpackBase(ulong op, int n, uint control)
    {
        int f = Fraction(n);
        bool sign = (op >> (n - 1) & 1) != 0;
        ulong ones = (1UL << (n - 1 - f)) - 1, exponent = op >> f & ones, fraction = op & ((1UL << f) - 1);
        Rational value;
        Kind type;
        if (exponent == 0)
        {
            bool flushed = fraction != 0 && (control & (n == 16 ? FPCR.FZ16 : FPCR.FZ)) != 0;
            if (flushed && n != 16)
                Fpsr |= FPSR.IDC;
            type = fraction == 0 || flushed ? Kind.Zero : Kind.Denormal;
            value = type == Kind.Zero ? Rational.Of(0) : Rational.PowerOfTwo(MinimumExponent(n) - f) * Rational.Of(fraction);
        }
        else if (exponent == ones && !(n == 16 && (control & FPCR.AHP) != 0))
        {
            type = fraction == 0 ? Kind.Infinity : fraction >> (f - 1) != 0 ? Kind.QNaN : Kind.SNaN;
            value = type == Kind.Infinity ? Rational.PowerOfTwo(5000) : Rational.Of(0);
        }
        else
        {
            type = Kind.Nonzero;
            value = Rational.PowerOfTwo((int)exponent - 1 + MinimumExponent(n) - f) * Rational.Of(fraction | 1UL << f);
        }
        return (type, sign, sign ? -value : value);
    }

    private ulong? ProcessNaNs(Kind[] types, ulong[] operands, int n)
    {
        foreach (Kind wanted in (Kind[])[Kind.SNaN, Kind.QNaN])
        {
            int index = Array.IndexOf(types, wanted);
            if (index < 0)
                continue;
            Fpsr |= wanted == Kind.SNaN ? FPSR.IOC : 0;
            return (fpcr & FPCR.DN) != 0 ? DefaultNaN(n) : operands[index] | 1UL << (Fraction(n) - 1);
        }
        return null;
    }

    private ulong RoundOrZero(Rational value, int n) =>
        value.Sign == 0 ? Sign(RoundingMode == FpRounding.NegInf, n) : Round(value, RoundingMode, n);

    private ulong Round(Rational value, FpRounding rounding, int n) => RoundBase(value, fpcr & ~FPCR.AHP, rounding, n);

    private ulong RoundBase(Rational value, uint control, FpRounding rounding, int n)
    {
        int f = Fraction(n), e = n - f - 1, minimum = MinimumExponent(n);
        bool sign = value.Sign < 0;
        Rational mantissa = sign ? -value : value;
        int exponent = mantissa.Exponent();
        mantissa /= Rational.PowerOfTwo(exponent);
        if (exponent < minimum && (control & (n == 16 ? FPCR.FZ16 : FPCR.FZ)) != 0)
        {
            Fpsr |= FPSR.UFC;
            return Sign(sign, n);
        }
        int biased = Math.Max(exponent - minimum + 1, 0);
        if (biased == 0)
            mantissa /= Rational.PowerOfTwo(minimum - exponent);
        Rational scaled = mantissa * Rational.PowerOfTwo(f);
        BigInteger integer = scaled.RoundDown();
        Rational error = scaled - Rational.Of(integer);
        bool inexact = error.Sign != 0;
        if (biased == 0 && inexact)
            Fpsr |= FPSR.UFC;
        int half = error.CompareTo(new Rational(1, 2));
        (bool up, bool overflowToInfinity) = rounding switch
        {
            FpRounding.TieEven => (half > 0 || (half == 0 && !integer.IsEven), true),
            FpRounding.PosInf => (inexact && !sign, !sign),
            FpRounding.NegInf => (inexact && sign, sign),
            _ => (false, false),
        };
        if (up)
        {
            integer++;
            if (integer == BigInteger.One << f)
                biased = 1;
            if (integer == BigInteger.One << (f + 1))
                (biased, integer) = (biased + 1, integer / 2);
        }
        if (inexact && rounding == FpRounding.Odd && integer.IsEven)
            integer++;
        bool alternative = n == 16 && (control & FPCR.AHP) != 0;
        if (alternative && biased >= 1 << e)
        {
            Fpsr |= FPSR.IOC;
            return Sign(sign, n) | 0x7FFF;
        }
        if (!alternative && biased >= (1 << e) - 1)
        {
            Fpsr |= FPSR.OFC | FPSR.IXC;
            return overflowToInfinity ? Infinity(sign, n) : Infinity(sign, n) - 1;
        }
        Fpsr |= inexact ? FPSR.IXC : 0;
        return Sign(sign, n) | (ulong)biased << f | (ulong)(integer & ((BigInteger.One << f) - 1));
    }
}
