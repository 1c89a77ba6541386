using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Whether debug exceptions are generated, and where they go.</summary>
/// <remarks>
/// Arm ARM, D2.2 "Routing debug exceptions", D2.3 "The debug exception enable controls"; J1.1 shared pseudocode
/// AArch64.GenerateDebugExceptionsFrom, J1.3 DebugTargetFrom. The OS Double Lock (FEAT_DoubleLock) and Debug state are absent.
/// </remarks>
internal static class SelfHostedDebug
{
    private const ulong OSLK = 1UL << 1;

    /// <summary>The debug target level, EL_D: EL1, or EL2 where MDCR_EL2.TDE or HCR_EL2.TGE sends debug exceptions there.</summary>
    public static ExceptionLevel Target(ProcessingElement pe)
    {
        bool toEl2 = pe.El2Enabled
            && ((pe.Raw(R.HCR_EL2) & HCR_EL2.TGE) != 0 || (pe.Raw(R.MDCR_EL2) & MDCR_EL2.TDE) != 0);
        return toEl2 ? ExceptionLevel.EL2 : ExceptionLevel.EL1;
    }

    /// <summary>Whether breakpoints, watchpoints and software step generate exceptions from a level.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="level">Level they would be taken from, in the security state that SCR_EL3 selects.</param>
    /// <param name="masked">PSTATE.D there.</param>
    public static bool GeneratesExceptionsFrom(ProcessingElement pe, ExceptionLevel level, bool masked)
    {
        if ((pe.Raw(R.OSLSR_EL1) & OSLK) != 0 || level == ExceptionLevel.EL3)
            return false;
        if (pe.LowerSecurityState == SecurityState.Secure && (pe.Raw(R.MDCR_EL3) & MDCR_EL3.SDD) != 0)
            return false;
        ExceptionLevel target = Target(pe);
        return level == target ? !masked && (pe.Raw(R.MDSCR_EL1) & MDSCR_EL1.KDE) != 0 : target > level;
    }

    /// <summary>Whether they are generated from the current state.</summary>
    public static bool GeneratesExceptions(ProcessingElement pe) =>
        GeneratesExceptionsFrom(pe, pe.CurrentLevel, (pe.Daif & 8) != 0);
}
