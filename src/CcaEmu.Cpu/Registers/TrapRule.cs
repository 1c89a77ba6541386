using CcaEmu.Arm;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu;

/// <summary>One condition under which an access is trapped, as the "Accessing" pseudocode of a register tests them one after the other.</summary>
/// <param name="From">Levels whose accesses are trapped.</param>
/// <param name="Reads">Whether reads are.</param>
/// <param name="Writes">Whether writes are; a system instruction counts as a write.</param>
/// <param name="Control">Register with the control bits.</param>
/// <param name="Mask">The bits.</param>
/// <param name="WhenSet">True: trapped when any of them is set. False: trapped when all are clear.</param>
/// <param name="Target">EL1 (then EL2 where HCR_EL2.TGE routes there), EL2 (only where EL2 is enabled), or EL3.</param>
internal sealed record TrapRule(
    Levels From, bool Reads, bool Writes, SystemRegister Control, ulong Mask, bool WhenSet, ExceptionLevel Target)
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

    private AccessOutcome Trap(ProcessingElement pe) =>
        AccessOutcome.TrapTo(Target == ExceptionLevel.EL1 ? pe.OrdinaryTarget : Target);

    private bool Applies(ProcessingElement pe, bool isRead) =>
        ((int)From >> (int)pe.CurrentLevel & 1) != 0
        && (isRead ? Reads : Writes)
        && (Target != ExceptionLevel.EL2 || pe.El2Enabled)
        && (pe.Raw(Control) & Mask) != 0 == WhenSet;
}
