using System.Numerics;
using System.Runtime.CompilerServices;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <summary>
/// Arithmetic by the host's own instructions, for the common case in which it is what the architecture asks for bit for bit: rounding to
/// nearest, no flushing, and a result so far from both ends of the range that it is neither denormal nor overflowing and that the error of
/// the operation is a number, too.
/// </summary>
/// <remarks>
/// A result in that range has no NaN and no infinity among its operands. Whether it is inexact is found from the error, computed without one:
/// that is how an error-free transformation works (Dekker; Knuth, The Art of Computer Programming 2, 4.2.2). Where IXC is set already nobody
/// has to know.
/// </remarks>
/// <typeparam name="TFloat">float or double.</typeparam>
internal static class HostFloat<TFloat>
    where TFloat : struct, IBinaryFloatingPointIeee754<TFloat>
{
    // The error of a product is below its last bit by at most the width of the significand, here with room to spare.
    private static readonly TFloat Low = TFloat.ScaleB(TFloat.One, typeof(TFloat) == typeof(double) ? -900 : -60);
    private static readonly TFloat High = TFloat.ScaleB(TFloat.One, typeof(TFloat) == typeof(double) ? 1000 : 120);

    /// <summary>op1 + op2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(TFloat op1, TFloat op2, ref uint fpsr, out TFloat result)
    {
        result = op1 + op2;
        if (!IsOrdinary(result))
            return result == TFloat.Zero; // A sum of numbers is zero only where it is exact.
        if ((fpsr & FPSR.IXC) == 0 && SumError(op1, op2, result) != TFloat.Zero)
            fpsr |= FPSR.IXC;
        return true;
    }

    /// <summary>op1 * op2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMul(TFloat op1, TFloat op2, ref uint fpsr, out TFloat result)
    {
        result = op1 * op2;
        if (!IsOrdinary(result))
            return result == TFloat.Zero && (op1 == TFloat.Zero || op2 == TFloat.Zero);
        if ((fpsr & FPSR.IXC) == 0 && TFloat.FusedMultiplyAdd(op1, op2, -result) != TFloat.Zero)
            fpsr |= FPSR.IXC;
        return true;
    }

    /// <summary>op1 / op2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDiv(TFloat op1, TFloat op2, ref uint fpsr, out TFloat result)
    {
        result = op1 / op2;
        if (!IsOrdinary(result) || !IsOrdinary(op1))
            return false;
        if ((fpsr & FPSR.IXC) == 0 && TFloat.FusedMultiplyAdd(result, op2, -op1) != TFloat.Zero)
            fpsr |= FPSR.IXC;
        return true;
    }

    /// <summary>The square root of <paramref name="op"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySqrt(TFloat op, ref uint fpsr, out TFloat result)
    {
        result = TFloat.Sqrt(op);
        if (!IsOrdinary(op) || op < TFloat.Zero)
            return false;
        if ((fpsr & FPSR.IXC) == 0 && TFloat.FusedMultiplyAdd(result, result, -op) != TFloat.Zero)
            fpsr |= FPSR.IXC;
        return true;
    }

    /// <summary>addend + op1 * op2, where IXC is set already or every step turns out to be exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMulAdd(TFloat addend, TFloat op1, TFloat op2, ref uint fpsr, out TFloat result)
    {
        result = TFloat.FusedMultiplyAdd(op1, op2, addend);
        if (!IsOrdinary(result))
            return false;
        if ((fpsr & FPSR.IXC) != 0)
            return true;
        TFloat product = op1 * op2;
        return IsOrdinary(product)
            && TFloat.FusedMultiplyAdd(op1, op2, -product) == TFloat.Zero
            && SumError(addend, product, result) == TFloat.Zero;
    }

    // What rounding added to a sum, exactly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat SumError(TFloat op1, TFloat op2, TFloat sum)
    {
        TFloat part2 = sum - op1;
        TFloat part1 = sum - part2;
        return (op1 - part1) + (op2 - part2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOrdinary(TFloat value)
    {
        TFloat magnitude = TFloat.Abs(value);
        return magnitude >= Low && magnitude <= High;
    }
}
