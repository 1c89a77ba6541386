using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Rsi;

namespace CcaEmu.Rmm.Run;

/// <summary>Decides what becomes of an exception that the Realm took to R-EL2.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "REC exit".</remarks>
internal sealed class RealmExceptions(RealmContext context)
{
    // Arm ARM (DDI 0487), ESR_ELx, ISS encoding for an SError exception: DFSC, and UEU and UER of AET.
    private const ulong AsynchronousError = 0x11, Uncontainable = 0, Unrecoverable = 1, Recoverable = 3;

    private readonly RealmAborts _aborts = new(context);
    private readonly RealmSystemRegisters _registers = new(context);
    private readonly RealmCalls _calls = new(context);

    /// <summary>Handles an exception; its syndrome is in ESR_EL2.</summary>
    public RealmOutcome Handle(ExceptionType type)
    {
        context.Forget();
        switch (type)
        {
            case ExceptionType.Irq:
                context.Exit.Begin(RmiRecExitReason.Irq);
                return RealmOutcome.Exit;
            case ExceptionType.Fiq:
                context.Exit.Begin(RmiRecExitReason.Fiq);
                return RealmOutcome.Exit;
            case ExceptionType.SError:
                return ExitForError(context.Pe[SystemRegister.ESR_EL2]);
            default:
                return HandleSynchronous(new EsrValue(context.Pe[SystemRegister.ESR_EL2]));
        }
    }

    // After an error that nobody can contain, or knows nothing about, nothing is to be relied on. Of all others the host learns; one that
    // the Realm can go on after, or has to undo something for, is given to it as well.
    private RealmOutcome ExitForError(ulong esr)
    {
        bool isCategorized = (esr & ESR_ELx.IDS) == 0 && ESR_ELx.FSC.Get(esr) == AsynchronousError;
        if (!isCategorized || ESR_ELx.AET.Get(esr) == Uncontainable)
            return context.Abort($"an SError that is not contained, ESR_EL2 0x{esr:x}");
        ulong mask = ESR_ELx.EC.Mask | ESR_ELx.IDS | ESR_ELx.AET.Mask | ESR_ELx.EA | ESR_ELx.FSC.Mask;
        context.Exit.Begin(RmiRecExitReason.SError).With(RmiRecRunLayout.ExitEsr, esr & mask);
        if (ESR_ELx.AET.Get(esr) is Unrecoverable or Recoverable)
        {
            context.Pe[SystemRegister.VSESR_EL2] = esr & ESR_ELx.ISS.Mask;
            context.Pe[SystemRegister.HCR_EL2] |= HCR_EL2.VSE;
        }
        return RealmOutcome.Exit;
    }

    private RealmOutcome HandleSynchronous(EsrValue esr)
    {
        if (esr.EC == ExceptionClass.Smc64)
        {
            context.Pe.Charge(RmmCosts.RealmCall);
            return _calls.Handle();
        }
        context.Pe.Charge(RmmCosts.Trap);
        switch (esr.EC)
        {
            case ExceptionClass.DataAbortLower:
                return _aborts.HandleData(esr);
            case ExceptionClass.InstructionAbortLower:
                return _aborts.HandleInstruction(esr);
            case ExceptionClass.TrappedSystem:
                return _registers.Handle(esr);
            case ExceptionClass.TrappedWfx:
                return ExitForWait(esr);
            case ExceptionClass.Hvc64:
                // There is no hypervisor behind HVC: it is UNDEFINED, so the return address is the instruction itself.
                ExceptionInjection.Unknown(context.Pe, context.Pe[SystemRegister.ELR_EL2] - 4);
                return RealmOutcome.Resume;
            default:
                ExceptionInjection.Unknown(context.Pe, context.Pe[SystemRegister.ELR_EL2]);
                return RealmOutcome.Resume;
        }
    }

    private RealmOutcome ExitForWait(EsrValue esr)
    {
        ulong kind = ESR_ELx.TI.Get(esr.Value);
        context.Exit.Begin(RmiRecExitReason.Sync).With(RmiRecRunLayout.ExitEsr, esr.Value & (ESR_ELx.EC.Mask | ESR_ELx.TI.Mask));
        if (kind >= 2)
            context.Exit.WithGpr(0, context.Gpr(ESR_ELx.RN.GetInt(esr.Value))); // WFIT, WFET: until when.
        context.AdvancePc();
        return RealmOutcome.Exit;
    }
}
