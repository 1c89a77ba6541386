using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Which of three instructions in a row of a memory copy or set.</summary>
internal enum MemoryStage : byte
{
    /// <summary>Lays the registers out and does the first bytes.</summary>
    Prologue,

    /// <summary>Does all whole blocks.</summary>
    Main,

    /// <summary>Does the rest, which is less than a block.</summary>
    Epilogue,
}

/// <summary>What memory copy and memory set have in common (FEAT_MOPS): who may, how the work is divided, and the exception for a wrong state.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode CheckMOPSEnabled, CheckMemCpyParams, CheckMemSetParams, MismatchedMemCpyException. IMPLEMENTATION
/// DEFINED choices: option A for every instruction (sizes and addresses are kept so that a size counts up to zero, and PSTATE.C is 0);
/// the prologue does up to one block, the epilogue what is left behind the last whole block; a size of zero is not checked for its
/// option. CONSTRAINED UNPREDICTABLE choices of registers are UNDEFINED.
/// </remarks>
internal static unsafe class MemoryOperation
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64;

    /// <summary>
    /// Bytes after which an instruction that is not done starts over with what it has written to its registers, so that interrupts and
    /// the instruction budget are looked at.
    /// </summary>
    public const ulong BytesAtATime = 0x1_0000;

    /// <summary>Modelled: bytes per cycle.</summary>
    public const int BytesPerCycle = 16;

    /// <summary>Whether the current level may use the instructions at all.</summary>
    public static bool IsEnabled(ProcessingElement pe)
    {
        if (pe.CurrentLevel >= ExceptionLevel.EL2)
            return true;
        bool host = PointerAuthentication.IsHostAbove(pe);
        if (pe.El2Enabled && !host && (HypervisorControl(pe) & HCRX_EL2.MSCEn) == 0)
            return false;
        SystemRegister sctlr = host && pe.CurrentLevel == ExceptionLevel.EL0 ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
        return pe.CurrentLevel == ExceptionLevel.EL1 || (pe.Raw(sctlr) & SCTLR_ELx.MSCEn) != 0;
    }

    /// <summary>Whether the state an instruction finds is the one that its predecessor leaves.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="stage">Main or epilogue.</param>
    /// <param name="size">Bytes left to do, in the direction of the sign.</param>
    /// <param name="mayBePositive">Whether a size may be positive: a copy downwards.</param>
    /// <param name="formatOption">Takes what is wrong, for the syndrome.</param>
    public static bool IsWellFormed(ProcessingElement pe, MemoryStage stage, long size, bool mayBePositive, out ulong formatOption)
    {
        long rest = size % BlockBytes;
        long work = stage == MemoryStage.Main ? size - rest : rest;
        bool optionA = (pe.State->Nzcv & Flags.C) == 0;
        formatOption = work != 0 && !optionA ? 0b11UL : 0b01;
        return (work == 0 || optionA)
            && (mayBePositive || size <= 0)
            && (stage == MemoryStage.Main || size == rest);
    }

    /// <summary>Takes the Memory Copy and Memory Set exception.</summary>
    public static DecodedOp* Mismatch(ProcessingElement pe, PeState* s, DecodedOp* op, ulong iss)
    {
        bool toEl2 = pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (HypervisorControl(pe) & HCRX_EL2.MCE2) != 0;
        ulong registers = (ulong)(op->Word & 31) << 10 | (op->Word >> 16 & 31) << 5 | op->Word >> 5 & 31;
        return Exceptions.Trap(
            pe, s, op, toEl2 ? ExceptionLevel.EL2 : pe.OrdinaryTarget, ExceptionClass.MemoryOperation, iss | registers);
    }

    /// <summary>Goes on: with the next instruction, or with this one where it is not done.</summary>
    public static DecodedOp* Continue(ProcessingElement pe, PeState* s, DecodedOp* op, ulong bytesDone, bool isDone)
    {
        if (bytesDone >= BytesPerCycle)
            pe.Charge(new Work(WorkStep.BulkCopy, bytesDone / BytesPerCycle));
        if (isDone)
            return op + 1;
        Engine.Abandon(s, op);
        return null;
    }

    /// <summary>An access as a level makes it, or as EL0 would.</summary>
    public static AccessKind With(AccessKind access, bool unprivileged) => unprivileged ? access | AccessKind.Unprivileged : access;

    // HCRX_EL2 counts as zero where it does not exist or EL3 keeps it shut.
    private static ulong HypervisorControl(ProcessingElement pe) =>
        pe.Features.Has(Feature.FEAT_HCX) && (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.HXEn) != 0 ? pe.Raw(SystemRegister.HCRX_EL2) : 0;
}
