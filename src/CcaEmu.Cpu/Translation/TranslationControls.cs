using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>Every register bit that translation in one regime depends on: two equal values translate alike.</summary>
/// <param name="Regime">The regime.</param>
/// <param name="State">Security state it is in.</param>
/// <param name="Sctlr">SCTLR_ELx, its bits that matter here.</param>
/// <param name="Tcr">TCR_ELx.</param>
/// <param name="Ttbr0">TTBR0_ELx, with the ASID.</param>
/// <param name="Ttbr1">TTBR1_ELx, with the ASID; 0 in a regime of one range.</param>
/// <param name="Mair">MAIR_ELx.</param>
/// <param name="Hcr">HCR_EL2, its bits that matter here; 0 where EL2 has no say.</param>
/// <param name="Stage2">The registers of stage 2; all zero where there is none.</param>
/// <param name="NonSecureStage2">In Secure state, the registers of stage 2 for Non-secure IPAs; else all zero.</param>
/// <param name="Sif">SCR_EL3.SIF in the Secure state, with FEAT_SEL2: without it RME leaves the bit no effect.</param>
/// <param name="Contexts">With which MECIDs it reaches the Realm space.</param>
/// <remarks>Compared whole and not by a hash: a guest chooses some of these values, and must not hit on another guest's translations.</remarks>
internal readonly record struct TranslationControls(
    Regime Regime, SecurityState State, ulong Sctlr, ulong Tcr, ulong Ttbr0, ulong Ttbr1, ulong Mair, ulong Hcr, Stage2Controls Stage2,
    Stage2Controls NonSecureStage2, bool Sif, EncryptionContexts Contexts);
