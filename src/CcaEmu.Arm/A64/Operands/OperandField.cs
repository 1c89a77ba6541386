namespace CcaEmu.Arm.A64;

/// <summary>How one operand of an encoding is read out of a word. The encoding table names operands by these members.</summary>
/// <remarks>
/// R is W or X as the size field says, W and X are fixed. The ranges of this enum are used by <see cref="InstructionLayout"/>:
/// keep new members inside their group. SIMD&amp;FP registers are values above the named members: see <see cref="VectorField"/>.
/// </remarks>
internal enum OperandField
{
    None,

    // Registers whose width the size field gives; of RnImm5 imm5 gives it
    Rd, RdSP, Rn, RnSP, Rm, Ra, Rt, Rt2, Rs, RsNext, RnImm5, RtNext,
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

    // Memory of structures of SIMD&FP registers: post-indexed by Rm, or by their size in bytes where Rm is 31
    MemStructPost,

    // Immediates of SIMD&FP instructions: shifts by immh:immb, the size of an element as a shift, cmode and a:h, the same as a
    // floating-point number, imm8 of FMOV (scalar), +0.0, 64 - scale, imm4 of EXT, rotations of FCADD, FCMLA (vector) and FCMLA
    // (by element), imm6 of XAR, plain zero
    ShiftRight, ShiftLeft, ElementBits, ModifiedImm, VectorFpImm, FpImm, FpZero, Fbits, ExtractIndex, RotateAdd, Rotate, RotateElement, Imm6, Zero,
}
