using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Chooses an instruction's handler and lays its operands out for it: here by group, the rest is the group's.</summary>
internal static unsafe class Predecoder
{
    /// <summary>Fills in the operands of an operation.</summary>
    /// <param name="i">The decoded instruction.</param>
    /// <param name="index">Place of the instruction in its page, 0 to 1023.</param>
    /// <param name="features">What the PE implements; an instruction of an absent feature is UNDEFINED.</param>
    /// <param name="op">Takes the operands.</param>
    /// <returns>The handler.</returns>
    public static Handler Predecode(in Instruction i, uint index, PeFeatures features, DecodedOp* op)
    {
        if (!i.IsDefined)
            return &Exceptions.Undefined;
        // The hint space is a space of NOPs for those who do not know better.
        if (!features.Has(i.Feature))
            return i.Op is >= A64Op.HINT and <= A64Op.BTI ? &Hints.Nothing : &Exceptions.Undefined;
        return i.Encoding.Group switch
        {
            A64Group.DataProcessingImmediate => DataProcessingImmediate(i, index, op),
            A64Group.BranchSystem => BranchOrSystem(i, index, features, op),
            A64Group.LoadStore => LoadStore(i, index, op),
            A64Group.DataProcessingRegister => DataProcessingRegister(i, op),
            A64Group.FloatingPoint => ScalarFloatingPoint.Predecode(i, op),
            A64Group.AdvancedSimd => AdvancedSimd.Predecode(i, op),
            A64Group.SimdLoadStore => features.Has(Feature.FEAT_FP) ? SimdLoadStores.Predecode(i, index, op) : &Exceptions.Undefined,
            A64Group.AdvancedSimdFloat => AdvancedSimdFloat.Predecode(i, features, op),
            A64Group.Cryptography => Cryptographic.Predecode(i, op),
            _ => throw new InvalidOperationException($"{i.Op} has a line in the encoding table but no meaning"),
        };
    }

    private static Handler DataProcessingImmediate(in Instruction i, uint index, DecodedOp* op) => i.Op switch
    {
        <= A64Op.ADRP => MoveWide.PredecodeRelative(i, index, op),
        <= A64Op.SUBS_imm => AddSubtract.PredecodeImmediate(i, op),
        <= A64Op.ANDS_imm => Logical.PredecodeImmediate(i, op),
        <= A64Op.UMIN_imm => MinMax.PredecodeImmediate(i, op),
        <= A64Op.MOVK => MoveWide.Predecode(i, op),
        <= A64Op.UBFM => Bitfield.Predecode(i, op),
        _ => Bitfield.PredecodeExtract(i, op),
    };

    private static Handler BranchOrSystem(in Instruction i, uint index, PeFeatures features, DecodedOp* op) => i.Op switch
    {
        A64Op.UDF => &Exceptions.Undefined,
        A64Op.B_cond or A64Op.BC_cond or (>= A64Op.B and <= A64Op.TBNZ) => Branches.Predecode(i, index, op),
        <= A64Op.DCPS3 or A64Op.ERET or A64Op.DRPS => ExceptionGeneration.Predecode(i, op),
        <= A64Op.WFIT => Hints.Predecode(i, op),
        <= A64Op.SB => Barriers.Predecode(i),
        A64Op.MSR_imm => ProcessStateMove.Predecode(i, features, op),
        <= A64Op.AXFLAG => FlagManipulation.Predecode(i, op),
        <= A64Op.SYSL => SystemInstructions.Predecode(i, features, op),
        <= A64Op.MRS => SystemRegisterMove.Predecode(i, features, op),
        >= A64Op.BRAA and <= A64Op.ERETAB => AuthenticatedBranches.Predecode(i, features, op),
        _ => Branches.PredecodeToRegister(i, features, op),
    };

    private static Handler LoadStore(in Instruction i, uint index, DecodedOp* op) => i.Op switch
    {
        <= A64Op.LDAXP => LoadStoreExclusive.Predecode(i, index, op),
        <= A64Op.LDAR => LoadStoreOrdered.Predecode(i, index, op),
        <= A64Op.CASP => Atomics.PredecodeCompareAndSwap(i, index, op),
        <= A64Op.SWP => Atomics.Predecode(i, index, op),
        <= A64Op.LDAPR => LoadStoreOrdered.Predecode(i, index, op),
        <= A64Op.LDAPURSW => LoadStoreOrdered.PredecodeUnscaled(i, index, op),
        <= A64Op.LDAPR_post => LoadStoreOrdered.Predecode(i, index, op),
        <= A64Op.LDIAPP => LoadStoreOrderedPair.Predecode(i, index, op),
        >= A64Op.SETP and <= A64Op.SETE => MemorySet.Predecode(i, op),
        <= A64Op.CPYE => MemoryCopy.Predecode(i, op),
        <= A64Op.PRFM_lit => LoadStoreRegister.PredecodeLiteral(i, index, op),
        <= A64Op.LDPSW_pre => LoadStorePair.Predecode(i, index, op),
        >= A64Op.LDRAA_off and <= A64Op.LDRAB_pre => LoadAuthenticated.Predecode(i, op),
        >= A64Op.STTRB and <= A64Op.LDTRSW => LoadStoreUnprivileged.Predecode(i, index, op),
        _ => LoadStoreRegister.Predecode(i, index, op),
    };

    private static Handler DataProcessingRegister(in Instruction i, DecodedOp* op) => i.Op switch
    {
        <= A64Op.RORV => DataProcessing2Source.Predecode(i, op),
        A64Op.PACGA => PointerSigning.PredecodeGeneric(i, op),
        <= A64Op.CRC32CX => Crc32.Predecode(i, op),
        <= A64Op.UMIN_reg => MinMax.PredecodeRegister(i, op),
        <= A64Op.ABS => DataProcessing1Source.Predecode(i, op),
        <= A64Op.XPACD => PointerSigning.Predecode(i, op),
        <= A64Op.BICS_shift => Logical.PredecodeShifted(i, op),
        <= A64Op.SUBS_shift => AddSubtract.PredecodeShifted(i, op),
        <= A64Op.SUBS_ext => AddSubtract.PredecodeExtended(i, op),
        <= A64Op.SBCS => AddSubtract.PredecodeWithCarry(i, op),
        <= A64Op.SETF16 => FlagManipulation.Predecode(i, op),
        <= A64Op.CCMP_imm => ConditionalOperations.PredecodeCompare(i, op),
        <= A64Op.CSNEG => ConditionalOperations.PredecodeSelect(i, op),
        _ => DataProcessing3Source.Predecode(i, op),
    };
}
