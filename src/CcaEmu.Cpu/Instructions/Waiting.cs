using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>WFI, WFE, WFIT, WFET, SEV and SEVL.</summary>
/// <remarks>
/// Arm ARM, C6.2 of each; J1.3 shared pseudocode Hint_WFE, Hint_WFET, Hint_WFI, Hint_WFIT; J1.1 AArch64.CheckForWFxTrap,
/// AArch64.WFxTrap. They are trapped only where they would sleep. FEAT_TWED (a delay before the trap) is absent.
/// </remarks>
internal static unsafe class Waiting
{
    private const ulong ConditionValidAlways = 1UL << 24 | 0xEUL << 20;

    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Rn = Slots.Source(i.Rt);
        return i.Op switch
        {
            A64Op.WFI => &WaitForInterrupt<Untimed>,
            A64Op.WFE => &WaitForEvent<Untimed>,
            A64Op.WFIT => &WaitForInterrupt<Timed>,
            A64Op.WFET => &WaitForEvent<Timed>,
            A64Op.SEV => &SendEvent,
            _ => &SendEventLocal,
        };
    }

    private static DecodedOp* WaitForInterrupt<TTimeout>(ProcessingElement pe, PeState* s, DecodedOp* op) where TTimeout : struct, ITimeout
    {
        // Time and event streams look at how far the PE has come.
        Engine.Settle(s, op);
        if (pe.InterruptPending || TTimeout.HasExpired(pe, s, op))
            return op + 1;
        return Wait<TTimeout>(pe, s, op, WaitKind.Interrupt, SCTLR_ELx.nTWI, HCR_EL2.TWI, SCR_EL3.TWI);
    }

    private static DecodedOp* WaitForEvent<TTimeout>(ProcessingElement pe, PeState* s, DecodedOp* op) where TTimeout : struct, ITimeout
    {
        Engine.Settle(s, op);
        if (pe.EventRegister)
        {
            pe.EventRegister = false;
            return op + 1;
        }
        if (TTimeout.HasExpired(pe, s, op))
            return op + 1;
        return Wait<TTimeout>(pe, s, op, WaitKind.Event, SCTLR_ELx.nTWE, HCR_EL2.TWE, SCR_EL3.TWE);
    }

    private static DecodedOp* Wait<TTimeout>(
        ProcessingElement pe, PeState* s, DecodedOp* op, WaitKind kind, ulong notTrapped, ulong trap, ulong trapEl3)
        where TTimeout : struct, ITimeout
    {
        if (TrapTarget(pe, notTrapped, trap, trapEl3) is { } level)
        {
            ulong iss = ConditionValidAlways | (kind == WaitKind.Event ? 1UL : 0) | TTimeout.Syndrome(op);
            return Exceptions.Trap(pe, s, op, level, ExceptionClass.TrappedWfx, iss);
        }
        pe.Wait(kind, TTimeout.Threshold(s, op));
        return Engine.Leave(s, op);
    }

    private static ExceptionLevel? TrapTarget(ProcessingElement pe, ulong notTrapped, ulong trap, ulong trapEl3)
    {
        ExceptionLevel level = pe.CurrentLevel;
        ulong hcr = pe.El2Enabled ? pe.Raw(SystemRegister.HCR_EL2) : 0;
        bool host = (hcr & (HCR_EL2.E2H | HCR_EL2.TGE)) == (HCR_EL2.E2H | HCR_EL2.TGE);
        SystemRegister sctlr = host ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
        if (level == ExceptionLevel.EL0 && (pe.Raw(sctlr) & notTrapped) == 0)
            return pe.OrdinaryTarget;
        if (level <= ExceptionLevel.EL1 && !(host && level == ExceptionLevel.EL0) && (hcr & trap) != 0)
            return ExceptionLevel.EL2;
        return level != ExceptionLevel.EL3 && (pe.Raw(SystemRegister.SCR_EL3) & trapEl3) != 0 ? ExceptionLevel.EL3 : null;
    }

    private static DecodedOp* SendEvent(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        // Who sleeps wakes up at the moment that this PE has come to.
        Engine.Settle(s, op);
        foreach (ProcessingElement hearer in pe.Hearers(broadcast: true))
            hearer.EventRegister = true;
        return op + 1;
    }

    private static DecodedOp* SendEventLocal(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        pe.EventRegister = true;
        return op + 1;
    }

    private interface ITimeout
    {
        static abstract bool HasExpired(ProcessingElement pe, PeState* s, DecodedOp* op);

        static abstract ulong? Threshold(PeState* s, DecodedOp* op);

        static abstract ulong Syndrome(DecodedOp* op);
    }

    private readonly struct Untimed : ITimeout
    {
        public static bool HasExpired(ProcessingElement pe, PeState* s, DecodedOp* op) => false;

        public static ulong? Threshold(PeState* s, DecodedOp* op) => null;

        public static ulong Syndrome(DecodedOp* op) => 0;
    }

    // FEAT_WFxT: the threshold is compared with CNTVCT_EL0. ISS.TI bit 1, RV, and the register in RN.
    private readonly struct Timed : ITimeout
    {
        public static bool HasExpired(ProcessingElement pe, PeState* s, DecodedOp* op) => pe.VirtualCount >= s->X[op->Rn];

        public static ulong? Threshold(PeState* s, DecodedOp* op) => s->X[op->Rn];

        public static ulong Syndrome(DecodedOp* op) => 2 | ESR_ELx.RV | ESR_ELx.RN.Set(0, op->Word & 31);
    }
}
