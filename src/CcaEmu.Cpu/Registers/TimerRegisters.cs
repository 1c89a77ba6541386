using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The generic timer's registers that are computed rather than stored.</summary>
/// <remarks>Arm ARM, D12 "The Generic Timer in AArch64 state": counters, TimerValue views and CTL.ISTATUS.</remarks>
internal static class TimerRegisters
{
    /// <summary>Whether a register is one of them.</summary>
    public static bool IsComputed(R register) => register is R.CNTPCT_EL0 or R.CNTPCTSS_EL0 or R.CNTVCT_EL0 or R.CNTVCTSS_EL0
        or R.CNTP_CTL_EL0 or R.CNTV_CTL_EL0 or R.CNTHP_CTL_EL2 or R.CNTHV_CTL_EL2 or R.CNTPS_CTL_EL1
        or R.CNTHPS_CTL_EL2 or R.CNTHVS_CTL_EL2 or R.CNTHPS_TVAL_EL2 or R.CNTHVS_TVAL_EL2
        or R.CNTP_TVAL_EL0 or R.CNTV_TVAL_EL0 or R.CNTHP_TVAL_EL2 or R.CNTHV_TVAL_EL2 or R.CNTPS_TVAL_EL1;

    /// <summary>Whether a timer's output depends on a register.</summary>
    public static bool DrivesOutput(R register) => register is R.CNTP_CTL_EL0 or R.CNTV_CTL_EL0 or R.CNTHP_CTL_EL2 or R.CNTHV_CTL_EL2
        or R.CNTPS_CTL_EL1 or R.CNTP_CVAL_EL0 or R.CNTV_CVAL_EL0 or R.CNTHP_CVAL_EL2 or R.CNTHV_CVAL_EL2 or R.CNTPS_CVAL_EL1
        or R.CNTVOFF_EL2 or R.CNTPOFF_EL2 or R.CNTHCTL_EL2 or R.SCR_EL3;

    /// <summary>Reads one of them.</summary>
    public static ulong Read(ProcessingElement pe, R register)
    {
        ulong count = pe.Environment.SystemCount(pe);
        ulong virtualCount = count - pe.Raw(R.CNTVOFF_EL2);
        ulong physicalCount = count - PhysicalOffset(pe);
        return register switch
        {
            R.CNTPCT_EL0 or R.CNTPCTSS_EL0 => pe.CurrentLevel < ExceptionLevel.EL2 && !IsHost(pe) ? physicalCount : count,
            R.CNTVCT_EL0 or R.CNTVCTSS_EL0 => IsHost(pe) ? count : virtualCount,
            R.CNTP_CTL_EL0 => Control(pe, register, R.CNTP_CVAL_EL0, physicalCount),
            R.CNTV_CTL_EL0 => Control(pe, register, R.CNTV_CVAL_EL0, virtualCount),
            R.CNTHP_CTL_EL2 => Control(pe, register, R.CNTHP_CVAL_EL2, count),
            R.CNTHV_CTL_EL2 => Control(pe, register, R.CNTHV_CVAL_EL2, count),
            R.CNTHPS_CTL_EL2 => Control(pe, register, R.CNTHPS_CVAL_EL2, count),
            R.CNTHVS_CTL_EL2 => Control(pe, register, R.CNTHVS_CVAL_EL2, count),
            R.CNTPS_CTL_EL1 => Control(pe, register, R.CNTPS_CVAL_EL1, count),
            R.CNTP_TVAL_EL0 => (uint)(pe.Raw(R.CNTP_CVAL_EL0) - physicalCount),
            R.CNTV_TVAL_EL0 => (uint)(pe.Raw(R.CNTV_CVAL_EL0) - virtualCount),
            R.CNTHP_TVAL_EL2 => (uint)(pe.Raw(R.CNTHP_CVAL_EL2) - count),
            R.CNTHV_TVAL_EL2 => (uint)(pe.Raw(R.CNTHV_CVAL_EL2) - count),
            R.CNTHPS_TVAL_EL2 => (uint)(pe.Raw(R.CNTHPS_CVAL_EL2) - count),
            R.CNTHVS_TVAL_EL2 => (uint)(pe.Raw(R.CNTHVS_CVAL_EL2) - count),
            R.CNTPS_TVAL_EL1 => (uint)(pe.Raw(R.CNTPS_CVAL_EL1) - count),
            _ => throw new ArgumentOutOfRangeException(nameof(register), register, "not a computed timer register"),
        };
    }

