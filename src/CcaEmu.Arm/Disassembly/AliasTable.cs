using System.Collections.Immutable;
using static CcaEmu.Arm.A64.A64Op;

namespace CcaEmu.Arm.A64;

/// <summary>
/// The manual's preferred aliases, in the order they are tried. Left out are MOV of a wide or bitmask immediate and BFC, MOV to an
/// element, SXTL and UXTL: Capstone 4.0 writes those as MOVZ, MOVN, ORR, BFI, INS, SSHLL and USHLL, and one listing should not say one thing in two ways.
/// </summary>
/// <remarks>Arm ARM, A64 Base Instruction Descriptions: the Alias conditions of each page.</remarks>
internal static class AliasTable
{
    private static readonly ImmutableArray<ImmutableArray<Alias>> ByOp = Index();

    /// <summary>The aliases of an encoding; the first whose condition holds is preferred.</summary>
    internal static ReadOnlySpan<Alias> Of(A64Op op) => ByOp[(int)op].AsSpan();

    private static ImmutableArray<ImmutableArray<Alias>> Index()
    {
        ILookup<A64Op, Alias> lines = Lines().ToLookup(alias => alias.Op);
        return [.. Enum.GetValues<A64Op>().Order().Select(op => lines[op].ToImmutableArray())];
    }

    private static IEnumerable<Alias> Lines() =>
        [.. Arithmetic(), .. Logical(), .. Bitfields(), .. Conditionals(), .. Multiplies(), .. Atomics(), .. Vectors()];

    private static IEnumerable<Alias> Arithmetic() =>
    [
        new(ADD_imm, "mov", "RdSP RnSP", i => i.ShiftAmount == 0 && i.Imm == 0 && (i.Rd == 31 || i.Rn == 31)),
        new(ADDS_imm, "cmn", "RnSP AddImm", i => i.Rd == 31),
        new(SUBS_imm, "cmp", "RnSP AddImm", i => i.Rd == 31),
        new(ADDS_shift, "cmn", "Rn RmShift", i => i.Rd == 31),
        new(SUBS_shift, "cmp", "Rn RmShift", i => i.Rd == 31),
        new(SUB_shift, "neg", "Rd RmShift", i => i.Rn == 31),
        new(SUBS_shift, "negs", "Rd RmShift", i => i.Rn == 31),
        new(ADDS_ext, "cmn", "RnSP RmExtend", i => i.Rd == 31),
        new(SUBS_ext, "cmp", "RnSP RmExtend", i => i.Rd == 31),
        new(SBC, "ngc", "Rd Rm", i => i.Rn == 31),
        new(SBCS, "ngcs", "Rd Rm", i => i.Rn == 31),
    ];

    private static IEnumerable<Alias> Logical() =>
    [
        new(ANDS_imm, "tst", "Rn LogicalImm", i => i.Rd == 31),
        new(ANDS_shift, "tst", "Rn RmShift", i => i.Rd == 31),
        new(ORR_shift, "mov", "Rd Rm", i => i.Rn == 31 && i.ShiftAmount == 0 && i.ShiftType == ShiftType.LSL),
        new(ORN_shift, "mvn", "Rd RmShift", i => i.Rn == 31),
        new(EXTR, "ror", "Rd Rn Lsb", i => i.Rn == i.Rm),
    ];

