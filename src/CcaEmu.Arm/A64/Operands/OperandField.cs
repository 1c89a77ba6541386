namespace CcaEmu.Arm.A64;

/// <summary>How one operand of an encoding is read out of a word. The encoding table names operands by these members.</summary>
/// <remarks>
/// R is W or X as the size field says, W and X are fixed. The ranges of this enum are used by <see cref="InstructionLayout"/>:
/// keep new members inside their group.
/// </remarks>
internal enum OperandField : byte
{
    None,

    // Registers whose width the size field gives
    Rd, RdSP, Rn, RnSP, Rm, Ra, Rt, Rt2, Rs, RsNext, RtNext,
    RmShift, RmExtend,

    // W registers
    Wd, Wn, Wm, Wt, Ws,

    // X registers
    Xd, Xn, Xm, Xa, Xt, Xt2, Xs, XmSP, XtOptional, XnDefault30,

    // Immediates and labels
    AddImm, LogicalImm, MoveWideImm, Immr, Imms, Lsb, CompareImm5, RotateImm6, Imm16, DcpsImm, Hint, Udf, Crm, CrmDefault15, Barrier,
    SignedImm8, UnsignedImm8, BarrierNXS,
    AdrLabel, AdrpLabel, Label26, Label19, BitPosition, Label14,

    // Condition, flags, system
    Cond, Nzcv, Pstate, SystemRegister, Op1, Crn, CrmC, Op2, Prfop, BtiTargets,

    // Operands of aliases only
    InsertLsb, InsertWidth, ExtractWidth, InvertedCond,

    // Memory
    CopyTo, CopyFrom, CopySize,
    MemBase, MemUnsigned, MemUnscaled, MemPost, MemPre, MemPair, MemPairPost, MemPairPre,
    MemAuth, MemAuthPre, MemPreDown, MemPostUp, MemPreDownPair, MemPostUpPair, MemLiteral, MemRegister,
}
