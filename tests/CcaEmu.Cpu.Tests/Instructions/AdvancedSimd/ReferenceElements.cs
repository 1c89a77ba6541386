using System.Numerics;

namespace CcaEmu.Cpu.Tests.Instructions.AdvancedSimd;

/// <summary>A second reading of the manual's pseudocode for one element, on unbounded integers as the manual has it.</summary>
/// <remarks>Arm ARM, C7.2, Operation of each instruction; J1.3 shared pseudocode SatQ, SInt, UInt, RShr.</remarks>
internal sealed class ReferenceElements(int esize)
{
    /// <summary>Whether anything was saturated since this was made.</summary>
    public bool QC { get; private set; }

    private BigInteger Modulus => BigInteger.One << esize;

    /// <summary>The element of the destination after an instruction, from those before it; null for an instruction it does not know.</summary>
    public BigInteger? Of(string mnemonic, BigInteger d, BigInteger n, BigInteger m)
    {
        bool unsigned = mnemonic.StartsWith('u');
        BigInteger en = unsigned ? n : SInt(n), em = unsigned ? m : SInt(m), ed = unsigned ? d : SInt(d);
        BigInteger? result = mnemonic switch
        {
            "add" => n + m,
            "sub" => n - m,
            "mul" => n * m,
            "mla" => d + n * m,
            "mls" => d - n * m,
            "shadd" or "uhadd" => en + em >> 1,
            "srhadd" or "urhadd" => en + em + 1 >> 1,
            "shsub" or "uhsub" => en - em >> 1,
            "sabd" or "uabd" => BigInteger.Abs(en - em),
            "saba" or "uaba" => ed + BigInteger.Abs(en - em),
            "smax" or "umax" => BigInteger.Max(en, em),
            "smin" or "umin" => BigInteger.Min(en, em),
            "sqadd" or "uqadd" => SatQ(en + em, unsigned),
            "sqsub" or "uqsub" => SatQ(en - em, unsigned),
            "sqdmulh" => SatQ(2 * en * em >> esize, false),
            "sqrdmulh" => SatQ(2 * en * em + (BigInteger.One << (esize - 1)) >> esize, false),
            "sqrdmlah" => SatQ((ed << esize) + 2 * en * em + (BigInteger.One << (esize - 1)) >> esize, false),
            "sqrdmlsh" => SatQ((ed << esize) - 2 * en * em + (BigInteger.One << (esize - 1)) >> esize, false),
            "suqadd" => SatQ(SInt(d) + n, false),
            "usqadd" => SatQ(d + SInt(n), true),
            "sqabs" => SatQ(BigInteger.Abs(en), false),
            "sqneg" => SatQ(-en, false),
            "abs" => BigInteger.Abs(SInt(n)),
            "neg" => -n,
            "cmtst" => (n & m) != 0 ? -1 : 0,
            "cmeq" => n == m ? -1 : 0,
            "cmgt" => SInt(n) > SInt(m) ? -1 : 0,
            "cmge" => SInt(n) >= SInt(m) ? -1 : 0,
            "cmhi" => n > m ? -1 : 0,
            "cmhs" => n >= m ? -1 : 0,
            "sshl" or "ushl" => Shift(en, m, 0),
            "srshl" or "urshl" => Shift(en, m, 1),
            "sqshl" or "uqshl" => SatQ(Shift(en, m, 0), unsigned),
            "sqrshl" or "uqrshl" => SatQ(Shift(en, m, 1), unsigned),
            _ => null,
        };
        return result is { } value ? ((value % Modulus) + Modulus) % Modulus : null;
    }

    private static BigInteger Shift(BigInteger element, BigInteger m, int rounding)
    {
        int shift = (sbyte)(byte)(m & 0xFF);
        return shift >= 0 ? element << shift : element + (rounding == 0 ? 0 : BigInteger.One << (-shift - 1)) >> -shift;
    }

    private BigInteger SInt(BigInteger x) => x >= Modulus / 2 ? x - Modulus : x;

    private BigInteger SatQ(BigInteger i, bool unsigned)
    {
        BigInteger low = unsigned ? 0 : -Modulus / 2, high = unsigned ? Modulus - 1 : Modulus / 2 - 1;
        BigInteger result = BigInteger.Clamp(i, low, high);
        QC |= result != i;
        return result;
    }
}
