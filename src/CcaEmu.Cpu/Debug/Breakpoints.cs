using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Breakpoint matching: address, context, linked.</summary>
/// <remarks>
/// Arm ARM, J1.1 shared pseudocode AArch64.BreakpointMatch, AArch64.BreakpointValueMatch, AArch64.ReservedBreakpointType; D2.8
/// "Breakpoint exceptions". FEAT_BWE and FEAT_ABLE are absent. CONSTRAINED UNPREDICTABLE choices: what is reserved, and what is linked to
/// something that is not a context breakpoint with linking enabled, never matches.
/// </remarks>
internal static class Breakpoints
{
    /// <summary>Number of breakpoints; ID_AA64DFR0_EL1.BRPs promises it.</summary>
    public const int Count = 6;

    /// <summary>Breakpoints that can compare contexts: the last ones; ID_AA64DFR0_EL1.CTX_CMPs promises it.</summary>
    public const int ContextAwareCount = 1;

    // Bits 52:2 hold every address that a regime can translate.
    private const ulong AddressBits = 0x001F_FFFF_FFFF_FFFC;

    /// <summary>Whether any breakpoint is enabled.</summary>
    public static bool AnyEnabled(ProcessingElement pe)
    {
        for (int n = 0; n < Count; n++)
        {
            if ((Control(pe, n) & DBGBCR_EL1.E) != 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether a breakpoint matches an instruction that is about to be executed.</summary>
    public static bool Match(ProcessingElement pe, ulong pc)
    {
        for (int n = 0; n < Count; n++)
        {
            ulong bcr = Control(pe, n);
            if ((bcr & DBGBCR_EL1.E) != 0 && Matches(pe, n, bcr, pc))
                return true;
        }
        return false;
    }

    /// <summary>Whether an enabled breakpoint that others may be linked to compares equal to the current context.</summary>
    public static bool LinkedContextMatches(ProcessingElement pe, int n)
    {
        if (n is < Count - ContextAwareCount or >= Count)
            return false;
        ulong bcr = Control(pe, n);
        int type = DBGBCR_EL1.BT.GetInt(bcr);
        return (bcr & DBGBCR_EL1.E) != 0 && IsContextType(type) && (type & 1) != 0 && ContextMatches(pe, n, type);
    }

    private static bool Matches(ProcessingElement pe, int n, ulong bcr, ulong pc)
    {
        int type = DBGBCR_EL1.BT.GetInt(bcr);
        var states = new DebugStateMatch(
            DBGBCR_EL1.HMC.GetInt(bcr), DBGBCR_EL1.SSCE.GetInt(bcr), DBGBCR_EL1.SSC.GetInt(bcr), DBGBCR_EL1.PMC.GetInt(bcr));
        if (!states.Matches(pe.CurrentLevel, pe.SecurityState))
            return false;
        return type switch
        {
            0 => AddressMatches(pe, n, pc),
            1 => AddressMatches(pe, n, pc) && LinkedContextMatches(pe, DBGBCR_EL1.LBN.GetInt(bcr)),
            // A breakpoint with linking enabled does nothing by itself.
            _ => n >= Count - ContextAwareCount && IsContextType(type) && (type & 1) == 0 && ContextMatches(pe, n, type),
        };
    }

    private static bool AddressMatches(ProcessingElement pe, int n, ulong pc) => ((pc ^ Value(pe, n)) & AddressBits) == 0;

    // 0b010x is address mismatch, for AArch32 alone.
    private static bool IsContextType(int type) => type is 2 or 3 or >= 6;

    private static bool ContextMatches(ProcessingElement pe, int n, int type)
    {
        ulong value = Value(pe, n);
        bool below = pe.CurrentLevel < ExceptionLevel.EL2;
        ulong hcr = pe.El2Enabled ? pe.Raw(R.HCR_EL2) : 0;
        bool host = (hcr & HCR_EL2.E2H) != 0
            && (pe.CurrentLevel == ExceptionLevel.EL2 || (pe.CurrentLevel == ExceptionLevel.EL0 && (hcr & HCR_EL2.TGE) != 0));
        bool contextId1 = below && !host && (uint)pe.Raw(R.CONTEXTIDR_EL1) == (uint)value;
        bool contextId2 = pe.CurrentLevel != ExceptionLevel.EL3 && pe.El2Enabled && (uint)pe.Raw(R.CONTEXTIDR_EL2) == (uint)(value >> 32);
        return (type & ~1) switch
        {
            0b0010 => host ? (uint)pe.Raw(R.CONTEXTIDR_EL2) == (uint)value : contextId1,
            0b0110 => contextId1,
            0b1000 => below && !host && VmidMatches(pe, value),
            0b1010 => contextId1 && VmidMatches(pe, value),
            0b1100 => contextId2,
            _ => contextId1 && contextId2,
        };
    }

    private static bool VmidMatches(ProcessingElement pe, ulong value)
    {
        ulong mask = (pe.Raw(R.VTCR_EL2) & VTCR_EL2.VS) != 0 ? 0xFFFFUL : 0xFF;
        return pe.El2Enabled && ((pe.Raw(R.VTTBR_EL2) >> 48 ^ value >> 32) & mask) == 0;
    }

    private static ulong Control(ProcessingElement pe, int n) => pe.Raw((R)((int)R.DBGBCR0_EL1 + (R.DBGBCR1_EL1 - R.DBGBCR0_EL1) * n));

    private static ulong Value(ProcessingElement pe, int n) => pe.Raw((R)((int)R.DBGBVR0_EL1 + (R.DBGBVR1_EL1 - R.DBGBVR0_EL1) * n));
}
