using System.Numerics;

namespace CcaEmu.Arm.A64;

/// <content>Operands and immediates of SIMD&amp;FP instructions.</content>
public readonly partial struct Instruction
{
    /// <summary>
    /// The 64 bits that the modified immediate of MOVI, MVNI, ORR, BIC or FMOV (vector) stands for, before MVNI and BIC invert them: op is
    /// bit 29, cmode bits 15:12, o2 bit 11.
    /// </summary>
    /// <remarks>Arm ARM, shared pseudocode, function AdvSIMDExpandImm; FMOV (vector, immediate) for the half-precision form.</remarks>
    public ulong ExpandedImmediate
    {
        get
        {
            ulong imm8 = ModifiedImm8;
            int cmode = (int)Bits(12, 4);
            return cmode switch
            {
                < 8 => (imm8 << 8 * (cmode >> 1)) * 0x1_0000_0001,
                < 12 => (imm8 << 8 * (cmode >> 1 & 1)) * 0x1_0001_0001_0001,
                12 => (imm8 << 8 | 0xFF) * 0x1_0000_0001,
                13 => (imm8 << 16 | 0xFFFF) * 0x1_0000_0001,
                14 => Bits(29, 1) == 0 ? imm8 * 0x0101_0101_0101_0101 : ByteMask(imm8),
                _ when Bits(11, 1) != 0 => ExpandFloat(imm8, 5, 10) * 0x1_0001_0001_0001,
                _ => Bits(29, 1) == 0 ? ExpandFloat(imm8, 8, 23) * 0x1_0000_0001 : ExpandFloat(imm8, 11, 52),
            };
        }
    }

    /// <summary>a:b:c:d:e:f:g:h.</summary>
    private ulong ModifiedImm8 => (ulong)(Bits(16, 3) << 5 | Bits(5, 5));

    private Operand OfVector(OperandField field)
    {
        if (VectorField.IsVector(field))
        {
            return new()
            {
                Kind = (VectorField.IsList(field), VectorField.IsElement(field)) switch
                {
                    (true, true) => OperandKind.SimdElementList,
                    (true, false) => OperandKind.SimdList,
                    (false, true) => OperandKind.SimdElement,
                    _ => OperandKind.SimdRegister,
                },
                Simd = VectorField.RegisterOf(field, Word),
                ElementIndex = VectorField.ElementIndexOf(field, Word),
                ListLength = VectorField.ListLength(field),
            };
        }

        return field switch
        {
            OperandField.ModifiedImm => ModifiedImmediate(),
            OperandField.VectorFpImm or OperandField.FpImm or OperandField.FpZero => Value(OperandKind.FloatingPoint, VectorImmediateOf(field)),
            _ => Value(OperandKind.Immediate, VectorImmediateOf(field)),
        };
    }

    private Operand ModifiedImmediate()
    {
        int cmode = (int)Bits(12, 4);
        if (cmode == 14 && Bits(29, 1) != 0)
            return Value(OperandKind.ModifiedImmediate, (long)ExpandedImmediate);
        return Value(OperandKind.ModifiedImmediate, (long)ModifiedImm8) with
        {
            ShiftType = cmode is 12 or 13 ? ShiftType.MSL : ShiftType.LSL,
            ShiftAmount = cmode switch { < 8 => 8 * (cmode >> 1), < 12 => 8 * (cmode >> 1 & 1), 12 => 8, 13 => 16, _ => 0 },
        };
    }

    private long VectorImmediateOf(OperandField field) => field switch
    {
        OperandField.MemStructPost => StructureBytes,
        OperandField.ShiftRight => 2 * ShiftElementBits - Bits(16, 7),
        OperandField.ShiftLeft => Bits(16, 7) - ShiftElementBits,
        OperandField.ElementBits => 8 << (int)Bits(22, 2),
        OperandField.ModifiedImm => (long)ExpandedImmediate,
        OperandField.VectorFpImm => (long)ExpandFloat(ModifiedImm8, 11, 52),
        OperandField.FpImm => (long)ExpandFloat((ulong)Bits(13, 8), 11, 52),
        OperandField.Fbits => 64 - Bits(10, 6),
        OperandField.ExtractIndex => Bits(11, 4),
        OperandField.RotateAdd => Bits(12, 1) == 0 ? 90 : 270,
        OperandField.Rotate => Bits(11, 2) * 90,
        OperandField.RotateElement => Bits(13, 2) * 90,
        OperandField.Imm6 => Bits(10, 6),
        _ => 0,
    };

    /// <summary>The bits of an element as the highest set bit of immh gives them.</summary>
    private long ShiftElementBits => 8L << BitOperations.Log2((uint)Bits(19, 4) | 1);

    /// <summary>The bytes of all registers of a list, or of one element of each.</summary>
    private long StructureBytes
    {
        get
        {
            OperandField list = Encoding.Operands[0];
            SimdRegister one = VectorField.RegisterOf(list, Word);
            bool replicates = Encoding.Mnemonic.EndsWith('r');
            int elements = VectorField.IsElement(list) || replicates ? 1 : one.Lanes;
            return VectorField.ListLength(list) * elements << one.ElementSizeLog2;
        }
    }

    /// <summary>Each bit of <paramref name="imm8"/> as eight equal bits.</summary>
    private static ulong ByteMask(ulong imm8)
    {
        ulong mask = 0;
        for (int i = 0; i < 8; i++)
            mask |= (imm8 >> i & 1) * (0xFFUL << 8 * i);
        return mask;
    }

    /// <summary>A sign, an exponent of NOT(b):Replicate(b):c:d and a fraction of e:f:g:h, in the widths of a format.</summary>
    /// <remarks>Arm ARM, shared pseudocode, function VFPExpandImm.</remarks>
    private static ulong ExpandFloat(ulong imm8, int exponentBits, int fractionBits)
    {
        ulong b = imm8 >> 6 & 1;
        ulong exponent = (b ^ 1) << (exponentBits - 1) | b * ((1UL << (exponentBits - 3)) - 1) << 2 | imm8 >> 4 & 3;
        return (imm8 >> 7) << (exponentBits + fractionBits) | exponent << fractionBits | (imm8 & 15) << (fractionBits - 4);
    }
}
