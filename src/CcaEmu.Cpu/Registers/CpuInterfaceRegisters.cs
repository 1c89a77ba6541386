using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The registers that a GIC CPU interface answers: which accesses mean the virtual interface, and which EL3 takes.</summary>
/// <remarks>
/// Arm GIC architecture (IHI 0069), "Accessing" parts of the ICC_* registers. The traps of EL2 are rules like others, in
/// <see cref="RegisterTraps"/>; EL3's here depend on whether the access is to the physical interface at all.
/// </remarks>
internal static class CpuInterfaceRegisters
{
    private enum Class { None, Group0, Group1, Common, Software }

    /// <summary>Whether a register belongs to the CPU interface.</summary>
    public static bool Contains(R register) => register is >= R.ICC_SRE_EL1 and <= R.ICH_LR15_EL2;

    /// <summary>Whether an access from the current level reaches the ICV_* register of the name.</summary>
    public static bool IsVirtual(ProcessingElement pe, R register)
    {
        if (pe.CurrentLevel != ExceptionLevel.EL1 || !pe.El2Enabled)
            return false;
        ulong enables = ClassOf(register) switch
        {
            Class.Group0 => HCR_EL2.FMO,
            Class.Group1 => HCR_EL2.IMO,
            Class.Common => HCR_EL2.FMO | HCR_EL2.IMO,
            _ => 0,
        };
        return (pe.Raw(R.HCR_EL2) & enables) != 0;
    }

    /// <summary>What the routing controls of EL3 do with an access that EL2 lets pass.</summary>
    public static AccessOutcome Check(ProcessingElement pe, R register)
    {
        if (pe.CurrentLevel == ExceptionLevel.EL3 || IsVirtual(pe, register))
            return AccessOutcome.Allowed;
        ulong routed = ClassOf(register) switch
        {
            Class.Group0 => SCR_EL3.FIQ,
            Class.Group1 => SCR_EL3.IRQ,
            Class.Common or Class.Software => SCR_EL3.FIQ | SCR_EL3.IRQ,
            _ => 0,
        };
        return routed != 0 && (pe.Raw(R.SCR_EL3) & routed) == routed ? AccessOutcome.TrapTo(ExceptionLevel.EL3) : AccessOutcome.Allowed;
    }

    private static Class ClassOf(R register) => register switch
    {
        R.ICC_IAR0_EL1 or R.ICC_EOIR0_EL1 or R.ICC_HPPIR0_EL1 or R.ICC_BPR0_EL1 or R.ICC_AP0R0_EL1 or R.ICC_IGRPEN0_EL1 => Class.Group0,
        R.ICC_IAR1_EL1 or R.ICC_EOIR1_EL1 or R.ICC_HPPIR1_EL1 or R.ICC_BPR1_EL1 or R.ICC_AP1R0_EL1 or R.ICC_IGRPEN1_EL1 => Class.Group1,
        R.ICC_PMR_EL1 or R.ICC_DIR_EL1 or R.ICC_RPR_EL1 or R.ICC_CTLR_EL1 => Class.Common,
        R.ICC_SGI1R_EL1 or R.ICC_ASGI1R_EL1 or R.ICC_SGI0R_EL1 => Class.Software,
        _ => Class.None,
    };
}