    private static IEnumerable<Alias> Bitfields() =>
    [
        new(SBFM, "asr", "Rd Rn Immr", i => i.Imms == i.DataSize - 1),
        new(SBFM, "sbfiz", "Rd Rn InsertLsb InsertWidth", i => i.Imms < i.Immr),
        new(SBFM, "sxtb", "Rd Wn", i => i.Immr == 0 && i.Imms == 7),
        new(SBFM, "sxth", "Rd Wn", i => i.Immr == 0 && i.Imms == 15),
        new(SBFM, "sxtw", "Rd Wn", i => i.Is64Bit && i.Immr == 0 && i.Imms == 31),
        new(SBFM, "sbfx", "Rd Rn Immr ExtractWidth", _ => true),
        new(UBFM, "lsr", "Rd Rn Immr", i => i.Imms == i.DataSize - 1),
        new(UBFM, "lsl", "Rd Rn InsertLsb", i => i.Imms + 1 == i.Immr),
        new(UBFM, "ubfiz", "Rd Rn InsertLsb InsertWidth", i => i.Imms < i.Immr),
        new(UBFM, "uxtb", "Rd Rn", i => !i.Is64Bit && i.Immr == 0 && i.Imms == 7),
        new(UBFM, "uxth", "Rd Rn", i => !i.Is64Bit && i.Immr == 0 && i.Imms == 15),
        new(UBFM, "ubfx", "Rd Rn Immr ExtractWidth", _ => true),
        new(BFM, "bfi", "Rd Rn InsertLsb InsertWidth", i => i.Imms < i.Immr),
        new(BFM, "bfxil", "Rd Rn Immr ExtractWidth", _ => true),
    ];

    private static IEnumerable<Alias> Conditionals() =>
    [
        new(CSINC, "cset", "Rd InvertedCond", i => i.Rn == 31 && i.Rm == 31 && !Always(i)),
        new(CSINC, "cinc", "Rd Rn InvertedCond", i => i.Rn == i.Rm && !Always(i)),
        new(CSINV, "csetm", "Rd InvertedCond", i => i.Rn == 31 && i.Rm == 31 && !Always(i)),
        new(CSINV, "cinv", "Rd Rn InvertedCond", i => i.Rn == i.Rm && !Always(i)),
        new(CSNEG, "cneg", "Rd Rn InvertedCond", i => i.Rn == i.Rm && !Always(i)),
    ];

    private static IEnumerable<Alias> Multiplies() =>
    [
        new(MADD, "mul", "Rd Rn Rm", i => i.Ra == 31),
        new(MSUB, "mneg", "Rd Rn Rm", i => i.Ra == 31),
        new(SMADDL, "smull", "Xd Wn Wm", i => i.Ra == 31),
        new(SMSUBL, "smnegl", "Xd Wn Wm", i => i.Ra == 31),
        new(UMADDL, "umull", "Xd Wn Wm", i => i.Ra == 31),
        new(UMSUBL, "umnegl", "Xd Wn Wm", i => i.Ra == 31),
    ];

    private static IEnumerable<Alias> Vectors() =>
    [
        new(ORR_vector, "mov", "Vd.B Vn.B", i => i.Rn == i.Rm),
        new(NOT, "mvn", "Vd.B Vn.B", _ => true),
        new(DUP_scalar, "mov", "Ed Vn.E[imm5]", _ => true),
        new(UMOV, "mov", "Rd Vn.E[imm5]", i => i.GetOperand(1).Simd.ElementSizeLog2 >= 2),
    ];

    /// <summary>An atomic that drops what it loaded and does not acquire is a store: STADD for LDADD, and so on.</summary>
    private static IEnumerable<Alias> Atomics()
    {
        A64Op[] operations =
        [
            LDADD, LDADDB, LDADDH, LDCLR, LDCLRB, LDCLRH, LDEOR, LDEORB, LDEORH, LDSET, LDSETB, LDSETH,
            LDSMAX, LDSMAXB, LDSMAXH, LDSMIN, LDSMINB, LDSMINH, LDUMAX, LDUMAXB, LDUMAXH, LDUMIN, LDUMINB, LDUMINH,
        ];
        return operations.Select(op =>
        {
            A64Encoding line = A64Table.Get(op);
            string operands = line.Operands[0] + " " + OperandField.MemBase;
            return new Alias(op, "st" + line.MnemonicTemplate[2..], operands, i => i.Rt == 31 && !i.Acquire);
        });
    }

    private static bool Always(Instruction instruction) => instruction.Condition >= Condition.AL;
}
