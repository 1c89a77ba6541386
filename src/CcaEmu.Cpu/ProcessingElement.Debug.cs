using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu;

/// <content>Self-hosted debug: software step, breakpoints, watchpoints.</content>
/// <remarks>
/// Off, it costs one test each time the engine looks at the PE. Where a step or a breakpoint may be due, instructions are executed one by
/// one; while a watchpoint is enabled, no data page is in the fast TLB, so that every access comes to the slow paths, which ask here.
/// </remarks>
public sealed unsafe partial class ProcessingElement
{
    private const uint DebugFaultStatus = 0x22;

    private bool _softwareStep;
    private bool _stepped;
    private bool _steppedExclusive;
    private bool _stepArmed;
    private bool _breakpointsArmed;
    private bool _watchpointsEnabled;
    private bool _watchpointsArmed;

    /// <summary>PSTATE.SS: with software step active, the next instruction is executed before the step exception is taken.</summary>
    public bool SoftwareStep => _softwareStep;

    /// <summary>Whether every data access has to ask <see cref="TakeWatchpoint"/>.</summary>
    internal bool WatchpointsArmed => _watchpointsArmed;

    private bool DebugArmed => _stepArmed | _breakpointsArmed;

    /// <summary>SVC, HVC and SMC are complete when their exception is taken: the step is over.</summary>
    /// <remarks>J1.3 shared pseudocode SSAdvance.</remarks>
    internal void AdvanceSoftwareStep()
    {
        if (_stepArmed)
            _softwareStep = false;
    }

    /// <summary>Takes a Watchpoint exception where a watchpoint matches an access that was translated without a fault.</summary>
    /// <param name="s">State of this PE.</param>
    /// <param name="op">The instruction.</param>
    /// <param name="access">The access; its kind may be qualified.</param>
    /// <returns>Whether one was taken; the access is then not made.</returns>
    /// <remarks>J1.1 shared pseudocode AArch64.CheckDebug, AArch64.CheckWatchpoint, AArch64.WatchpointException.</remarks>
    internal bool TakeWatchpoint(PeState* s, DecodedOp* op, in DataAccess access)
    {
        if (_watchpointsEnabled && SelfHostedDebug.GeneratesExceptions(this)
            && Watchpoints.Match(this, access.Va, access.Size, access.Kind, out bool isWrite))
            return ReportWatchpoint(s, op, access.Va, isWrite);
        if (_accessesObserved)
        {
            Engine.Abandon(s, op);
            _instructionObserver?.OnAccess(this, access);
        }
        return false;
    }

    private bool ReportWatchpoint(PeState* s, DecodedOp* op, ulong va, bool isWrite)
    {
        Engine.Abandon(s, op);
        TakeDebugException(ExceptionClass.WatchpointLower, DebugFaultStatus | (isWrite ? ESR_ELx.WnR : 0), va);
        return true;
    }

    /// <summary>Takes what is due before an instruction is fetched: a Software Step exception.</summary>
    /// <param name="single">Set where the next instruction has to be executed by itself.</param>
    /// <returns>Whether one was taken.</returns>
    /// <remarks>J1.3 shared pseudocode CheckSoftwareStep; D2.11.9 for the syndrome.</remarks>
    private bool TryTakeSoftwareStep(ref bool single)
    {
        bool enabled = SelfHostedDebug.GeneratesExceptions(this);
        if (enabled && _stepArmed && !_softwareStep)
        {
            ulong syndrome = DebugFaultStatus | (_stepped ? 1UL << 24 : 0) | (_stepped && _steppedExclusive ? 1UL << 6 : 0);
            TakeDebugException(ExceptionClass.SoftwareStepLower, syndrome, null);
            return true;
        }
        single |= enabled;
        return false;
    }

    /// <summary>Takes a Breakpoint exception where one matches the instruction that was fetched.</summary>
    /// <remarks>J1.1 shared pseudocode AArch64.CheckBreakpoint, AArch64.BreakpointException.</remarks>
    private bool TryTakeBreakpoint()
    {
        if (!_breakpointsArmed || !SelfHostedDebug.GeneratesExceptions(this) || !Breakpoints.Match(this, _s->PC))
            return false;
        TakeDebugException(ExceptionClass.BreakpointLower, DebugFaultStatus, null);
        return true;
    }

    /// <summary>One instruction was executed by itself: where it neither took an exception nor was an ERET, a step is complete.</summary>
    private void CompleteStep(uint word, ulong transfersBefore)
    {
        if (!_stepArmed || !_softwareStep || _transfers != transfersBefore)
            return;
        _softwareStep = false;
        _stepped = true;
        _steppedExclusive = IsLoadExclusive(word);
    }

    // LDXR, LDAXR, LDXP, LDAXP and their byte and halfword forms: load/store exclusive with L = 1, without CASP.
    private static bool IsLoadExclusive(uint word) =>
        (word & 0x3FC0_0000) == 0x0840_0000 && ((word & 0x0020_0000) == 0 || (word & 0x8000_0000) != 0);

    private void TakeDebugException(ExceptionClass ec, ulong iss, ulong? address)
    {
        ExceptionLevel target = SelfHostedDebug.Target(this);
        if (target == _level)
            ec++;
        ulong pc = TranslationRegime.WithoutTag(this, _level, _s->PC);
        TakeException(target, ExceptionType.Synchronous, EsrValue.Create(ec, iss).Value, pc, address);
    }

    /// <summary>What an exception return writes to PSTATE.SS; asked before anything of the state is changed.</summary>
    /// <remarks>J1.3 shared pseudocode DebugExceptionReturnSS.</remarks>
    private bool StepOnReturn(SpsrValue saved, bool legal)
    {
        if (!_stepArmed || (saved.Value & PSTATE.SS) == 0 || SelfHostedDebug.GeneratesExceptions(this))
            return false;
        return SelfHostedDebug.GeneratesExceptionsFrom(this, legal ? saved.EL : _level, (saved.DAIF & 8) != 0);
    }

    private void OnDebugRegisterWritten(SystemRegister register, ulong value)
    {
        if (register == SystemRegister.OSLAR_EL1)
        {
            SetRaw(SystemRegister.OSLSR_EL1, (Raw(SystemRegister.OSLSR_EL1) & ~2UL) | (value & 1) << 1);
            SetRaw(SystemRegister.OSLAR_EL1, 0); // write-only: it holds nothing
        }
        ulong mdscr = Raw(SystemRegister.MDSCR_EL1);
        bool matching = (mdscr & MDSCR_EL1.MDE) != 0;
        _stepArmed = (mdscr & MDSCR_EL1.SS) != 0;
        _breakpointsArmed = matching && Breakpoints.AnyEnabled(this);
        _watchpointsEnabled = matching && Watchpoints.AnyEnabled(this);
        ArmWatchpoints();
    }

    private void ArmWatchpoints()
    {
        bool armed = _watchpointsEnabled | _accessesObserved;
        if (armed && !_watchpointsArmed)
            FlushAllTlbs();
        _watchpointsArmed = armed;
    }

    private void ResetDebug()
    {
        _softwareStep = _stepped = _steppedExclusive = _stepArmed = _breakpointsArmed = _watchpointsEnabled = false;
        ArmWatchpoints();
    }

    private static bool IsDebugRegister(SystemRegister register) =>
        register is >= SystemRegister.MDSCR_EL1 and <= SystemRegister.DBGWCR5_EL1;
}
