using CcaEmu.Arm.A64;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which system registers exist only with a feature; where it is absent, an access is UNDEFINED.</summary>
/// <remarks>Arm ARM, D24.2, "Configurations" part of each register. A new feature opens its registers here.</remarks>
internal static class RegisterFeatures
{
    /// <summary>Whether a PE has a register.</summary>
    public static bool IsPresent(R register, PeFeatures features) =>
        !IsPastLastWatchpoint(register) && features.Has(FeatureOf(register));

    // ID_AA64DFR0_EL1.WRPs promises four watchpoints, and BRPs six breakpoints: the table has no more of those.
    private static bool IsPastLastWatchpoint(R register) =>
        register is R.DBGWVR4_EL1 or R.DBGWCR4_EL1 or R.DBGWVR5_EL1 or R.DBGWCR5_EL1;

    /// <summary>The feature that a register needs, or <see cref="Feature.Base"/>.</summary>
    public static Feature FeatureOf(R register) => register switch
    {
        R.PAN => Feature.FEAT_PAN,
        R.UAO => Feature.FEAT_UAO,
        R.DIT => Feature.FEAT_DIT,
        R.SSBS => Feature.FEAT_SSBS,
        >= R.APIAKeyLo_EL1 and <= R.APGAKeyHi_EL1 => Feature.FEAT_PAuth,
        R.RNDR or R.RNDRRS => Feature.FEAT_RNG,
        R.FPCR or R.FPSR => Feature.FEAT_FP,
        R.HCRX_EL2 => Feature.FEAT_HCX,
        >= R.HFGRTR_EL2 and <= R.HDFGWTR_EL2 => Feature.FEAT_FGT,
        R.DISR_EL1 or R.VDISR_EL2 or R.VSESR_EL2 or R.ERRIDR_EL1 => Feature.FEAT_RAS,
        R.CNTPCTSS_EL0 or R.CNTVCTSS_EL0 => Feature.FEAT_ECV,
        R.CNTPOFF_EL2 => Feature.FEAT_ECV_POFF,
        R.TTBR1_EL2 or R.CONTEXTIDR_EL2 or R.CNTHV_CTL_EL2 or R.CNTHV_CVAL_EL2 or R.CNTHV_TVAL_EL2 => Feature.FEAT_VHE,
        >= R.SCTLR_EL12 and <= R.CNTV_TVAL_EL02 => Feature.FEAT_VHE,
        R.VSTTBR_EL2 or R.VSTCR_EL2 or R.CNTHPS_CTL_EL2 or R.CNTHPS_CVAL_EL2 or R.CNTHPS_TVAL_EL2
            or R.CNTHVS_CTL_EL2 or R.CNTHVS_CVAL_EL2 or R.CNTHVS_TVAL_EL2 => Feature.FEAT_SEL2,
        _ => Feature.Base,
    };
}
