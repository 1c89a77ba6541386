using System.Numerics;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>Base instructions that the oracle does not know, written down from their pages with whole numbers and single bits.</summary>
internal static class PlainBase
{
    /// <summary>UInt() of the low bits.</summary>
    public static BigInteger UInt(ulong value, int bits) => value % (BigInteger.One << bits);

    /// <summary>SInt() of the low bits.</summary>
    public static BigInteger SInt(ulong value, int bits)
    {
        BigInteger unsigned = UInt(value, bits);
        return (value >> (bits - 1) & 1) != 0 ? unsigned - (BigInteger.One << bits) : unsigned;
    }

    /// <summary>The low bits of a whole number, as X[d, datasize] keeps them.</summary>
    public static ulong ToBits(BigInteger value, int bits)
    {
        BigInteger modulus = BigInteger.One << bits;
        return (ulong)((value % modulus + modulus) % modulus);
    }

    /// <summary>ABS: the absolute value, as an integer.</summary>
    public static ulong Abs(ulong operand, int datasize) => ToBits(BigInteger.Abs(SInt(operand, datasize)), datasize);

    /// <summary>CNT: how many bits are ones.</summary>
    public static ulong Cnt(ulong operand, int datasize)
    {
        ulong count = 0;
        for (int bit = 0; bit < datasize; bit++)
            count += operand >> bit & 1;
        return count;
    }

    /// <summary>CTZ: how many zeros stand below the lowest one.</summary>
    public static ulong Ctz(ulong operand, int datasize)
    {
        int bit = 0;
        while (bit < datasize && (operand >> bit & 1) == 0)
            bit++;
        return (ulong)bit;
    }

    /// <summary>SMAX, SMIN, UMAX, UMIN.</summary>
    public static ulong MinMax(string name, ulong operand1, ulong operand2, int datasize)
    {
        bool signed = name[0] == 's';
        BigInteger element1 = signed ? SInt(operand1, datasize) : UInt(operand1, datasize);
        BigInteger element2 = signed ? SInt(operand2, datasize) : UInt(operand2, datasize);
        bool maximum = name.EndsWith("max", StringComparison.Ordinal);
        BigInteger result = maximum == element1 >= element2 ? element1 : element2;
        return ToBits(result, datasize);
    }

    /// <summary>ConditionHolds.</summary>
    public static bool ConditionHolds(int cond, int nzcv)
    {
        int n = nzcv >> 3 & 1, z = nzcv >> 2 & 1, c = nzcv >> 1 & 1, v = nzcv & 1;
        bool result = (cond >> 1) switch
        {
            0b000 => z == 1,
            0b001 => c == 1,
            0b010 => n == 1,
            0b011 => v == 1,
            0b100 => c == 1 && z == 0,
            0b101 => n == v,
            0b110 => n == v && z == 0,
            _ => true,
        };
        if ((cond & 1) == 1 && cond != 0b1111)
            result = !result;
        return result;
    }

    /// <summary>XAFLAG.</summary>
    public static int Xaflag(int nzcv)
    {
        int z = nzcv >> 2 & 1, c = nzcv >> 1 & 1;
        int newN = (1 - c) & (1 - z), newZ = z & c, newC = c | z, newV = (1 - c) & z;
        return newN << 3 | newZ << 2 | newC << 1 | newV;
    }

    /// <summary>AXFLAG.</summary>
    public static int Axflag(int nzcv)
    {
        int z = nzcv >> 2 & 1, c = nzcv >> 1 & 1, v = nzcv & 1;
        return (z | v) << 2 | (c & (1 - v)) << 1;
    }
}
