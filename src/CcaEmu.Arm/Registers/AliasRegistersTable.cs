using static CcaEmu.Arm.Registers.SystemRegisterLine;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Arm.Registers;

/// <summary>The EL2 names (FEAT_VHE) for EL1 and EL0 registers: one line each, with op0, op1, CRn, CRm, op2, the register, and what its own name
/// reaches from a host.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions".</remarks>
internal static class AliasRegistersTable
{
    /// <summary>The lines, in the order of <see cref="SystemRegister"/>.</summary>
    internal static SystemRegisterInfo[] Lines() =>
    [
        Alias(R.SCTLR_EL12, 3, 5, 1, 0, 0, R.SCTLR_EL1, R.SCTLR_EL2),
        Alias(R.CPACR_EL12, 3, 5, 1, 0, 2, R.CPACR_EL1, R.CPTR_EL2),
        Alias(R.TTBR0_EL12, 3, 5, 2, 0, 0, R.TTBR0_EL1, R.TTBR0_EL2),
        Alias(R.TTBR1_EL12, 3, 5, 2, 0, 1, R.TTBR1_EL1, R.TTBR1_EL2),
        Alias(R.TCR_EL12, 3, 5, 2, 0, 2, R.TCR_EL1, R.TCR_EL2),
        Alias(R.AFSR0_EL12, 3, 5, 5, 1, 0, R.AFSR0_EL1, R.AFSR0_EL2),
        Alias(R.AFSR1_EL12, 3, 5, 5, 1, 1, R.AFSR1_EL1, R.AFSR1_EL2),
        Alias(R.ESR_EL12, 3, 5, 5, 2, 0, R.ESR_EL1, R.ESR_EL2),
        Alias(R.FAR_EL12, 3, 5, 6, 0, 0, R.FAR_EL1, R.FAR_EL2),
        Alias(R.MAIR_EL12, 3, 5, 10, 2, 0, R.MAIR_EL1, R.MAIR_EL2),
        Alias(R.AMAIR_EL12, 3, 5, 10, 3, 0, R.AMAIR_EL1, R.AMAIR_EL2),
        Alias(R.VBAR_EL12, 3, 5, 12, 0, 0, R.VBAR_EL1, R.VBAR_EL2),
        Alias(R.CONTEXTIDR_EL12, 3, 5, 13, 0, 1, R.CONTEXTIDR_EL1, R.CONTEXTIDR_EL2),
        Alias(R.CNTKCTL_EL12, 3, 5, 14, 1, 0, R.CNTKCTL_EL1, R.CNTHCTL_EL2),
        Alias(R.SPSR_EL12, 3, 5, 4, 0, 0, R.SPSR_EL1, R.SPSR_EL2),
        Alias(R.ELR_EL12, 3, 5, 4, 0, 1, R.ELR_EL1, R.ELR_EL2),
        Alias(R.CNTP_CTL_EL02, 3, 5, 14, 2, 1, R.CNTP_CTL_EL0, R.CNTHP_CTL_EL2),
        Alias(R.CNTP_CVAL_EL02, 3, 5, 14, 2, 2, R.CNTP_CVAL_EL0, R.CNTHP_CVAL_EL2),
        Alias(R.CNTP_TVAL_EL02, 3, 5, 14, 2, 0, R.CNTP_TVAL_EL0, R.CNTHP_TVAL_EL2),
        Alias(R.CNTV_CTL_EL02, 3, 5, 14, 3, 1, R.CNTV_CTL_EL0, R.CNTHV_CTL_EL2),
        Alias(R.CNTV_CVAL_EL02, 3, 5, 14, 3, 2, R.CNTV_CVAL_EL0, R.CNTHV_CVAL_EL2),
        Alias(R.CNTV_TVAL_EL02, 3, 5, 14, 3, 0, R.CNTV_TVAL_EL0, R.CNTHV_TVAL_EL2),
        Alias(R.SCXTNUM_EL12, 3, 5, 13, 0, 7, R.SCXTNUM_EL1, R.SCXTNUM_EL2),
        Alias(R.TRFCR_EL12, 3, 5, 1, 2, 1, R.TRFCR_EL1, R.TRFCR_EL2),
        Alias(R.PMSCR_EL12, 3, 5, 9, 9, 0, R.PMSCR_EL1, R.PMSCR_EL2),
    ];
}
