using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Monitor;

/// <summary>The system registers below EL3 that exist once for all worlds, so that a world switch must save and restore them.</summary>
/// <remarks>
/// <para>The EL2 set is that of the RMM-EL3 contract (Trusted Firmware-A, context management, EL2 context) for the features this PE has.</para>
/// <para>Deviation: interface 2.0 leaves EL1 registers to the RMM. This monitor switches them too, so that one world's EL1 state is
/// never visible to another whatever the RMM forgets; an RMM that saves them itself sees no difference. The GIC's virtual interface
/// (ICH_*), the EL1 timers and debug registers stay the RMM's business, as in the contract: the host programs ICH_* for the realm.</para>
/// </remarks>
internal static class BankedRegisters
{
    /// <summary>EL2 state.</summary>
    public static ReadOnlySpan<R> El2 =>
    [
        R.ACTLR_EL2, R.AFSR0_EL2, R.AFSR1_EL2, R.AMAIR_EL2, R.CNTHCTL_EL2, R.CNTVOFF_EL2, R.CPTR_EL2, R.ELR_EL2, R.ESR_EL2,
        R.FAR_EL2, R.HACR_EL2, R.HCR_EL2, R.HPFAR_EL2, R.HSTR_EL2, R.MAIR_EL2, R.MDCR_EL2, R.SCTLR_EL2, R.SPSR_EL2, R.SP_EL2,
        R.TCR_EL2, R.TPIDR_EL2, R.TTBR0_EL2, R.VBAR_EL2, R.VMPIDR_EL2, R.VPIDR_EL2, R.VTCR_EL2, R.VTTBR_EL2,
        R.VDISR_EL2, R.VSESR_EL2,
    ];

    /// <summary>EL1 and EL0 state.</summary>
    public static ReadOnlySpan<R> El1 =>
    [
        R.ACTLR_EL1, R.AFSR0_EL1, R.AFSR1_EL1, R.AMAIR_EL1, R.CNTKCTL_EL1, R.CONTEXTIDR_EL1, R.CPACR_EL1, R.CSSELR_EL1, R.DISR_EL1, R.ELR_EL1,
        R.ESR_EL1, R.FAR_EL1, R.MAIR_EL1, R.PAR_EL1, R.SCTLR_EL1, R.SPSR_EL1, R.SP_EL0, R.SP_EL1, R.TCR_EL1, R.TPIDR_EL0,
        R.TPIDRRO_EL0, R.TPIDR_EL1, R.TTBR0_EL1, R.TTBR1_EL1, R.VBAR_EL1,
    ];
}
