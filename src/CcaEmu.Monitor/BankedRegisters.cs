using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Monitor;

/// <summary>The system registers below EL3 that exist once for all worlds, so that a world switch must save and restore them.</summary>
/// <remarks>
/// <para>The EL2 set is that of the RMM-EL3 contract (Trusted Firmware-A, context management, EL2 context); registers of features that the PE does not have are left out.</para>
/// <para>Deviation: interface 2.0 leaves EL1 registers to the RMM. This monitor switches them too, so that one world's EL1 state is
/// never visible to another whatever the RMM forgets; an RMM that saves them itself sees no difference. The GIC's virtual interface
/// (ICH_*), the EL1 timers and debug registers stay the RMM's business, as in the contract: the host programs ICH_* for the realm.</para>
/// </remarks>
internal sealed class BankedRegisters
{
    /// <summary>The registers that a PE has.</summary>
    /// <param name="features">What it implements.</param>
    public BankedRegisters(PeFeatures features) =>
        Present = new RegisterBank([R.HCR_EL2, .. El2.ToArray().Concat(El1.ToArray()).Where(features.Has).Order()], features);

    /// <summary>All of them.</summary>
    public RegisterBank Present { get; }

    /// <summary>
    /// EL2 state without HCR_EL2, which comes before all because its E2H decides the layout of others, and without MECIDs, which the Realm world alone has;
    /// and PMCR_EL0: whether a world's counters count is its own affair.
    /// </summary>
    private static ReadOnlySpan<R> El2 =>
    [
        R.ACTLR_EL2, R.AFSR0_EL2, R.AFSR1_EL2, R.AMAIR_EL2, R.CNTHCTL_EL2, R.CNTVOFF_EL2, R.CPTR_EL2, R.ELR_EL2, R.ESR_EL2,
        R.FAR_EL2, R.HACR_EL2, R.HPFAR_EL2, R.HSTR_EL2, R.MAIR_EL2, R.MDCR_EL2, R.SCTLR_EL2, R.SPSR_EL2, R.SP_EL2,
        R.TCR_EL2, R.TPIDR_EL2, R.TTBR0_EL2, R.VBAR_EL2, R.VMPIDR_EL2, R.VPIDR_EL2, R.VTCR_EL2, R.VTTBR_EL2,
        R.CONTEXTIDR_EL2, R.TTBR1_EL2, R.HCRX_EL2, R.CNTPOFF_EL2, R.VDISR_EL2, R.VSESR_EL2, R.TRFCR_EL2, R.SCXTNUM_EL2,
        R.HFGRTR_EL2, R.HFGWTR_EL2, R.HFGITR_EL2, R.HDFGRTR_EL2, R.HDFGWTR_EL2, R.HAFGRTR_EL2,
        R.HFGRTR2_EL2, R.HFGWTR2_EL2, R.HFGITR2_EL2, R.HDFGRTR2_EL2, R.HDFGWTR2_EL2, R.PMCR_EL0,
        R.SCTLR2_EL2, R.TCR2_EL2,
    ];

    /// <summary>EL1 and EL0 state.</summary>
    private static ReadOnlySpan<R> El1 =>
    [
        R.ACTLR_EL1, R.AFSR0_EL1, R.AFSR1_EL1, R.AMAIR_EL1, R.CNTKCTL_EL1, R.CONTEXTIDR_EL1, R.CPACR_EL1, R.CSSELR_EL1, R.ELR_EL1,
        R.ESR_EL1, R.FAR_EL1, R.MAIR_EL1, R.PAR_EL1, R.SCTLR_EL1, R.SPSR_EL1, R.SP_EL0, R.SP_EL1, R.TCR_EL1, R.TPIDR_EL0,
        R.TPIDRRO_EL0, R.TPIDR_EL1, R.TTBR0_EL1, R.TTBR1_EL1, R.VBAR_EL1, R.DISR_EL1, R.SCXTNUM_EL0, R.SCXTNUM_EL1, R.TRFCR_EL1,
        R.APIAKeyLo_EL1, R.APIAKeyHi_EL1, R.APIBKeyLo_EL1, R.APIBKeyHi_EL1, R.APDAKeyLo_EL1, R.APDAKeyHi_EL1,
        R.APDBKeyLo_EL1, R.APDBKeyHi_EL1, R.APGAKeyLo_EL1, R.APGAKeyHi_EL1,
        R.SCTLR2_EL1, R.TCR2_EL1,
    ];
}
