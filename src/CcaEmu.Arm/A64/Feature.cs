namespace CcaEmu.Arm.A64;

/// <summary>
/// Architecture features that gate an encoding or a register, by the manual's names. <see cref="Base"/> means no gate.
/// A name here is not a promise that a PE offers the feature: the PE's feature set says that.
/// </summary>
/// <remarks>Arm ARM, Armv8-A Architecture Extensions and Armv9-A Architecture Extensions (chapter A2).</remarks>
public enum Feature : byte
{
    /// <summary>Part of the base instruction set: no feature gates it.</summary>
    Base = 0,

    // Scalar and vector arithmetic
    FEAT_FP, FEAT_AdvSIMD, FEAT_FP16, FEAT_RDM, FEAT_DotProd, FEAT_FCMA, FEAT_JSCVT, FEAT_FHM, FEAT_BF16, FEAT_I8MM, FEAT_FRINTTS,
    FEAT_AFP, FEAT_CRC32,

    // Cryptography
    FEAT_AES, FEAT_PMULL, FEAT_SHA1, FEAT_SHA256, FEAT_SHA512, FEAT_SHA3, FEAT_SM3, FEAT_SM4,

    // Memory access
    FEAT_LSE, FEAT_LSE2, FEAT_LRCPC, FEAT_LRCPC2, FEAT_LRCPC3, FEAT_LOR, FEAT_LS64, FEAT_MOPS, FEAT_DPB, FEAT_DPB2,

    // Flags, hints, control of execution
    FEAT_FlagM, FEAT_FlagM2, FEAT_DIT, FEAT_SB, FEAT_SPECRES, FEAT_SSBS, FEAT_BTI, FEAT_RNG, FEAT_WFxT, FEAT_XS, FEAT_HBC, FEAT_CSSC,

    // Pointer authentication
    FEAT_PAuth, FEAT_EPAC, FEAT_PAuth2, FEAT_FPAC, FEAT_FPACCOMBINE, FEAT_PACQARMA5, FEAT_PACQARMA3, FEAT_PACIMP,

    // Privilege and translation
    FEAT_UAO, FEAT_PAN, FEAT_PAN2, FEAT_PAN3, FEAT_VHE, FEAT_E0PD, FEAT_S2FWB, FEAT_TTST, FEAT_TTCNP, FEAT_VMID16, FEAT_HAFDBS,
    FEAT_HPDS, FEAT_BBM, FEAT_LPA, FEAT_LPA2, FEAT_LVA, FEAT_TTL, FEAT_nTLBPA, FEAT_TLBIOS, FEAT_TLBIRANGE,

    // Virtualization and traps
    FEAT_FGT, FEAT_FGT2, FEAT_HCX, FEAT_ECV, FEAT_EVT,

    // Exceptions, debug, trace, monitors
    FEAT_RAS, FEAT_DoubleFault, FEAT_Debugv8p8, FEAT_PMUv3p7, FEAT_TRF, FEAT_SPE, FEAT_AMUv1,

    // Realm management
    FEAT_RME, FEAT_RME_GPC2, FEAT_MEC,
}
