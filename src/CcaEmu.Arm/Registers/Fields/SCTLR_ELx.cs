namespace CcaEmu.Arm.Registers.Fields;

/// <summary>
/// System Control Register (EL1, EL2, EL3). The main switches of stage 1. Bits that exist at one level only say so.
/// </summary>
/// <remarks>Arm ARM (DDI 0487), sections of SCTLR_EL1, SCTLR_EL2 and SCTLR_EL3.</remarks>
public static class SCTLR_ELx
{
    /// <summary>Stage 1 translation is enabled.</summary>
    public const ulong M = 1UL << 0;

    /// <summary>Alignment of data accesses is checked.</summary>
    public const ulong A = 1UL << 1;

    /// <summary>Data accesses may be cacheable.</summary>
    public const ulong C = 1UL << 2;

    /// <summary>Alignment of SP is checked at this level.</summary>
    public const ulong SA = 1UL << 3;

    /// <summary>Alignment of SP is checked at EL0 (EL1).</summary>
    public const ulong SA0 = 1UL << 4;

    /// <summary>Unaligned accesses within 16 bytes by acquire and release instructions are allowed.</summary>
    public const ulong nAA = 1UL << 6;

    /// <summary>EL0 may reach PSTATE.{D,A,I,F} (EL1).</summary>
    public const ulong UMA = 1UL << 9;

    /// <summary>EL0 may use the CFP, DVP and CPP instructions (EL1).</summary>
    public const ulong EnRCTX = 1UL << 10;

    /// <summary>Exception exit is a context synchronization event.</summary>
    public const ulong EOS = 1UL << 11;

    /// <summary>Instruction fetches may be cacheable.</summary>
    public const ulong I = 1UL << 12;

    /// <summary>Pointer authentication with key DB is enabled.</summary>
    public const ulong EnDB = 1UL << 13;

    /// <summary>EL0 may use DC ZVA (EL1).</summary>
    public const ulong DZE = 1UL << 14;

    /// <summary>EL0 may read CTR_EL0 (EL1).</summary>
    public const ulong UCT = 1UL << 15;

    /// <summary>WFI at EL0 is not trapped (EL1).</summary>
    public const ulong nTWI = 1UL << 16;

    /// <summary>WFE at EL0 is not trapped (EL1).</summary>
    public const ulong nTWE = 1UL << 18;

    /// <summary>Writable means execute-never.</summary>
    public const ulong WXN = 1UL << 19;

    /// <summary>SCXTNUM_EL0 is trapped at EL0 (EL1).</summary>
    public const ulong TSCXT = 1UL << 20;

    /// <summary>An implicit error synchronization happens at exception entry and exit.</summary>
    public const ulong IESB = 1UL << 21;

    /// <summary>Exception entry is a context synchronization event.</summary>
    public const ulong EIS = 1UL << 22;

    /// <summary>Exception entry leaves PSTATE.PAN alone (EL1).</summary>
    public const ulong SPAN = 1UL << 23;

    /// <summary>Data accesses at EL0 are big-endian (EL1).</summary>
    public const ulong E0E = 1UL << 24;

    /// <summary>Data accesses at this level and table walks are big-endian.</summary>
    public const ulong EE = 1UL << 25;

    /// <summary>EL0 may use cache maintenance by address (EL1).</summary>
    public const ulong UCI = 1UL << 26;

    /// <summary>Pointer authentication with key DA is enabled.</summary>
    public const ulong EnDA = 1UL << 27;

    /// <summary>Pointer authentication with key IB is enabled.</summary>
    public const ulong EnIB = 1UL << 30;

    /// <summary>Pointer authentication with key IA is enabled.</summary>
    public const ulong EnIA = 1UL << 31;

    /// <summary>EL0 may use memory copy and set (EL1).</summary>
    public const ulong MSCEn = 1UL << 33;

    /// <summary>PACIASP and PACIBSP are no valid target for BTYPE 3 at EL0 (EL1).</summary>
    public const ulong BT0 = 1UL << 35;

    /// <summary>PACIASP and PACIBSP are no valid target for BTYPE 3 at this level (BT1 at EL1).</summary>
    public const ulong BT = 1UL << 36;

    /// <summary>The value PSTATE.SSBS takes at exception entry.</summary>
    public const ulong DSSBS = 1UL << 44;

    /// <summary>PSTATE.PAN also covers pages that EL0 may only execute (EL1).</summary>
    public const ulong EPAN = 1UL << 57;

    /// <summary>IMPLEMENTATION DEFINED registers are trapped at EL0.</summary>
    public const ulong TIDCP = 1UL << 63;
}
