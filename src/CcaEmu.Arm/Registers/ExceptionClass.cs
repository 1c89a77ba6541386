namespace CcaEmu.Arm.Registers;

/// <summary>Why an exception was taken: ESR_ELx.EC.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), section "ESR_EL3, Exception Syndrome Register (EL3)", field EC, and those of EL1 and EL2.
/// </remarks>
public enum ExceptionClass : byte
{
    /// <summary>Unknown reason: UNDEFINED instructions and the like.</summary>
    Unknown = 0x00,

    /// <summary>Trapped WFI, WFE, WFIT or WFET.</summary>
    TrappedWfx = 0x01,

    /// <summary>Trapped use of floating point, SIMD, SVE or SME registers.</summary>
    TrappedFpSimd = 0x07,

    /// <summary>Trapped pointer authentication instruction.</summary>
    TrappedPointerAuthentication = 0x09,

    /// <summary>Trapped instruction without a class of its own (LS64 and others).</summary>
    TrappedOther = 0x0A,

    /// <summary>Branch target exception.</summary>
    BranchTarget = 0x0D,

    /// <summary>Illegal execution state.</summary>
    IllegalState = 0x0E,

    /// <summary>Trapped MSRR, MRRS or 128-bit system instruction.</summary>
    TrappedSystem128 = 0x14,

    /// <summary>SVC from AArch64.</summary>
    Svc64 = 0x15,

    /// <summary>HVC from AArch64.</summary>
    Hvc64 = 0x16,

    /// <summary>SMC from AArch64.</summary>
    Smc64 = 0x17,

    /// <summary>Trapped MSR, MRS or system instruction.</summary>
    TrappedSystem = 0x18,

    /// <summary>Trapped SVE.</summary>
    TrappedSve = 0x19,

    /// <summary>Trapped ERET, ERETAA or ERETAB.</summary>
    TrappedEret = 0x1A,

    /// <summary>Pointer authentication failure.</summary>
    PointerAuthenticationFailure = 0x1C,

    /// <summary>Trapped SME.</summary>
    TrappedSme = 0x1D,

    /// <summary>Granule protection check exception; only at EL3.</summary>
    GranuleProtectionCheck = 0x1E,

    /// <summary>IMPLEMENTATION DEFINED exception to EL3.</summary>
    ImplementationDefined = 0x1F,

    /// <summary>Instruction Abort from a lower exception level.</summary>
    InstructionAbortLower = 0x20,

    /// <summary>Instruction Abort from the same exception level.</summary>
    InstructionAbortSame = 0x21,

    /// <summary>PC alignment fault.</summary>
    PcAlignment = 0x22,

    /// <summary>Data Abort from a lower exception level.</summary>
    DataAbortLower = 0x24,

    /// <summary>Data Abort from the same exception level.</summary>
    DataAbortSame = 0x25,

    /// <summary>SP alignment fault.</summary>
    SpAlignment = 0x26,

    /// <summary>Memory copy or memory set in an unexpected state.</summary>
    MemoryOperation = 0x27,

    /// <summary>Trapped floating-point exception from AArch64.</summary>
    TrappedFpException = 0x2C,

    /// <summary>Guarded control stack exception.</summary>
    GuardedControlStack = 0x2D,

    /// <summary>SError.</summary>
    SError = 0x2F,

    /// <summary>Breakpoint from a lower exception level.</summary>
    BreakpointLower = 0x30,

    /// <summary>Breakpoint at the same exception level.</summary>
    BreakpointSame = 0x31,

    /// <summary>Software step from a lower exception level.</summary>
    SoftwareStepLower = 0x32,

    /// <summary>Software step at the same exception level.</summary>
    SoftwareStepSame = 0x33,

    /// <summary>Watchpoint from a lower exception level.</summary>
    WatchpointLower = 0x34,

    /// <summary>Watchpoint at the same exception level.</summary>
    WatchpointSame = 0x35,

    /// <summary>BRK from AArch64.</summary>
    Brk64 = 0x3C,

    /// <summary>Profiling exception.</summary>
    Profiling = 0x3D,
}
