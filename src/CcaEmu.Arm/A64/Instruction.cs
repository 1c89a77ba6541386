namespace CcaEmu.Arm.A64;

/// <summary>
/// A decoded A64 instruction: the word and the line of the table it belongs to. Fields are read from the word when asked for,
/// so the value is small and copying it is cheap. Ask only for fields that the encoding has: others are bits of something else.
/// </summary>
/// <remarks>Arm ARM, A64 instruction set encoding; field names are the manual's.</remarks>
public readonly partial struct Instruction : IEquatable<Instruction>
{
    internal Instruction(uint word, A64Op op)
    {
        Word = word;
        Op = op;
    }

    /// <summary>The instruction word.</summary>
    public uint Word { get; }

    /// <summary>The encoding; <see cref="A64Op.Undefined"/> when there is none.</summary>
    public A64Op Op { get; }

    /// <summary>The line of the table.</summary>
    public A64Encoding Encoding => A64Table.Get(Op);

    /// <summary>False when the word is UNALLOCATED or not in the table.</summary>
    public bool IsDefined => Op != A64Op.Undefined;

    /// <summary>The feature that must be implemented for this word not to be UNDEFINED.</summary>
    /// <remarks>It is the line's feature, but for the half-precision words of a line that has ftype: they need FEAT_FP16.</remarks>
    public Feature Feature => IsHalfPrecision ? Feature.FEAT_FP16 : Encoding.Feature;

    private bool IsHalfPrecision =>
        Encoding.Constraint is A64Constraint.FloatType or A64Constraint.FloatFixed or A64Constraint.FloatMove && (Word >> 22 & 3) == 3;

    /// <summary>What the instruction does to the program counter.</summary>
    public FlowControl FlowControl => Encoding.FlowControl;

    /// <summary>Destination register number, bits 4:0.</summary>
    public int Rd => (int)(Word & 31);

    /// <summary>Transfer register number, bits 4:0.</summary>
    public int Rt => (int)(Word & 31);

    /// <summary>First source or base register number, bits 9:5.</summary>
    public int Rn => (int)(Word >> 5 & 31);

    /// <summary>Second source or offset register number, bits 20:16.</summary>
    public int Rm => (int)(Word >> 16 & 31);

    /// <summary>Status, compare or operand register number of exclusives and atomics, bits 20:16.</summary>
    public int Rs => (int)(Word >> 16 & 31);

    /// <summary>Addend register number of multiplications, bits 14:10.</summary>
    public int Ra => (int)(Word >> 10 & 31);

    /// <summary>Second transfer register number of pairs, bits 14:10.</summary>
    public int Rt2 => (int)(Word >> 10 & 31);

    /// <summary>
    /// True when the general-purpose operands (for loads and stores Rt) have 64 bits. Where the encoding mixes sizes, the first
    /// register in assembler order decides.
    /// </summary>
    public bool Is64Bit => Encoding.Layout.Is64Bit(Word);

    /// <summary>Operand size in bits, 32 or 64; the manual's <c>datasize</c> for data processing.</summary>
    public int DataSize => Is64Bit ? 64 : 32;

    /// <summary>Q: true when a vector instruction works on 128 bits (in forms with 2: on the upper half), bit 30.</summary>
    internal bool IsUpperHalf => (Word & 1 << 30) != 0;

    /// <summary>log2 of the bytes of one memory element (for pairs: of one register's part); 0 when memory is not accessed.</summary>
    public int AccessSizeLog2 => Encoding.Layout.AccessSizeLog2(Word);

    /// <summary>The shift of a shifted register operand, bits 23:22.</summary>
    public ShiftType ShiftType => (ShiftType)(Word >> 22 & 3);

    /// <summary>
    /// The shift amount in bits: imm6 of a shifted register, imm3 of an extended register, 0 or 12 of ADD and SUB (immediate),
    /// 16 times hw of a wide move, the scale of a register offset, and 0 for all other encodings.
    /// </summary>
    public int ShiftAmount => Encoding.Operands is { Length: > 0 } operands ? ShiftAmountOf(operands[^1]) : 0;

    /// <summary>The extension of an extended register or a register offset, bits 15:13.</summary>
    public ExtendType Extend => (ExtendType)(Word >> 13 & 7);

    /// <summary>The condition: bits 3:0 of B.cond and BC.cond, bits 15:12 of conditional selects and compares.</summary>
    public Condition Condition => (Condition)(Op is A64Op.B_cond or A64Op.BC_cond ? Word & 15 : Word >> 12 & 15);

    /// <summary>The flags that a conditional compare sets when its condition fails, and the mask of RMIF: bits 3:0, N in bit 3.</summary>
    public int Nzcv => (int)(Word & 15);

    /// <summary>The last bit of a bitfield operation, bits 15:10.</summary>
    public int Imms => (int)(Word >> 10 & 63);

    /// <summary>The rotation of a bitfield operation, bits 21:16.</summary>
    public int Immr => (int)(Word >> 16 & 63);

    /// <summary>The bit that TBZ and TBNZ test, 0 to 63.</summary>
    public int BitPosition => (int)(Word >> 31 << 5 | Word >> 19 & 31);

    /// <summary>True when the load of an atomic has acquire semantics by a field of the word.</summary>
    public bool Acquire => Encoding.Layout.Acquire(Word);

    /// <summary>True when the store of an atomic has release semantics by a field of the word.</summary>
    public bool Release => Encoding.Layout.Release(Word);

    /// <summary>op0:op1:CRn:CRm:op2 of MRS, MSR (register), SYS and SYSL, in 16 bits as in <c>S&lt;op0&gt;_&lt;op1&gt;_C&lt;n&gt;_C&lt;m&gt;_&lt;op2&gt;</c>.</summary>
    public ushort SystemRegisterEncoding => (ushort)(Word >> 5);

    /// <summary>op1 of a system instruction, bits 18:16.</summary>
    public int Op1 => (int)(Word >> 16 & 7);

    /// <summary>CRn of a system instruction, bits 15:12.</summary>
    public int CRn => (int)(Word >> 12 & 15);

    /// <summary>CRm of a system instruction or barrier, bits 11:8.</summary>
    public int CRm => (int)(Word >> 8 & 15);

    /// <summary>op2 of a system instruction, bits 7:5.</summary>
    public int Op2 => (int)(Word >> 5 & 7);

    /// <summary>The address that a branch with its target in the word goes to.</summary>
    /// <param name="pc">Address of this instruction.</param>
    /// <returns>The target (arithmetic wraps at 64 bits), or null when the target is not in the word.</returns>
    public ulong? BranchTarget(ulong pc) => Encoding.Layout.Immediate is OperandField.Label26 or OperandField.Label19 or OperandField.Label14
        ? pc + (ulong)Imm
        : null;

    /// <inheritdoc/>
    public bool Equals(Instruction other) => Word == other.Word && Op == other.Op;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Instruction other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Word;

    /// <summary>The encoding's name and the word; for assembler text use <see cref="Formatter"/>.</summary>
    public override string ToString() => $"{Op} 0x{Word:x8}";

    /// <summary>Whether two instructions are the same word.</summary>
    public static bool operator ==(Instruction left, Instruction right) => left.Equals(right);

    /// <summary>Whether two instructions differ.</summary>
    public static bool operator !=(Instruction left, Instruction right) => !left.Equals(right);
}
