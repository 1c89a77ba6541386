using System.Numerics;
using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>What an instruction does to whole vectors, saturated and not: where they differ, FPSR.QC is set.</summary>
internal interface ISaturatingOperation
{
    /// <summary>The result.</summary>
    static abstract Vector128<T> Saturated<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>;

    /// <summary>The result without its upper bits, if it has any.</summary>
    static abstract Vector128<T> Wrapped<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>SQADD, UQADD.</summary>
internal readonly struct SaturatingAdd : ISaturatingOperation
{
    public static Vector128<T> Saturated<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.AddSaturate(n, m);

    public static Vector128<T> Wrapped<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n + m;
}

/// <summary>SQSUB, UQSUB.</summary>
internal readonly struct SaturatingSubtract : ISaturatingOperation
{
    public static Vector128<T> Saturated<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.SubtractSaturate(n, m);

    public static Vector128<T> Wrapped<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => n - m;
}

/// <summary>SQNEG.</summary>
internal readonly struct SaturatingNegate : ISaturatingOperation
{
    public static Vector128<T> Saturated<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.SubtractSaturate(Vector128<T>.Zero, n);

    public static Vector128<T> Wrapped<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => -n;
}

/// <summary>SQABS.</summary>
internal readonly struct SaturatingMagnitude : ISaturatingOperation
{
    public static Vector128<T> Saturated<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Max(n, Vector128.SubtractSaturate(Vector128<T>.Zero, n));

    public static Vector128<T> Wrapped<T>(Vector128<T> n, Vector128<T> m) where T : unmanaged, IBinaryInteger<T> => Vector128.Abs(n);
}

/// <summary>All elements at once, with FPSR.QC.</summary>
internal readonly unsafe struct SaturatingVectors<TOperation> : IKernel where TOperation : struct, ISaturatingOperation
{
    public static Handler For<T, TLanes>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TLanes : struct, ILanes =>
        &Execute<T, TLanes>;

    private static DecodedOp* Execute<T, TLanes>(ProcessingElement pe, PeState* s, DecodedOp* op)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, ILanes
    {
        if (s->FpTrapped != 0)
            return FpAccess.Trap(pe, s, op);
        Vector128<T> n = s->V[op->Rn].As<byte, T>(), m = s->V[op->Rm].As<byte, T>();
        Vector128<T> result = TLanes.Clip(TOperation.Saturated(n, m));
        s->V[op->Rd] = result.AsByte();
        Saturation.Record(s, result != TLanes.Clip(TOperation.Wrapped(n, m)));
        return op + 1;
    }
}
