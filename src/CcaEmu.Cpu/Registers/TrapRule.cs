using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <summary>One condition under which an access is trapped, as the "Accessing" pseudocode of a register tests them one after the other.</summary>
/// <param name="From">Levels whose accesses are trapped.</param>
/// <param name="Reads">Whether reads are.</param>
/// <param name="Writes">Whether writes are; a system instruction counts as a write.</param>
/// <param name="Control">Register with the control bits.</param>
/// <param name="Mask">The bits.</param>
/// <param name="WhenSet">True: trapped when any of them is set. False: trapped when all are clear.</param>
/// <param name="Target">EL1 (then EL2 where HCR_EL2.TGE routes there), EL2 (only where EL2 is enabled), or EL3.</param>
/// <param name="Host">The host configurations in which it counts.</param>
/// <param name="Gate">A second bit that must be set for the trap to count: SCR_EL3.FGTEn of the fine-grained traps. Zero for none.</param>
internal sealed record TrapRule(
    Levels From, bool Reads, bool Writes, SystemRegister Control, ulong Mask, bool WhenSet, ExceptionLevel Target,
    HostCondition Host = HostCondition.Any, ulong Gate = 0)
{
    /// <summary>The outcome of the first rule that applies, or "allowed".</summary>
    public static AccessOutcome Apply(TrapRule[] rules, ProcessingElement pe, bool isRead)
    {
        foreach (TrapRule rule in rules)
        {
            if (rule.Applies(pe, isRead))
                return rule.Trap(pe);
        }
        return AccessOutcome.Allowed;
    }

    /// <summary>The outcome where this rule alone matters.</summary>
    public AccessOutcome Apply(ProcessingElement pe, bool isRead) => Applies(pe, isRead) ? Trap(pe) : AccessOutcome.Allowed;

    /// <summary>Whether an instruction that this rule alone can trap is carried out.</summary>
    public bool Allows(ProcessingElement pe) => !Applies(pe, isRead: false);

    private AccessOutcome Trap(ProcessingElement pe) =>
        AccessOutcome.TrapTo(Target == ExceptionLevel.EL1 ? pe.OrdinaryTarget : Target);

    private bool Applies(ProcessingElement pe, bool isRead) =>
        ((int)From >> (int)pe.CurrentLevel & 1) != 0
        && (isRead ? Reads : Writes)
        && (pe.Raw(Control) & Mask) != 0 == WhenSet
        && (Target != ExceptionLevel.EL2 || pe.El2Enabled)
        && (pe.Raw(SystemRegister.SCR_EL3) & Gate) == Gate
        && (Host == HostCondition.Any || Counts(pe));

    private bool Counts(ProcessingElement pe)
    {
        ulong hcr = pe.El2Enabled ? pe.Raw(SystemRegister.HCR_EL2) : 0;
        bool e2h = (hcr & HCR_EL2.E2H) != 0;
        bool inHost = e2h && (hcr & HCR_EL2.TGE) != 0 && pe.CurrentLevel == ExceptionLevel.EL0;
        return Host switch
        {
            HostCondition.NotInHost => !inHost,
            HostCondition.NotInHostNorFreed => !inHost && !AreNxsFormsFreed(pe),
            HostCondition.NotOwnerOfProfiling => !ProfilingOwner.MayUseRegisters(pe),
            HostCondition.InHost => inHost,
            HostCondition.NotE2H => !e2h,
            _ => e2h && !inHost,
        };
    }

    // HCRX_EL2 counts where EL3 lets EL2 have it.
    private static bool AreNxsFormsFreed(ProcessingElement pe) =>
        (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.HXEn) != 0 && (pe.Raw(SystemRegister.HCRX_EL2) & HCRX_EL2.FGTnXS) != 0;
}
