using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <summary>Decides <see cref="A64Constraint"/> for a word. One expression per rule.</summary>
internal static class A64ConstraintRules
{
    private const uint Sf = 1u << 31;

    /// <summary>PSTATE fields that MSR (immediate) can name, as a set of op1:op2: bit n stands for the value n.</summary>
    private const ulong PstateFields =
        1ul << 0b000_011 // UAO
        | 1ul << 0b000_100 // PAN
        | 1ul << 0b000_101 // SPSel
        | 1ul << 0b011_001 // SSBS
        | 1ul << 0b011_010 // DIT
        | 1ul << 0b011_110 // DAIFSet
        | 1ul << 0b011_111; // DAIFClr

    /// <summary>Tells whether <paramref name="word"/>, which matches the line's pattern, also keeps its rule.</summary>
    internal static bool Holds(A64Constraint constraint, uint word) => constraint switch
    {
        A64Constraint.None => true,
        A64Constraint.LogicalImmediate => BitMasks.TryDecodeImmediate(word, out _),
        A64Constraint.MoveWide => Is64(word) || Bit(word, 22) == 0,
        A64Constraint.Bitfield => NEqualsSf(word) && (Is64(word) || (Bit(word, 21) | Bit(word, 15)) == 0),
        A64Constraint.Extract => NEqualsSf(word) && (Is64(word) || Bit(word, 15) == 0),
        A64Constraint.LogicalShift => Is64(word) || Bit(word, 15) == 0,
        A64Constraint.AddSubtractShift => (word >> 22 & 3) != 3 && (Is64(word) || Bit(word, 15) == 0),
        A64Constraint.ExtendShift => (word >> 10 & 7) <= 4,
        A64Constraint.RegisterOffset => Bit(word, 14) == 1,
        A64Constraint.EvenPair => (Bit(word, 16) | Bit(word, 0)) == 0,
        A64Constraint.RevSize => Bit(word, 10) == Bit(word, 31),
        A64Constraint.MsrImmediate => (PstateFields >> (int)((word >> 16 & 7) << 3 | word >> 5 & 7) & 1) != 0,
        A64Constraint.FloatType => (word >> 22 & 3) != 2,
        A64Constraint.FloatFixed => (word >> 22 & 3) != 2 && (Is64(word) || Bit(word, 15) == 1),
        A64Constraint.FloatMove => (word >> 22 & 3) == 3 || (word >> 22 & 3) == Bit(word, 31),
        A64Constraint.FloatConvert => (word >> 22 & 3) != 2 && (word >> 15 & 3) != 2 && (word >> 22 & 3) != (word >> 15 & 3),
        A64Constraint.NotOneDoubleword => (word >> 22 & 3) != 3 || IsQ(word),
        A64Constraint.NotOneDouble => Bit(word, 22) == 0 || IsQ(word),
        A64Constraint.FloatByElement => Bit(word, 22) == 0 || (IsQ(word) && Bit(word, 21) == 0),
        A64Constraint.ScalarFloatByElement => (Bit(word, 22) & Bit(word, 21)) == 0,
        A64Constraint.SizeNot3 => Size(word) != 3,
        A64Constraint.SizeHalfOrWord => Size(word) is 1 or 2,
        A64Constraint.SizeByteOrHalf => Size(word) <= 1,
        A64Constraint.AcrossLanes => Size(word) <= 1 || (Size(word) == 2 && IsQ(word)),
        A64Constraint.ExtractIndex => IsQ(word) || Bit(word, 14) == 0,
        A64Constraint.ElementIndex => Imm5Size(word) <= 3,
        A64Constraint.ElementCopy => Imm5Size(word) <= (IsQ(word) ? 3 : 2),
        A64Constraint.SignedMoveToGeneral => Imm5Size(word) <= (IsQ(word) ? 2 : 1),
        A64Constraint.MoveToGeneral => IsQ(word) ? Imm5Size(word) == 3 : Imm5Size(word) <= 2,
        A64Constraint.ShiftNotZero => (word >> 19 & 15) != 0,
        A64Constraint.VectorShift => (word >> 19 & 15) != 0 && (IsQ(word) || Bit(word, 22) == 0),
        A64Constraint.SimdAccess => Bit(word, 23) == 0 || word >> 30 == 0,
        A64Constraint.SimdRegisterOffset => Bit(word, 14) == 1 && (Bit(word, 23) == 0 || word >> 30 == 0),
        A64Constraint.SimdPair => word >> 30 != 3,
        A64Constraint.StructureArrangement => (word >> 10 & 3) != 3 || Bit(word, 30) == 1,
        A64Constraint.ComplexSize => (word >> 22 & 3) != 0 && ((word >> 22 & 3) != 3 || IsQ(word)),
        A64Constraint.ComplexElement => Bit(word, 11) == 0 || IsQ(word),
        _ => throw new ArgumentOutOfRangeException(nameof(constraint), constraint, "unknown encoding constraint"),
    };

    private static bool Is64(uint word) => (word & Sf) != 0;

    private static uint Size(uint word) => word >> 22 & 3;

    private static int Imm5Size(uint word) => BitOperations.TrailingZeroCount(word >> 16 & 15 | 16);

    private static bool IsQ(uint word) => (word & 1u << 30) != 0;

    private static uint Bit(uint word, int position) => word >> position & 1;

    private static bool NEqualsSf(uint word) => Bit(word, 22) == Bit(word, 31);
}
