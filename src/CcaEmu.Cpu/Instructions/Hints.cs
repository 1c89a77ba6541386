using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>Hints, and the waits with a time-out. Hints without a meaning here, or of absent features, do nothing.</summary>
/// <remarks>
/// Arm ARM, C6.2 HINT, WFE, WFI, SEV, SEVL, WFET, WFIT; J1.1 AArch64.CheckForWFxTrap. A PE does not know what interrupts are pending: a WFI stops
/// it, and the machine decides when it goes on.
/// </remarks>
internal static unsafe class Hints
{
    private const ulong ConditionValidAlways = 1UL << 24 | 0xEUL << 20;

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rt);
        return i.Op switch
        {
            A64Op.WFI => &WaitForInterrupt,
            A64Op.WFE => &WaitForEvent,
            A64Op.SEV => &SendEvent,
            A64Op.SEVL => &SendEventLocal,
            A64Op.WFET => &WaitForEventUntil,
            A64Op.WFIT => &WaitForInterruptUntil,
            A64Op.CSDB or A64Op.DGH or A64Op.BTI => &Nothing,
            >= A64Op.XPACLRI and <= A64Op.AUTIBSP => PointerSigning.PredecodeHint(i, op),
            _ => &Nothing,
        };
    }

    /// <summary>Retires and does nothing: hints, and barriers on a machine whose PEs run one after the other.</summary>
    public static DecodedOp* Nothing(ProcessingElement pe, PeState* s, DecodedOp* op) => op + 1;

    private static DecodedOp* WaitForInterrupt(ProcessingElement pe, PeState* s, DecodedOp* op) =>
        Wait(pe, s, op, 0, SCTLR_ELx.nTWI, HCR_EL2.TWI, SCR_EL3.TWI);

    private static DecodedOp* WaitForEvent(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (!pe.EventRegister)
            return Wait(pe, s, op, 1, SCTLR_ELx.nTWE, HCR_EL2.TWE, SCR_EL3.TWE);
        pe.EventRegister = false;
        return op + 1;
    }

    private static DecodedOp* WaitForInterruptUntil(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ulong deadline = s->X[op->Rn];
        return IsPast(pe, s, op, deadline)
            ? op + 1
            : WaitUntil(pe, s, op, deadline, Wait(pe, s, op, 2 | RegisterOf(op), SCTLR_ELx.nTWI, HCR_EL2.TWI, SCR_EL3.TWI));
    }

    private static DecodedOp* WaitForEventUntil(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ulong deadline = s->X[op->Rn];
        if (pe.EventRegister)
        {
            pe.EventRegister = false;
            return op + 1;
        }
        return IsPast(pe, s, op, deadline)
            ? op + 1
            : WaitUntil(pe, s, op, deadline, Wait(pe, s, op, 3 | RegisterOf(op), SCTLR_ELx.nTWE, HCR_EL2.TWE, SCR_EL3.TWE));
    }

    private static ulong RegisterOf(DecodedOp* op) => ESR_ELx.RN.Set(ESR_ELx.RV, op->Word & 31);

    // The time-out is compared with CNTVCT_EL0 as the current level would read it.
    private static bool IsPast(ProcessingElement pe, PeState* s, DecodedOp* op, ulong deadline)
    {
        Engine.Settle(s, op);
        return pe[SystemRegister.CNTVCT_EL0] >= deadline;
    }

    private static DecodedOp* WaitUntil(ProcessingElement pe, PeState* s, DecodedOp* op, ulong deadline, DecodedOp* next)
    {
        if (pe.WaitingForInterrupt)
            pe.WaitDeadline = deadline;
        return next;
    }

    private static DecodedOp* Wait(ProcessingElement pe, PeState* s, DecodedOp* op, ulong ti, ulong notTrapped, ulong trap, ulong trapEl3)
    {
        ExceptionLevel? target = null;
        if (pe.CurrentLevel == ExceptionLevel.EL0 && (pe.Raw(SystemRegister.SCTLR_EL1) & notTrapped) == 0)
            target = pe.OrdinaryTarget;
        else if (pe.CurrentLevel <= ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & trap) != 0)
            target = ExceptionLevel.EL2;
        else if (pe.CurrentLevel != ExceptionLevel.EL3 && (pe.Raw(SystemRegister.SCR_EL3) & trapEl3) != 0)
            target = ExceptionLevel.EL3;
        if (target is { } level)
            return Exceptions.Trap(pe, s, op, level, ExceptionClass.TrappedWfx, ConditionValidAlways | ti);
        pe.WaitingForInterrupt = true;
        return Engine.Leave(s, op);
    }

    private static DecodedOp* SendEvent(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        foreach (ProcessingElement peer in pe.Peers)
            peer.EventRegister = true;
        return op + 1;
    }

    private static DecodedOp* SendEventLocal(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        pe.EventRegister = true;
        return op + 1;
    }
}
