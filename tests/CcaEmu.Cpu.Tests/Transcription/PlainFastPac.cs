using System.Numerics;

namespace CcaEmu.Cpu.Tests.Transcription;

/// <summary>The IMPLEMENTATION DEFINED algorithm of CcaEmu in whole numbers, as docs of the class describe it: two rounds of multiply and fold.</summary>
internal static class PlainFastPac
{
    private static readonly BigInteger Two64 = BigInteger.One << 64;

    public static ulong Compute(BigInteger data, BigInteger modifier, BigInteger key0, BigInteger key1)
    {
        BigInteger odd0 = 0x9E37_79B9_7F4A_7C15, odd1 = 0xC2B2_AE3D_27D4_EB4F;
        BigInteger first = Fold(data ^ key0 ^ odd0, (modifier ^ key1) * 2 + odd1);
        BigInteger second = Fold(first ^ modifier ^ odd1, (data ^ key1) + key0 * 2 + odd0);
        return (ulong)(second ^ first);
    }

    private static BigInteger Fold(BigInteger left, BigInteger right)
    {
        right %= Two64;
        if (right.IsEven)
            right += 1;
        BigInteger product = left * right;
        return product / Two64 ^ product % Two64;
    }
}
