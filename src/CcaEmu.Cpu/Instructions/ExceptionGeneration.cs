using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Instructions;

/// <summary>SVC, HVC, SMC, BRK, ERET; and HLT, DCPS1-3, DRPS, which need halting debug and are UNDEFINED without it.</summary>
/// <remarks>Arm ARM, C6.2 of each; J1.1 AArch64.CallSupervisor, CallHypervisor, CallSecureMonitor, CheckForSMCUndefOrTrap, SoftwareBreakpoint.</remarks>
internal static unsafe class ExceptionGeneration
{
    public static Handler Predecode(in Instruction i, DecodedOp* op)
    {
        op->Imm = (ulong)i.Imm;
        return i.Op switch
        {
            A64Op.SVC => &SupervisorCall,
            A64Op.HVC => &HypervisorCall,
            A64Op.SMC => &SecureMonitorCall,
            A64Op.BRK => &Breakpoint,
            A64Op.ERET => &ExceptionReturn,
            _ => &Exceptions.Undefined,
        };
    }

    private static DecodedOp* Call(ProcessingElement pe, PeState* s, DecodedOp* op, ExceptionLevel target, ExceptionClass ec)
    {
        Engine.Leave(s, op);
        pe.AdvanceSoftwareStep();
        pe.TakeException(target, ExceptionType.Synchronous, EsrValue.Create(ec, op->Imm).Value, s->PC);
        return pe.ContinueAfterTransfer(s);
    }

    private static DecodedOp* SupervisorCall(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        TrapRule fineGrained = pe.CurrentLevel == ExceptionLevel.EL0 ? TrapRules.FGT_SVC_EL0 : TrapRules.FGT_SVC_EL1;
        return fineGrained.Allows(pe)
            ? Call(pe, s, op, pe.OrdinaryTarget, ExceptionClass.Svc64)
            : Exceptions.Trap(pe, s, op, ExceptionLevel.EL2, ExceptionClass.Svc64, op->Imm);
    }

    private static DecodedOp* HypervisorCall(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        bool enabled = (pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.HCE) != 0;
        bool reaches = pe.CurrentLevel >= ExceptionLevel.EL2 || (pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled);
        if (!reaches || !enabled)
            return Exceptions.Undefined(pe, s, op);
        ExceptionLevel target = pe.CurrentLevel == ExceptionLevel.EL3 ? ExceptionLevel.EL3 : ExceptionLevel.EL2;
        return Call(pe, s, op, target, ExceptionClass.Hvc64);
    }

    private static DecodedOp* SecureMonitorCall(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (pe.CurrentLevel == ExceptionLevel.EL0)
            return Exceptions.Undefined(pe, s, op);
        if (pe.CurrentLevel == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(SystemRegister.HCR_EL2) & HCR_EL2.TSC) != 0)
            return Exceptions.Trap(pe, s, op, ExceptionLevel.EL2, ExceptionClass.Smc64, op->Imm);
        if ((pe.Raw(SystemRegister.SCR_EL3) & SCR_EL3.SMD) != 0)
            return Exceptions.Undefined(pe, s, op);
        return Call(pe, s, op, ExceptionLevel.EL3, ExceptionClass.Smc64);
    }

    private static DecodedOp* Breakpoint(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        ExceptionLevel target = pe.OrdinaryTarget;
        if (target == ExceptionLevel.EL1 && pe.El2Enabled && (pe.Raw(SystemRegister.MDCR_EL2) & MDCR_EL2.TDE) != 0)
            target = ExceptionLevel.EL2;
        return Exceptions.Trap(pe, s, op, target, ExceptionClass.Brk64, op->Imm);
    }

    private static DecodedOp* ExceptionReturn(ProcessingElement pe, PeState* s, DecodedOp* op)
    {
        if (pe.CurrentLevel == ExceptionLevel.EL0)
            return Exceptions.Undefined(pe, s, op);
        if (!TrapRules.FGT_ERET.Allows(pe))
            return Exceptions.Trap(pe, s, op, ExceptionLevel.EL2, ExceptionClass.TrappedEret, 0);
        Engine.Leave(s, op);
        pe.CountEvent(PmuEvent.BR_RETIRED);
        pe.ExceptionReturn();
        return pe.ContinueAfterTransfer(s);
    }
}
