using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>Target level and masking of each asynchronous exception.</summary>
/// <remarks>
/// Arm ARM, D1.4.6.3 "Establishing the target Exception level of an asynchronous exception", D1.4.6.4 "Asynchronous exception masking";
/// J1.3 shared pseudocode PhysicalSErrorTarget, EffectiveHCR_AMO, EffectiveNMEA. FEAT_NMI, FEAT_DoubleFault2 and FEAT_E3DSE are absent.
/// </remarks>
internal static class InterruptRouting
{
    private const int F = 1, I = 2, A = 4;

    public static InterruptRoute Of(ProcessingElement pe, AsynchronousException exception) => exception switch
    {
        AsynchronousException.SError => OfSError(pe),
        AsynchronousException.Fiq => OfPhysical(pe, SCR_EL3.FIQ, HCR_EL2.FMO, F),
        AsynchronousException.Irq => OfPhysical(pe, SCR_EL3.IRQ, HCR_EL2.IMO, I),
        AsynchronousException.VirtualSError => OfVirtual(pe, HCR_EL2.AMO, A),
        AsynchronousException.VirtualFiq => OfVirtual(pe, HCR_EL2.FMO, F),
        _ => OfVirtual(pe, HCR_EL2.IMO, I),
    };

    /// <summary>Which vector an asynchronous exception uses.</summary>
    public static ExceptionType TypeOf(AsynchronousException exception) => exception switch
    {
        AsynchronousException.SError or AsynchronousException.VirtualSError => ExceptionType.SError,
        AsynchronousException.Fiq or AsynchronousException.VirtualFiq => ExceptionType.Fiq,
        _ => ExceptionType.Irq,
    };

    private static InterruptRoute OfPhysical(ProcessingElement pe, ulong toEl3, ulong toEl2, int mask)
    {
        bool masked = (pe.Daif & mask) != 0;
        ExceptionLevel level = pe.CurrentLevel;
        if ((pe.Raw(R.SCR_EL3) & toEl3) != 0)
            return new(ExceptionLevel.EL3, level == ExceptionLevel.EL3 && masked);
        if (level == ExceptionLevel.EL3)
            return InterruptRoute.NotTaken;
        ulong hcr = pe.El2Enabled ? pe.Raw(R.HCR_EL2) : 0;
        if ((hcr & (HCR_EL2.TGE | toEl2)) != 0)
            return new(ExceptionLevel.EL2, masked && (level == ExceptionLevel.EL2 || IsHost(hcr)));
        return level == ExceptionLevel.EL2 ? InterruptRoute.NotTaken : new(ExceptionLevel.EL1, masked);
    }

    private static InterruptRoute OfSError(ProcessingElement pe)
    {
        ulong scr = pe.Raw(R.SCR_EL3);
        ulong hcr = pe.El2Enabled ? pe.Raw(R.HCR_EL2) : 0;
        ExceptionLevel level = pe.CurrentLevel;
        bool a = (pe.Daif & A) != 0;
        bool tge = (hcr & HCR_EL2.TGE) != 0;
        bool amo = tge ? (hcr & HCR_EL2.E2H) == 0 : (hcr & HCR_EL2.AMO) != 0;
        bool ea = (scr & SCR_EL3.EA) != 0;
        bool nmea = ea && level == ExceptionLevel.EL3 && (scr & SCR_EL3.NMEA) != 0;
        if (level == ExceptionLevel.EL3)
            return ea ? new(ExceptionLevel.EL3, a && !nmea) : InterruptRoute.NotTaken;
        if (ea)
            return new(ExceptionLevel.EL3, false);
        if (level == ExceptionLevel.EL2)
            return tge || amo ? new(ExceptionLevel.EL2, a) : InterruptRoute.NotTaken;
        if (amo)
            return new(ExceptionLevel.EL2, false);
        return new(tge ? ExceptionLevel.EL2 : ExceptionLevel.EL1, a);
    }

    private static InterruptRoute OfVirtual(ProcessingElement pe, ulong enable, int mask)
    {
        bool enabled = pe.CurrentLevel < ExceptionLevel.EL2 && pe.El2Enabled && (pe.Raw(R.HCR_EL2) & (enable | HCR_EL2.TGE)) == enable;
        return enabled ? new(ExceptionLevel.EL1, (pe.Daif & mask) != 0) : InterruptRoute.NotTaken;
    }

    private static bool IsHost(ulong hcr) => (hcr & (HCR_EL2.E2H | HCR_EL2.TGE)) == (HCR_EL2.E2H | HCR_EL2.TGE);
}
