using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Comparison, maximum and minimum.</content>
internal static partial class Fp
{
    /// <summary>FPCompare: NZCV of a comparison in bits 3:0.</summary>
    /// <param name="op1">First operand.</param>
    /// <param name="op2">Second operand.</param>
    /// <param name="signalNaNs">Whether a quiet NaN is an Invalid Operation too.</param>
    /// <param name="fpcr">FPCR.</param>
    /// <param name="fpsr">FPSR.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare<T>(ulong op1, ulong op2, bool signalNaNs, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryHostCompare<T>(op1, op2, fpcr, out int nzcv) ? nzcv : SoftCompare<T>(op1, op2, signalNaNs, fpcr, ref fpsr);

    /// <summary>FPCompare on integers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int SoftCompare<T>(ulong op1, ulong op2, bool signalNaNs, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryOrder<T>(op1, op2, signalNaNs, fpcr, ref fpsr, out int order) ? order switch { 0 => 0b0110, < 0 => 0b1000, _ => 0b0010 } : 0b0011;

    /// <summary>FPCompareEQ.</summary>
    public static bool CompareEQ<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryOrder<T>(op1, op2, false, fpcr, ref fpsr, out int order) && order == 0;

    /// <summary>FPCompareGE.</summary>
    public static bool CompareGE<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryOrder<T>(op1, op2, true, fpcr, ref fpsr, out int order) && order >= 0;

    /// <summary>FPCompareGT.</summary>
    public static bool CompareGT<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        TryOrder<T>(op1, op2, true, fpcr, ref fpsr, out int order) && order > 0;

    /// <summary>FPMax: a NaN wins, and plus zero is above minus zero.</summary>
    public static ulong Max<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        Select<T>(op1, op2, isMax: true, fpcr, ref fpsr);

    /// <summary>FPMin: a NaN wins, and minus zero is below plus zero.</summary>
    public static ulong Min<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        Select<T>(op1, op2, isMax: false, fpcr, ref fpsr);

    /// <summary>FPMaxNum: a single quiet NaN loses.</summary>
    public static ulong MaxNum<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        SelectNumber<T>(op1, op2, isMax: true, fpcr, ref fpsr);

    /// <summary>FPMinNum: a single quiet NaN loses.</summary>
    public static ulong MinNum<T>(ulong op1, ulong op2, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat =>
        SelectNumber<T>(op1, op2, isMax: false, fpcr, ref fpsr);

    private static ulong SelectNumber<T>(ulong op1, ulong op2, bool isMax, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        bool quiet1 = Unpack<T>(op1, fpcr, ref fpsr).Type == FpType.QNaN, quiet2 = Unpack<T>(op2, fpcr, ref fpsr).Type == FpType.QNaN;
        if (quiet1 && !quiet2)
            op1 = Infinity<T>(isMax);
        else if (quiet2 && !quiet1)
            op2 = Infinity<T>(isMax);
        return Select<T>(op1, op2, isMax, fpcr, ref fpsr);
    }

    // FPRound of an operand gives the operand: what would be flushed is already zero.
    private static ulong Select<T>(ulong op1, ulong op2, bool isMax, uint fpcr, ref uint fpsr) where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        if (ProcessNaNs<T>(value1.Type, value2.Type, op1, op2, fpcr, ref fpsr, out ulong result))
            return result;
        if (value1.IsZero && value2.IsZero)
            return Zero<T>(isMax ? value1.Sign && value2.Sign : value1.Sign || value2.Sign);
        int order = Order(value1, value2);
        bool first = isMax ? order > 0 : order < 0;
        FpValue chosen = first ? value1 : value2;
        return chosen.IsZero ? Zero<T>(chosen.Sign) : first ? op1 : op2;
    }

    /// <returns>False where the operands are unordered: the flag is set then as asked.</returns>
    private static bool TryOrder<T>(ulong op1, ulong op2, bool signalNaNs, uint fpcr, ref uint fpsr, out int order)
        where T : struct, IFloatFormat
    {
        FpValue value1 = Unpack<T>(op1, fpcr, ref fpsr), value2 = Unpack<T>(op2, fpcr, ref fpsr);
        order = 0;
        if (value1.IsNaN || value2.IsNaN)
        {
            if (signalNaNs || value1.Type == FpType.SNaN || value2.Type == FpType.SNaN)
                InvalidOperation<T>(ref fpsr);
            return false;
        }
        order = Order(value1, value2);
        return true;
    }

    private static int Order(FpValue value1, FpValue value2)
    {
        if (value1.IsZero && value2.IsZero)
            return 0;
        if (value1.IsZero)
            return value2.Sign ? 1 : -1;
        if (value2.IsZero || value1.Sign != value2.Sign)
            return value1.Sign ? -1 : 1;
        // Types are in order of magnitude: a number is below infinity.
        int magnitude = value1.Type.CompareTo(value2.Type);
        if (magnitude == 0)
            magnitude = value1.Exponent.CompareTo(value2.Exponent);
        if (magnitude == 0)
            magnitude = value1.Significand.CompareTo(value2.Significand);
        return value1.Sign ? -magnitude : magnitude;
    }
}
