namespace CcaEmu.Arm.A64;

/// <content>Immediates, decoded as the manual's decode pseudocode does.</content>
public readonly partial struct Instruction
{
    /// <summary>
    /// The immediate, decoded: shifted (ADD, SUB, wide moves), expanded (logical, as an unsigned mask), or sign-extended and scaled to
    /// bytes (branch and literal offsets, load/store offsets, ADR; for ADRP the offset in bytes from the page of the PC). It is immr for bitfield
    /// moves, the lsb for EXTR, CRm:op2 for HINT, CRm for barriers and MSR (immediate), and 0 for encodings without one.
    /// </summary>
    public long Imm => ImmediateOf(Encoding.Layout.Immediate);

    private long ImmediateOf(OperandField field) => field switch
    {
        OperandField.AddImm => Bits(10, 12) << ShiftAmountOf(field),
        OperandField.LogicalImm => BitMasks.TryDecodeImmediate(Word, out ulong mask) ? (long)mask : 0,
        OperandField.MoveWideImm => Bits(5, 16) << ShiftAmountOf(field),
        OperandField.Immr => Immr,
        OperandField.Imms or OperandField.Lsb => Imms,
        OperandField.CompareImm5 => Bits(16, 5),
        OperandField.RotateImm6 => Bits(15, 6),
        OperandField.Imm16 or OperandField.DcpsImm => Bits(5, 16),
        OperandField.SignedImm8 => SignedBits(10, 8),
        OperandField.UnsignedImm8 => Bits(10, 8),
        OperandField.BarrierNXS => Bits(10, 2),
        OperandField.Udf => Bits(0, 16),
        OperandField.Hint => Bits(5, 7),
        OperandField.Crm or OperandField.CrmDefault15 or OperandField.Barrier => CRm,
        OperandField.AdrLabel => AdrOffset,
        OperandField.AdrpLabel => AdrOffset << 12,
        OperandField.Label26 => SignedBits(0, 26) << 2,
        OperandField.Label19 or OperandField.MemLiteral => SignedBits(5, 19) << 2,
        OperandField.Label14 => SignedBits(5, 14) << 2,
        OperandField.MemUnsigned => Bits(10, 12) << AccessSizeLog2,
        OperandField.MemUnscaled or OperandField.MemPost or OperandField.MemPre => SignedBits(12, 9),
        OperandField.MemPair or OperandField.MemPairPost or OperandField.MemPairPre => SignedBits(15, 7) << AccessSizeLog2,
        OperandField.MemAuth or OperandField.MemAuthPre => (SignedBits(22, 1) << 9 | Bits(12, 9)) << 3,
        OperandField.MemPostUp => 1L << AccessSizeLog2,
        OperandField.MemPreDown => -1L << AccessSizeLog2,
        OperandField.MemPostUpPair => 2L << AccessSizeLog2,
        OperandField.MemPreDownPair => -2L << AccessSizeLog2,
        >= OperandField.MemStructPost => VectorImmediateOf(field),
        _ => 0,
    };

    private long AdrOffset => SignedBits(5, 19) << 2 | Bits(29, 2);

    private int ShiftAmountOf(OperandField field) => field switch
    {
        OperandField.AddImm => (int)(Word >> 22 & 1) * 12,
        OperandField.MoveWideImm => (int)(Word >> 21 & 3) * 16,
        OperandField.RmShift => (int)(Word >> 10 & 63),
        OperandField.RmExtend => (int)(Word >> 10 & 7),
        OperandField.MemRegister => (Word & 1 << 12) != 0 ? AccessSizeLog2 : 0,
        _ => 0,
    };

    private long Bits(int position, int count) => Word >> position & (1u << count) - 1;

    private long SignedBits(int position, int count) => (long)((ulong)Word << (64 - position - count)) >> (64 - count);
}
