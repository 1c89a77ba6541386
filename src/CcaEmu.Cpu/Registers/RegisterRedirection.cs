using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Which register MRS and MSR reach by a name: another one at EL2 of a host, and where a register selects the register.</summary>
/// <remarks>Arm ARM, D24.2 "Accessing" parts; D1.4 "Virtualization Host Extensions" for the names that EL2 gets redirected.</remarks>
internal static class RegisterRedirection
{
    private const int CycleCounter = 31;

    private static readonly R[] HostOf = Index();

    /// <summary>The register that a name reaches here and now; <see cref="R.None"/> for one that reads as zero and ignores writes.</summary>
    public static R Of(ProcessingElement pe, R named)
    {
        R host = HostOf[(int)named];
        if (host != R.None)
            return IsHost(pe) ? InState(pe, host) : named;
        return named switch
        {
            R.DISR_EL1 => DeferredStatusOf(pe),
            R.PMXEVTYPER_EL0 or R.PMXEVCNTR_EL0 => Selected(pe, named),
            _ => named,
        };
    }

    /// <summary>Whether EL2 is enabled and HCR_EL2.E2H is 1.</summary>
    public static bool IsE2H(ProcessingElement pe) => pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.E2H) != 0;

    /// <summary>The number of the event counter that a register belongs to, if it belongs to one.</summary>
    public static bool TryGetEventCounter(ProcessingElement pe, R register, out int counter)
    {
        counter = register switch
        {
            >= R.PMEVCNTR0_EL0 and <= R.PMEVCNTR30_EL0 => register - R.PMEVCNTR0_EL0,
            >= R.PMEVTYPER0_EL0 and <= R.PMEVTYPER30_EL0 => register - R.PMEVTYPER0_EL0,
            R.PMXEVCNTR_EL0 => (int)pe.Raw(R.PMSELR_EL0),
            R.PMXEVTYPER_EL0 when pe.Raw(R.PMSELR_EL0) != CycleCounter => (int)pe.Raw(R.PMSELR_EL0),
            _ => -1,
        };
        return counter >= 0;
    }

    // EL2 with E2H, and EL0 with TGE too: of the redirected names EL0 reaches the timers' alone.
    private static bool IsHost(ProcessingElement pe) => pe.CurrentLevel switch
    {
        ExceptionLevel.EL2 => IsE2H(pe),
        ExceptionLevel.EL0 => IsE2H(pe) && (pe.Raw(R.HCR_EL2) & HCR_EL2.TGE) != 0,
        _ => false,
    };

    // EL2 has timers of its own for the Secure state.
    private static R InState(ProcessingElement pe, R host) => pe.LowerSecurityState != SecurityState.Secure ? host : host switch
    {
        R.CNTHP_CTL_EL2 => R.CNTHPS_CTL_EL2,
        R.CNTHP_CVAL_EL2 => R.CNTHPS_CVAL_EL2,
        R.CNTHP_TVAL_EL2 => R.CNTHPS_TVAL_EL2,
        R.CNTHV_CTL_EL2 => R.CNTHVS_CTL_EL2,
        R.CNTHV_CVAL_EL2 => R.CNTHVS_CVAL_EL2,
        R.CNTHV_TVAL_EL2 => R.CNTHVS_TVAL_EL2,
        _ => host,
    };

    private static R DeferredStatusOf(ProcessingElement pe)
    {
        if (pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.AMO) != 0)
            return R.VDISR_EL2;
        bool belongsToEl3 = pe.CurrentLevel != ExceptionLevel.EL3 && (pe.Raw(R.SCR_EL3) & SCR_EL3.EA) != 0;
        return belongsToEl3 ? R.None : R.DISR_EL1;
    }

    private static R Selected(ProcessingElement pe, R named)
    {
        int counter = (int)pe.Raw(R.PMSELR_EL0);
        if (named == R.PMXEVTYPER_EL0)
            return counter == CycleCounter ? R.PMCCFILTR_EL0 : R.PMEVTYPER0_EL0 + (ushort)counter;
        return counter == CycleCounter ? R.None : R.PMEVCNTR0_EL0 + (ushort)counter;
    }

    private static R[] Index()
    {
        var index = new R[SystemRegisterTable.Count];
        foreach (SystemRegisterInfo info in SystemRegisterTable.All.Where(info => info.AliasOf != R.None))
            index[(int)info.AliasOf] = info.HostRegister;
        return index;
    }
}
