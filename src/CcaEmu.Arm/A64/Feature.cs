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
    FEAT_FP, FEAT_AdvSIMD, FEAT_FP16, FEAT_RDM, FEAT_DotProd, FEAT_FCMA, FEAT_JSCVT, FEAT_FHM, FEAT_BF16, FEAT_EBF16, FEAT_I8MM,
    FEAT_FRINTTS, FEAT_AFP, FEAT_RPRES, FEAT_CRC32,

    // Cryptography
    FEAT_AES, FEAT_PMULL, FEAT_SHA1, FEAT_SHA256, FEAT_SHA512, FEAT_SHA3, FEAT_SM3, FEAT_SM4,

    // Memory access
    FEAT_LSE, FEAT_LSE2, FEAT_LRCPC, FEAT_LRCPC2, FEAT_LRCPC3, FEAT_LOR, FEAT_LS64, FEAT_LS64_V, FEAT_LS64_ACCDATA, FEAT_MOPS,
    FEAT_DPB, FEAT_DPB2, FEAT_DGH, FEAT_PRFMSLC, FEAT_CMOW,

    // Flags, hints, control of execution
    FEAT_FlagM, FEAT_FlagM2, FEAT_DIT, FEAT_SB, FEAT_SPECRES, FEAT_SPECRES2, FEAT_SSBS, FEAT_SSBS2, FEAT_CSV2, FEAT_CSV2_2, FEAT_CSV2_3,
    FEAT_CSV3, FEAT_ECBHB, FEAT_CLRBHB, FEAT_BTI, FEAT_RNG, FEAT_RNG_TRAP, FEAT_WFxT, FEAT_XS, FEAT_HBC, FEAT_CSSC, FEAT_CHK,

    // Pointer authentication
    FEAT_PAuth, FEAT_EPAC, FEAT_PAuth2, FEAT_FPAC, FEAT_FPACCOMBINE, FEAT_PACQARMA5, FEAT_PACQARMA3, FEAT_PACIMP, FEAT_CONSTPACFIELD,

    // Privilege and translation
    FEAT_UAO, FEAT_PAN, FEAT_PAN2, FEAT_PAN3, FEAT_VHE, FEAT_E0PD, FEAT_S2FWB, FEAT_TTST, FEAT_TTCNP, FEAT_TTL, FEAT_ASID16, FEAT_VMID16,
    FEAT_HAFDBS, FEAT_HAFT, FEAT_HPDS, FEAT_HPDS2, FEAT_XNX, FEAT_BBML1, FEAT_BBML2, FEAT_nTLBPA, FEAT_TLBIOS, FEAT_TLBIRANGE, FEAT_ETS2,
    FEAT_ETS3, FEAT_LVA, FEAT_LPA, FEAT_LPA2, FEAT_CCIDX, FEAT_TCR2, FEAT_SCTLR2,

    // Virtualization and traps
    FEAT_FGT, FEAT_FGT2, FEAT_HCX, FEAT_ECV, FEAT_ECV_POFF, FEAT_EVT, FEAT_TWED, FEAT_TIDCP1, FEAT_IDST, FEAT_SEL2, FEAT_NV, FEAT_NV2,

    // Exceptions, debug, trace, monitors
    FEAT_RAS, FEAT_RASv1p1, FEAT_IESB, FEAT_DoubleFault, FEAT_DoubleFault2, FEAT_ExS, FEAT_NMI, FEAT_Debugv8p1, FEAT_Debugv8p2, FEAT_Debugv8p4,
    FEAT_Debugv8p8, FEAT_Debugv8p9, FEAT_DoubleLock, FEAT_PMUv3, FEAT_PMUv3p1, FEAT_PMUv3p4, FEAT_PMUv3p5, FEAT_PMUv3p7, FEAT_HPMN0,
    FEAT_TRF, FEAT_SPE, FEAT_SPEv1p1, FEAT_SPEv1p2, FEAT_AMUv1, FEAT_AMUv1p1, FEAT_GICv3,

    // Realm management
    FEAT_RME, FEAT_RME_GPC2, FEAT_MEC,

    // Extensions that CcaEmu names only to say that they are absent
    FEAT_SVE, FEAT_SME, FEAT_MTE2, FEAT_MPAM, FEAT_BRBE, FEAT_TRBE, FEAT_GCS, FEAT_THE, FEAT_D128, FEAT_S1PIE, FEAT_S1POE, FEAT_S2PIE,
    FEAT_FPMR, FEAT_PFAR,
}
