using CcaEmu.Cpu;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>The EL1 and EL0 registers that a virtual CPU of an ordinary virtual machine has of its own.</summary>
/// <remarks>The counterpart of the list in KVM's struct kvm_cpu_context. Timers are apart: see <see cref="OrdinaryVcpu"/>.</remarks>
internal static class GuestRegisters
{
    /// <summary>The registers. Those of features that a PE does not have are left out by <see cref="Of"/>.</summary>
    public static ReadOnlySpan<R> All =>
    [
        R.SP_EL0, R.SP_EL1, R.SCTLR_EL1, R.ACTLR_EL1, R.CPACR_EL1, R.TTBR0_EL1, R.TTBR1_EL1, R.TCR_EL1, R.MAIR_EL1, R.AMAIR_EL1,
        R.ESR_EL1, R.FAR_EL1, R.AFSR0_EL1, R.AFSR1_EL1, R.ELR_EL1, R.SPSR_EL1, R.VBAR_EL1, R.CONTEXTIDR_EL1, R.PAR_EL1,
        R.TPIDR_EL0, R.TPIDRRO_EL0, R.TPIDR_EL1, R.CSSELR_EL1, R.FPCR, R.FPSR, R.DISR_EL1, R.SCXTNUM_EL0, R.SCXTNUM_EL1, R.CNTKCTL_EL1,
        R.APIAKeyLo_EL1, R.APIAKeyHi_EL1, R.APIBKeyLo_EL1, R.APIBKeyHi_EL1, R.APDAKeyLo_EL1, R.APDAKeyHi_EL1,
        R.APDBKeyLo_EL1, R.APDBKeyHi_EL1, R.APGAKeyLo_EL1, R.APGAKeyHi_EL1,
        R.MDSCR_EL1, R.MDCCINT_EL1,
        R.DBGBVR0_EL1, R.DBGBCR0_EL1, R.DBGBVR1_EL1, R.DBGBCR1_EL1, R.DBGBVR2_EL1, R.DBGBCR2_EL1,
        R.DBGBVR3_EL1, R.DBGBCR3_EL1, R.DBGBVR4_EL1, R.DBGBCR4_EL1, R.DBGBVR5_EL1, R.DBGBCR5_EL1,
        R.DBGWVR0_EL1, R.DBGWCR0_EL1, R.DBGWVR1_EL1, R.DBGWCR1_EL1, R.DBGWVR2_EL1, R.DBGWCR2_EL1, R.DBGWVR3_EL1, R.DBGWCR3_EL1,
    ];

    /// <summary>Those that a PE has.</summary>
    public static R[] Of(ProcessingElement pe) => [.. All.ToArray().Where(pe.Features.Has)];
}
