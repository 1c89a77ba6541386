using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>The generic timer's registers that are computed rather than stored.</summary>
/// <remarks>Arm ARM, D12 "The Generic Timer in AArch64 state": counters, TimerValue views and CTL.ISTATUS.</remarks>
internal static class TimerRegisters
{
    public static bool TryRead(ProcessingElement pe, SystemRegister register, out ulong value)
    {
        ulong Count() => pe.Environment.SystemCount(pe);
        ulong VirtualCount() => Count() - pe.Raw(SystemRegister.CNTVOFF_EL2);
        ulong Control(SystemRegister ctl, SystemRegister cval, ulong count)
        {
            ulong stored = pe.Raw(ctl);
            bool met = (stored & CNTx_CTL.ENABLE) != 0 && count >= pe.Raw(cval);
            return met ? stored | CNTx_CTL.ISTATUS : stored;
        }

        ulong? computed = register switch
        {
            SystemRegister.CNTPCT_EL0 or SystemRegister.CNTPCTSS_EL0 => Count(),
            SystemRegister.CNTVCT_EL0 or SystemRegister.CNTVCTSS_EL0 => VirtualCount(),
            SystemRegister.CNTP_CTL_EL0 => Control(register, SystemRegister.CNTP_CVAL_EL0, Count()),
            SystemRegister.CNTV_CTL_EL0 => Control(register, SystemRegister.CNTV_CVAL_EL0, VirtualCount()),
            SystemRegister.CNTHP_CTL_EL2 => Control(register, SystemRegister.CNTHP_CVAL_EL2, Count()),
            SystemRegister.CNTPS_CTL_EL1 => Control(register, SystemRegister.CNTPS_CVAL_EL1, Count()),
            SystemRegister.CNTP_TVAL_EL0 => (uint)(pe.Raw(SystemRegister.CNTP_CVAL_EL0) - Count()),
            SystemRegister.CNTV_TVAL_EL0 => (uint)(pe.Raw(SystemRegister.CNTV_CVAL_EL0) - VirtualCount()),
            SystemRegister.CNTHP_TVAL_EL2 => (uint)(pe.Raw(SystemRegister.CNTHP_CVAL_EL2) - Count()),
            SystemRegister.CNTPS_TVAL_EL1 => (uint)(pe.Raw(SystemRegister.CNTPS_CVAL_EL1) - Count()),
            _ => null,
        };
        value = computed ?? 0;
        return computed is not null;
    }

    public static bool TryWrite(ProcessingElement pe, SystemRegister register, ulong value)
    {
        ulong deadline = (ulong)(long)(int)value + pe.Environment.SystemCount(pe);
        switch (register)
        {
            case SystemRegister.CNTP_TVAL_EL0: pe[SystemRegister.CNTP_CVAL_EL0] = deadline; return true;
            case SystemRegister.CNTV_TVAL_EL0: pe[SystemRegister.CNTV_CVAL_EL0] = deadline - pe.Raw(SystemRegister.CNTVOFF_EL2); return true;
            case SystemRegister.CNTHP_TVAL_EL2: pe[SystemRegister.CNTHP_CVAL_EL2] = deadline; return true;
            case SystemRegister.CNTPS_TVAL_EL1: pe[SystemRegister.CNTPS_CVAL_EL1] = deadline; return true;
            default: return false;
        }
    }
}
