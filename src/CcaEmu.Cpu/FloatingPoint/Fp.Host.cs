using System.Numerics;
using System.Runtime.CompilerServices;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.FloatingPoint;

/// <content>Which operations may be left to the host, and how their operands get there.</content>
internal static partial class Fp
{
    private interface IHostOperation
    {
        static abstract bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat>;
    }

    /// <summary>Does an operation on the host; false where it has to be done on integers, and nothing has happened then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHost<T, TOperation>(ulong op1, ulong op2, ulong op3, uint fpcr, ref uint fpsr, out ulong result)
        where T : struct, IFloatFormat
        where TOperation : struct, IHostOperation
    {
        result = 0;
        if (!IsPlain(fpcr))
            return false;
        if (typeof(T) == typeof(DoublePrecision))
        {
            bool done = TOperation.Try(AsDouble(op1), AsDouble(op2), AsDouble(op3), ref fpsr, out double value);
            result = BitConverter.DoubleToUInt64Bits(value);
            return done;
        }
        if (typeof(T) == typeof(SinglePrecision))
        {
            bool done = TOperation.Try(AsSingle(op1), AsSingle(op2), AsSingle(op3), ref fpsr, out float value);
            result = BitConverter.SingleToUInt32Bits(value);
            return done;
        }
        return false;
    }

    /// <summary>Rounding to nearest, and denormals as they are. The other controls matter for NaNs and half precision only.</summary>
    private static bool IsPlain(uint fpcr) => (fpcr & (FPCR.FZ | 3u << 22)) == 0;

    private static double AsDouble(ulong op) => BitConverter.UInt64BitsToDouble(op);

    private static float AsSingle(ulong op) => BitConverter.UInt32BitsToSingle((uint)op);

    private readonly struct HostAdd : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TryAdd(op1, op2, ref fpsr, out result);
    }

    private readonly struct HostSub : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TryAdd(op1, -op2, ref fpsr, out result);
    }

    private readonly struct HostMul : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TryMul(op1, op2, ref fpsr, out result);
    }

    private readonly struct HostDiv : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TryDiv(op1, op2, ref fpsr, out result);
    }

    private readonly struct HostSqrt : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TrySqrt(op1, ref fpsr, out result);
    }

    private readonly struct HostMulAdd : IHostOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Try<TFloat>(TFloat op1, TFloat op2, TFloat op3, ref uint fpsr, out TFloat result)
            where TFloat : struct, IBinaryFloatingPointIeee754<TFloat> => HostFloat<TFloat>.TryMulAdd(op3, op1, op2, ref fpsr, out result);
    }
}
