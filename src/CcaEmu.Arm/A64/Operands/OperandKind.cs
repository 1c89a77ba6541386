namespace CcaEmu.Arm.A64;

/// <summary>What an <see cref="Operand"/> is.</summary>
public enum OperandKind : byte
{
    /// <summary>No operand.</summary>
    None,

    /// <summary>A register: <see cref="Operand.Register"/>.</summary>
    Register,

    /// <summary>A register shifted by <see cref="Operand.ShiftType"/> and <see cref="Operand.ShiftAmount"/>.</summary>
    ShiftedRegister,

    /// <summary>A register extended by <see cref="Operand.Extend"/>, then shifted left by <see cref="Operand.ShiftAmount"/>.</summary>
    ExtendedRegister,

    /// <summary>A number: <see cref="Operand.Immediate"/>, to be shifted left by <see cref="Operand.ShiftAmount"/>.</summary>
    Immediate,

    /// <summary>A place relative to the PC: <see cref="Operand.Immediate"/> bytes from it.</summary>
    Label,

    /// <summary>A place relative to the 4 KiB page of the PC: <see cref="Operand.Immediate"/> bytes from it.</summary>
    PageLabel,

    /// <summary>Memory: see <see cref="Operand.AddressingMode"/>.</summary>
    Memory,

    /// <summary>A condition: <see cref="Operand.Condition"/>.</summary>
    Condition,

    /// <summary>A System register: <see cref="Operand.Immediate"/> is op0:op1:CRn:CRm:op2.</summary>
    SystemRegister,

    /// <summary>A PSTATE field of MSR (immediate): <see cref="Operand.Immediate"/> is op1:op2.</summary>
    PstateField,

    /// <summary>A barrier's domain and kind: <see cref="Operand.Immediate"/> is CRm.</summary>
    Barrier,

    /// <summary>A prefetch operation: <see cref="Operand.Immediate"/> is the Rt field.</summary>
    PrefetchOperation,

    /// <summary>A register that memory copy and set count bytes in, and update: <see cref="Operand.Register"/>.</summary>
    CountRegister,

    /// <summary>What branches may land on BTI: <see cref="Operand.Immediate"/> bit 0 for calls (c), bit 1 for jumps (j).</summary>
    BranchTargets,

    /// <summary>CRn or CRm of a system instruction: <see cref="Operand.Immediate"/> is the number.</summary>
    ControlRegister,

    /// <summary>A SIMD&amp;FP register, scalar or vector: <see cref="Operand.Simd"/>.</summary>
    SimdRegister,

    /// <summary>One element of a SIMD&amp;FP register: <see cref="Operand.Simd"/> and <see cref="Operand.ElementIndex"/>.</summary>
    SimdElement,

    /// <summary>Registers in sequence from <see cref="Operand.Simd"/>, V31 being followed by V0: <see cref="Operand.ListLength"/> of them.</summary>
    SimdList,

    /// <summary>The same element of registers in sequence, as <see cref="SimdList"/> with <see cref="Operand.ElementIndex"/>.</summary>
    SimdElementList,

    /// <summary>
    /// The immediate of MOVI, MVNI, ORR and BIC: <see cref="Operand.Immediate"/> is imm8 to be shifted as <see cref="Operand.ShiftType"/> (LSL,
    /// or MSL, which shifts in ones) and <see cref="Operand.ShiftAmount"/> say; for the 64-bit form of MOVI the expanded value.
    /// </summary>
    ModifiedImmediate,

    /// <summary>A floating-point number: <see cref="Operand.Immediate"/> has the bits of the double-precision number.</summary>
    FloatingPoint,
}