    /// <summary>Writes a TimerValue view.</summary>
    /// <returns>False for the others, whose value the register file keeps.</returns>
    public static bool TryWrite(ProcessingElement pe, R register, ulong value)
    {
        ulong deadline = (ulong)(long)(int)value + pe.Environment.SystemCount(pe);
        switch (register)
        {
            case R.CNTP_TVAL_EL0: pe[R.CNTP_CVAL_EL0] = deadline - PhysicalOffset(pe); return true;
            case R.CNTV_TVAL_EL0: pe[R.CNTV_CVAL_EL0] = deadline - pe.Raw(R.CNTVOFF_EL2); return true;
            case R.CNTHP_TVAL_EL2: pe[R.CNTHP_CVAL_EL2] = deadline; return true;
            case R.CNTHV_TVAL_EL2: pe[R.CNTHV_CVAL_EL2] = deadline; return true;
            case R.CNTHPS_TVAL_EL2: pe[R.CNTHPS_CVAL_EL2] = deadline; return true;
            case R.CNTHVS_TVAL_EL2: pe[R.CNTHVS_CVAL_EL2] = deadline; return true;
            case R.CNTPS_TVAL_EL1: pe[R.CNTPS_CVAL_EL1] = deadline; return true;
            default: return false;
        }
    }

    /// <summary>Ticks from now until the count of a timer that has not met its condition reaches its CompareValue.</summary>
    /// <param name="pe">The PE.</param>
    /// <param name="control">The timer's control register.</param>
    public static ulong TicksToCondition(ProcessingElement pe, R control)
    {
        ulong count = pe.Environment.SystemCount(pe);
        return control switch
        {
            R.CNTP_CTL_EL0 => pe.Raw(R.CNTP_CVAL_EL0) - (count - PhysicalOffset(pe)),
            R.CNTV_CTL_EL0 => pe.Raw(R.CNTV_CVAL_EL0) - (count - pe.Raw(R.CNTVOFF_EL2)),
            R.CNTHP_CTL_EL2 => pe.Raw(R.CNTHP_CVAL_EL2) - count,
            R.CNTHV_CTL_EL2 => pe.Raw(R.CNTHV_CVAL_EL2) - count,
            R.CNTHPS_CTL_EL2 => pe.Raw(R.CNTHPS_CVAL_EL2) - count,
            R.CNTHVS_CTL_EL2 => pe.Raw(R.CNTHVS_CVAL_EL2) - count,
            _ => pe.Raw(R.CNTPS_CVAL_EL1) - count,
        };
    }

    // CNTPOFF_EL2 counts for EL1's physical timer and counter where EL3 and EL2 let it (FEAT_ECV_POFF; else these bits are RES0).
    private static ulong PhysicalOffset(ProcessingElement pe)
    {
        bool counts = pe.El2Enabled && (pe.Raw(R.SCR_EL3) & SCR_EL3.ECVEn) != 0 && (pe.Raw(R.CNTHCTL_EL2) & CNTHCTL_EL2.ECV) != 0;
        return counts ? pe.Raw(R.CNTPOFF_EL2) : 0;
    }

    // A host counts without the offsets that its guests see.
    private static bool IsHost(ProcessingElement pe) => RegisterRedirection.IsE2H(pe)
        && (pe.CurrentLevel == ExceptionLevel.EL2 || (pe.CurrentLevel == ExceptionLevel.EL0 && (pe.Raw(R.HCR_EL2) & HCR_EL2.TGE) != 0));

    private static ulong Control(ProcessingElement pe, R control, R compareValue, ulong count)
    {
        ulong stored = pe.Raw(control);
        bool met = (stored & CNTx_CTL.ENABLE) != 0 && count >= pe.Raw(compareValue);
        return met ? stored | CNTx_CTL.ISTATUS : stored;
    }
}
