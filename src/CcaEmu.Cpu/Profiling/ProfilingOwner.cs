using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Who owns the profiling buffer, and where that lets profiling happen.</summary>
/// <remarks>
/// Arm ARM, D17.4 "Enabling profiling", D17.7.5 "The owning translation regime"; J1.1 shared pseudocode ProfilingBufferOwner,
/// ProfilingBufferEnabled, StatisticalProfilingEnabled, CheckMDCR_EL3_NSPBTrap. Secure state has no EL2 here.
/// </remarks>
internal static class ProfilingOwner
{
    /// <summary>MDCR_EL3.{NSPBE, NSPB}: 2 Non-secure and 6 Realm, and one more where the state itself may use the registers; 0 Secure.</summary>
    private static ulong Owner(ProcessingElement pe)
    {
        ulong mdcr = pe.Raw(R.MDCR_EL3);
        return (mdcr & MDCR_EL3.NSPBE) >> 9 | MDCR_EL3.NSPB.Get(mdcr);
    }

    /// <summary>The level whose stage 1 translates the buffer's addresses.</summary>
    public static ExceptionLevel LevelOf(ProcessingElement pe) =>
        pe.El2Enabled && MDCR_EL2.E2PB.Get(pe.Raw(R.MDCR_EL2)) == 0 ? ExceptionLevel.EL2 : ExceptionLevel.EL1;

    /// <summary>Whether EL2 and EL1 of the current state may use the registers of profiling: EL3 traps the others.</summary>
    public static bool MayUseRegisters(ProcessingElement pe) => (Owner(pe) & 1) != 0 && IsOwningState(pe);

    /// <summary>Whether the buffer may not be programmed here: PMBIDR_EL1.P.</summary>
    public static bool IsProgrammingRefused(ProcessingElement pe) => pe.CurrentLevel != ExceptionLevel.EL3
        && (!IsOwningState(pe) || pe.CurrentLevel < LevelOf(pe));

    /// <summary>Whether instructions are samples' population at the current level and state.</summary>
    public static bool IsProfiled(ProcessingElement pe)
    {
        if ((pe.Raw(R.PMBLIMITR_EL1) & PMBLIMITR_EL1.E) == 0 || (pe.Raw(R.PMBSR_EL1) & PMBSR_EL1.S) != 0 || !IsOwningState(pe))
            return false;
        ExceptionLevel level = pe.CurrentLevel, owner = LevelOf(pe);
        bool generalExceptions = pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.TGE) != 0;
        if (level > owner || (generalExceptions && owner == ExceptionLevel.EL1))
            return false;
        return level switch
        {
            ExceptionLevel.EL2 => (pe.Raw(R.PMSCR_EL2) & PMSCR_ELx.ExSPE) != 0,
            ExceptionLevel.EL1 => (pe.Raw(R.PMSCR_EL1) & PMSCR_ELx.ExSPE) != 0,
            _ => (pe.Raw(generalExceptions ? R.PMSCR_EL2 : R.PMSCR_EL1) & PMSCR_ELx.E0SPE) != 0,
        };
    }

    private static bool IsOwningState(ProcessingElement pe) => (Owner(pe) >> 1) switch
    {
        0 => pe.LowerSecurityState == SecurityState.Secure,
        1 => pe.LowerSecurityState == SecurityState.NonSecure,
        3 => pe.LowerSecurityState == SecurityState.Realm,
        _ => false, // reserved
    };
}
