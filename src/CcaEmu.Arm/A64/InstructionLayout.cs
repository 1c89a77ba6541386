using System.Collections.Immutable;

namespace CcaEmu.Arm.A64;

/// <summary>Facts about an encoding that <see cref="Instruction"/> needs at every query, worked out once from pattern and operands.</summary>
internal sealed class InstructionLayout
{
    private readonly uint _sizeMask;
    private readonly uint _sizeSense;
    private readonly bool _fixedIs64;
    private readonly AccessKind _access;
    private readonly uint _acquireMask;
    private readonly uint _releaseMask;
    private readonly OperandField _first;

    internal InstructionLayout(string pattern, ImmutableArray<OperandField> operands)
    {
        uint inverted = A64Encoding.MaskOf(pattern, 'F');
        _sizeMask = A64Encoding.MaskOf(pattern, 'f') | inverted;
        _sizeSense = inverted;
        OperandField first = operands.FirstOrDefault(o => o is >= OperandField.Rd and <= OperandField.XnDefault30);
        _fixedIs64 = first >= OperandField.Xd;
        _acquireMask = A64Encoding.MaskOf(pattern, 'A');
        _releaseMask = A64Encoding.MaskOf(pattern, 'L');
        _access = AccessOf(pattern, operands);
        _first = operands.FirstOrDefault();
        Immediate = operands.FirstOrDefault(IsImmediate);
    }

    private enum AccessKind : byte
    {
        None,
        SizeField,
        WordOrDoubleword,
        SimdElement,
    }

    /// <summary>The operand that <see cref="Instruction.Imm"/> gives; <see cref="OperandField.None"/> when there is none.</summary>
    internal OperandField Immediate { get; }

    /// <summary>Whether the general-purpose operands have 64 bits.</summary>
    internal bool Is64Bit(uint word) => _sizeMask == 0 ? _fixedIs64 : ((word ^ _sizeSense) & _sizeMask) != 0;

    internal bool Acquire(uint word) => (word & _acquireMask) != 0;

    internal bool Release(uint word) => (word & _releaseMask) != 0;

    /// <summary>log2 of the bytes of one memory element; 0 when the instruction does not access memory.</summary>
    internal int AccessSizeLog2(uint word) => _access switch
    {
        AccessKind.SizeField => (int)(word >> 30),
        AccessKind.WordOrDoubleword => (word & _sizeMask) != 0 ? 3 : 2,
        AccessKind.SimdElement => VectorField.RegisterOf(_first, word).ElementSizeLog2,
        _ => 0,
    };

    /// <summary>Pairs and literals tell W from X by one bit; SIMD&amp;FP registers have their own size; all other loads and stores have it in 31:30.</summary>
    private static AccessKind AccessOf(string pattern, ImmutableArray<OperandField> operands)
    {
        if (!operands.Any(o => o is >= OperandField.CopyTo and <= OperandField.MemStructPost))
            return AccessKind.None;
        if (VectorField.IsVector(operands[0]))
            return AccessKind.SimdElement;
        bool pair = pattern.Contains('u') || operands.Contains(OperandField.RtNext);
        return pair || operands.Contains(OperandField.MemLiteral) ? AccessKind.WordOrDoubleword : AccessKind.SizeField;
    }

    private static bool IsImmediate(OperandField field) =>
        field is >= OperandField.AddImm and <= OperandField.Label14 and not OperandField.BitPosition
            or >= OperandField.MemUnsigned and <= OperandField.MemLiteral
            or >= OperandField.MemStructPost and <= OperandField.Imm6;
}
