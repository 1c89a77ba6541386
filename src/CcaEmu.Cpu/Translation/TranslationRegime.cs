using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which registers control translation, and what follows from the regime of a level.</summary>
/// <remarks>Arm ARM, D8.1 "Translation regimes".</remarks>
internal static class TranslationRegime
{
    /// <summary>Number of levels in security states: EL3, and EL2, EL1, EL0 in each of three.</summary>
    public const int Slots = 10;

    /// <summary>Number of a level in a security state.</summary>
    public static int SlotOf(ExceptionLevel level, SecurityState state)
    {
        if (level == ExceptionLevel.EL3)
            return 0;
        int stateIndex = state switch { SecurityState.NonSecure => 0, SecurityState.Realm => 1, _ => 2 };
        return 1 + stateIndex * 3 + (int)level;
    }

    /// <summary>Whether writing a register may change translation in some regime.</summary>
    public static bool DependsOn(R register) => register is
        R.SCR_EL3 or R.SCTLR_EL1 or R.SCTLR_EL2 or R.SCTLR_EL3 or R.TTBR0_EL1 or R.TTBR1_EL1 or R.TTBR0_EL2 or R.TTBR0_EL3
        or R.TTBR1_EL2 or R.TCR_EL1 or R.TCR_EL2 or R.TCR_EL3 or R.MAIR_EL1 or R.MAIR_EL2 or R.MAIR_EL3 or R.HCR_EL2 or R.VTTBR_EL2 or R.VTCR_EL2
        or R.VSTTBR_EL2 or R.VSTCR_EL2 or (>= R.SCTLR2_EL2 and <= R.MECID_RL_A_EL3);

    /// <summary>SCTLR_ELx of the regime that a level translates by.</summary>
    public static R SctlrOf(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => R.SCTLR_EL3,
        ExceptionLevel.EL2 => R.SCTLR_EL2,
        _ => R.SCTLR_EL1,
    };

    /// <summary>SCTLR_ELx that governs execution at a level as the registers are now: that of EL2 for EL0 below a host.</summary>
    public static R SctlrOf(ProcessingElement pe, ExceptionLevel level) =>
        level == ExceptionLevel.EL0 && pe.RegimeOf(level) == Regime.EL20 ? R.SCTLR_EL2 : SctlrOf(level);

    /// <summary>The address that goes into PC when a branch or an exception return leads to an address with a tag.</summary>
    /// <remarks>J1.3 shared pseudocode AArch64.BranchAddr.</remarks>
    public static ulong WithoutTag(ProcessingElement pe, ExceptionLevel level, ulong va)
    {
        TranslationSpace space = pe.SpaceOf(level);
        if (!space.RangeOf(va).IgnoresTop(fetch: true))
            return va;
        bool upper = space.HasTwoRanges && (va >> 55 & 1) != 0;
        return upper ? va | 0xFF00_0000_0000_0000 : va & 0x00FF_FFFF_FFFF_FFFF;
    }
}
