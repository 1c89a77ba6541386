namespace CcaEmu.Arm.A64;

/// <summary>One operand of an <see cref="Instruction"/>. <see cref="Kind"/> tells which members mean something.</summary>
/// <remarks>Arm ARM, A64 assembler syntax.</remarks>
public readonly record struct Operand
{
    /// <summary>What this operand is.</summary>
    public OperandKind Kind { get; init; }

    /// <summary>The register, or the base register of a memory operand.</summary>
    public A64Register Register { get; init; }

    /// <summary>The number: see <see cref="OperandKind"/> and <see cref="A64.AddressingMode"/> for its meaning and unit.</summary>
    public long Immediate { get; init; }

    /// <summary>The shift of a shifted register.</summary>
    public ShiftType ShiftType { get; init; }

    /// <summary>The extension of an extended register or of <see cref="Index"/>.</summary>
    public ExtendType Extend { get; init; }

    /// <summary>The shift amount in bits.</summary>
    public int ShiftAmount { get; init; }

    /// <summary>True when the word says that the index is scaled, also where the scale is by one byte.</summary>
    public bool IsScaled { get; init; }

    /// <summary>The condition.</summary>
    public Condition Condition { get; init; }

    /// <summary>How a memory operand forms its address.</summary>
    public AddressingMode AddressingMode { get; init; }

    /// <summary>The offset register of a memory operand.</summary>
    public A64Register Index { get; init; }

    /// <summary>The SIMD&amp;FP register, or the first of a list.</summary>
    public SimdRegister Simd { get; init; }

    /// <summary>The element of <see cref="Simd"/>.</summary>
    public int ElementIndex { get; init; }

    /// <summary>How many registers a list has, 1 to 4.</summary>
    public int ListLength { get; init; }
}
