using System.Runtime.CompilerServices;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>The condition flags as bits 31:28 of one word, and conditions as sets of flag values.</summary>
internal static class Flags
{
    public const uint N = 1u << 31;
    public const uint Z = 1u << 30;
    public const uint C = 1u << 29;
    public const uint V = 1u << 28;

    /// <summary>N and Z of a result that is already narrow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfResult<TSize>(ulong result) where TSize : struct, IDataSize =>
        (TSize.SignAt31(result) & N) | (result == 0 ? Z : 0);

    /// <summary>All four flags of <c>operand1 + operand2</c>; the arguments are narrow.</summary>
    /// <remarks>J1.3 shared pseudocode AddWithCarry with carry_in 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfAddition<TSize>(ulong operand1, ulong operand2, ulong result) where TSize : struct, IDataSize =>
        OfResult<TSize>(result) | (result < operand1 ? C : 0)
        | ((TSize.SignAt31((operand1 ^ result) & (operand2 ^ result)) >> 3) & V);

    /// <summary>All four flags of <c>operand1 - operand2</c>; the arguments are narrow.</summary>
    /// <remarks>AddWithCarry of the inverted second operand with carry_in 1.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfSubtraction<TSize>(ulong operand1, ulong operand2, ulong result) where TSize : struct, IDataSize =>
        OfResult<TSize>(result) | (operand1 >= operand2 ? C : 0)
        | ((TSize.SignAt31((operand1 ^ operand2) & (operand1 ^ result)) >> 3) & V);

    /// <summary>The flag values for which a condition holds: bit n stands for NZCV = n.</summary>
    /// <remarks>J1.3 shared pseudocode ConditionHolds.</remarks>
    public static ushort SetOf(Condition condition)
    {
        int set = 0;
        for (int nzcv = 0; nzcv < 16; nzcv++)
            set |= Holds(condition, nzcv) ? 1 << nzcv : 0;
        return (ushort)set;
    }

    /// <summary>Whether the flags are in a set made by <see cref="SetOf"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsIn(uint nzcv, ushort set) => ((set >> (int)(nzcv >> 28)) & 1) != 0;

    private static bool Holds(Condition condition, int nzcv)
    {
        bool n = (nzcv & 8) != 0, z = (nzcv & 4) != 0, c = (nzcv & 2) != 0, v = (nzcv & 1) != 0;
        bool result = ((int)condition >> 1) switch
        {
            0 => z,
            1 => c,
            2 => n,
            3 => v,
            4 => c && !z,
            5 => n == v,
            6 => n == v && !z,
            _ => true,
        };
        return ((int)condition & 1) != 0 && condition != Condition.NV ? !result : result;
    }
}
