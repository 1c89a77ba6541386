using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The count that a sample is stamped with.</summary>
/// <remarks>Arm ARM, J1.1 shared pseudocode CollectTimeStamp, GetTimestamp; PMSCR_EL1.PCT and PMSCR_EL2.PCT, whose reserved value 2 counts as 0.</remarks>
internal static class SampleTimestamp
{
    private const ulong Virtual = 0, Physical = 1, OffsetPhysical = 3;

    /// <summary>The timestamp of a sample at the current level, or null where none is collected.</summary>
    public static ulong? Of(ProcessingElement pe)
    {
        bool el2Owns = ProfilingOwner.LevelOf(pe) == ExceptionLevel.EL2;
        if ((pe.Raw(el2Owns ? R.PMSCR_EL2 : R.PMSCR_EL1) & PMSCR_ELx.TS) == 0)
            return null;
        ulong count = pe.Environment.SystemCount(pe);
        return Kind(pe, el2Owns) switch
        {
            Physical => count,
            OffsetPhysical => count - PhysicalOffset(pe),
            _ => IsInHost(pe) ? count : count - pe.Raw(R.CNTVOFF_EL2),
        };
    }

    private static ulong Kind(ProcessingElement pe, bool el2Owns)
    {
        ulong el1 = PMSCR_ELx.PCT.Get(pe.Raw(R.PMSCR_EL1)), el2 = PMSCR_ELx.PCT.Get(pe.Raw(R.PMSCR_EL2));
        if (!pe.El2Enabled || (el2 == Physical && !el2Owns))
            return el1;
        return el2 == OffsetPhysical && !el2Owns && el1 is not (Physical or OffsetPhysical) ? Virtual : el2;
    }

    private static bool IsInHost(ProcessingElement pe) => pe.CurrentLevel == ExceptionLevel.EL2
        ? pe.Features.Has(Arm.A64.Feature.FEAT_VHE) && (pe.Raw(R.HCR_EL2) & HCR_EL2.E2H) != 0
        : pe.CurrentLevel == ExceptionLevel.EL0 && PointerAuthentication.IsHostAbove(pe);

    private static ulong PhysicalOffset(ProcessingElement pe) =>
        (pe.Raw(R.SCR_EL3) & SCR_EL3.ECVEn) != 0 && (pe.Raw(R.CNTHCTL_EL2) & CNTHCTL_EL2.ECV) != 0 ? pe.Raw(R.CNTPOFF_EL2) : 0;
}
