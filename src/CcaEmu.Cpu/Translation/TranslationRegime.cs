using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which registers control translation at each level, and the signature that says whether cached translations still hold.</summary>
/// <remarks>Arm ARM, D8.1 "Translation regimes". FEAT_VHE is absent: the regimes are EL3, EL2 and EL1&amp;0, each of the last two per security state.</remarks>
internal static class TranslationRegime
{
    /// <summary>Number of fast TLBs: EL3, and EL2, EL1, EL0 in each of three security states.</summary>
    public const int Slots = 10;

    /// <summary>The fast TLB a level uses.</summary>
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
        or R.TCR_EL1 or R.TCR_EL2 or R.TCR_EL3 or R.MAIR_EL1 or R.MAIR_EL2 or R.MAIR_EL3 or R.HCR_EL2 or R.VTTBR_EL2 or R.VTCR_EL2;

    /// <summary>Folds the registers that translation at a level reads into one number.</summary>
    public static ulong SignatureOf(ProcessingElement pe, ExceptionLevel level)
    {
        ulong Fold(ulong hash, R register) => BitOperations.RotateLeft((hash ^ pe.Raw(register)) * 0x9E3779B97F4A7C15, 31);
        ulong hash = pe.Physical.Generation;
        switch (level)
        {
            case ExceptionLevel.EL3:
                return Fold(Fold(Fold(Fold(hash, R.SCTLR_EL3), R.TTBR0_EL3), R.TCR_EL3), R.MAIR_EL3);
            case ExceptionLevel.EL2:
                return Fold(Fold(Fold(Fold(hash, R.SCTLR_EL2), R.TTBR0_EL2), R.TCR_EL2), R.MAIR_EL2);
            default:
                hash = Fold(Fold(Fold(Fold(Fold(hash, R.SCTLR_EL1), R.TTBR0_EL1), R.TTBR1_EL1), R.TCR_EL1), R.MAIR_EL1);
                return Fold(Fold(Fold(hash, R.HCR_EL2), R.VTTBR_EL2), R.VTCR_EL2);
        }
    }

    /// <summary>SCTLR_ELx of the regime that a level translates by.</summary>
    public static R SctlrOf(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => R.SCTLR_EL3,
        ExceptionLevel.EL2 => R.SCTLR_EL2,
        _ => R.SCTLR_EL1,
    };

    /// <summary>The address that goes into PC when a branch or an exception return leads to an address with a tag.</summary>
    /// <remarks>J1.3 shared pseudocode AArch64.BranchAddr.</remarks>
    public static ulong WithoutTag(ProcessingElement pe, ExceptionLevel level, ulong va)
    {
        if (!Stage1Geometry.IgnoresTopByte(pe, va, level))
            return va;
        bool upper = level < ExceptionLevel.EL2 && (va >> 55 & 1) != 0;
        return upper ? va | 0xFF00_0000_0000_0000 : va & 0x00FF_FFFF_FFFF_FFFF;
    }

    /// <summary>Whether stage 1 is on for a level: SCTLR_ELx.M, and for EL1&amp;0 not overruled by HCR_EL2.{DC,TGE}.</summary>
    public static bool Stage1Enabled(ProcessingElement pe, ExceptionLevel level)
    {
        bool on = (pe.Raw(SctlrOf(level)) & SCTLR_ELx.M) != 0;
        return level >= ExceptionLevel.EL2 || !pe.El2Enabled ? on : on && (pe.Raw(R.HCR_EL2) & (HCR_EL2.DC | HCR_EL2.TGE)) == 0;
    }

    /// <summary>Whether stage 2 is on for a level: EL1&amp;0 with EL2 enabled and HCR_EL2.VM or DC set.</summary>
    public static bool Stage2Enabled(ProcessingElement pe, ExceptionLevel level) =>
        level < ExceptionLevel.EL2 && pe.El2Enabled && (pe.Raw(R.HCR_EL2) & (HCR_EL2.VM | HCR_EL2.DC)) != 0;
}
