using System.Runtime.Intrinsics;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Vectors between element sizes. The type comparisons are constants to the JIT: one line of each remains.</summary>
internal static class Resize
{
    /// <summary>The elements of the lower or upper half, widened as their type says.</summary>
    public static Vector128<TWide> Widen<TNarrow, TWide>(Vector128<TNarrow> v, bool upper) where TNarrow : unmanaged where TWide : unmanaged
    {
        if (typeof(TNarrow) == typeof(byte))
            return (upper ? Vector128.WidenUpper(v.AsByte()) : Vector128.WidenLower(v.AsByte())).As<ushort, TWide>();
        if (typeof(TNarrow) == typeof(sbyte))
            return (upper ? Vector128.WidenUpper(v.AsSByte()) : Vector128.WidenLower(v.AsSByte())).As<short, TWide>();
        if (typeof(TNarrow) == typeof(ushort))
            return (upper ? Vector128.WidenUpper(v.AsUInt16()) : Vector128.WidenLower(v.AsUInt16())).As<uint, TWide>();
        if (typeof(TNarrow) == typeof(short))
            return (upper ? Vector128.WidenUpper(v.AsInt16()) : Vector128.WidenLower(v.AsInt16())).As<int, TWide>();
        if (typeof(TNarrow) == typeof(uint))
            return (upper ? Vector128.WidenUpper(v.AsUInt32()) : Vector128.WidenLower(v.AsUInt32())).As<ulong, TWide>();
        return (upper ? Vector128.WidenUpper(v.AsInt32()) : Vector128.WidenLower(v.AsInt32())).As<long, TWide>();
    }

    /// <summary>The lower halves of the elements' bits, in 64 bits.</summary>
    public static ulong Narrow<TWide>(Vector128<TWide> v) where TWide : unmanaged
    {
        if (typeof(TWide) == typeof(ushort))
            return Vector128.Narrow(v.AsUInt16(), default).AsUInt64().ToScalar();
        if (typeof(TWide) == typeof(uint))
            return Vector128.Narrow(v.AsUInt32(), default).AsUInt64().ToScalar();
        return Vector128.Narrow(v.AsUInt64(), default).AsUInt64().ToScalar();
    }
}
