using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu;

public sealed unsafe partial class ProcessingElement
{
    /// <summary>Pages of decoded instructions a PE keeps at most: 33 KiB of host memory each, whatever a guest jumps to.</summary>
    internal const int MaxCodePages = 2048;

    // In a key of _codePages: the page as it is reached through a guarded page.
    private const ulong GuardedCode = 1;

    private readonly Dictionary<ulong, nint> _codePages = [];
    private readonly bool[] _managed = new bool[TranslationRegime.Slots];
    private ulong _runUntil;

    internal int CodePagesHeld => _codePages.Count;

    /// <summary>Whether the current level, in the current security state, is a managed layer rather than A64 code.</summary>
    public bool AtManagedLayer => _managed[TranslationRegime.SlotOf(_level, SecurityState)];

    /// <summary>Says that a level in a security state is managed: <see cref="Run"/> returns when the PE gets there.</summary>
    /// <param name="level">EL1 to EL3.</param>
    /// <param name="state">Security state; Root for EL3.</param>
    /// <param name="managed">True for a managed layer.</param>
    public void SetManaged(ExceptionLevel level, SecurityState state, bool managed)
    {
        _managed[TranslationRegime.SlotOf(level, state)] = managed;
        _accessEpoch++;
        EnterRegime();
    }

    /// <summary>Executes A64 code until a managed layer is reached, the PE waits for an interrupt, or the budget is used up.</summary>
    /// <param name="instructions">Budget in instructions; the run ends at the first branch or page end behind it, unless
    /// <paramref name="exact"/>.</param>
    /// <param name="exact">Stop after exactly that many, or after as many exceptions that retired nothing; instruction by instruction
    /// (slower).</param>
    /// <returns>Why it stopped.</returns>
    public RunStop Run(ulong instructions, bool exact = false) => RunWithin(instructions, ulong.MaxValue, exact);

    /// <summary>Executes A64 code as <see cref="Run(ulong, bool)"/> does, until a moment of the PE's own time at the latest.</summary>
    /// <param name="modelledCycles">Value of <see cref="ModelledCycles"/>; the run ends at the first branch or page end behind it.</param>
    /// <param name="instructions">Budget in instructions.</param>
    /// <returns>Why it stopped: <see cref="RunStop.Budget"/> for either limit.</returns>
    public RunStop RunUntil(ulong modelledCycles, ulong instructions) => RunWithin(instructions, modelledCycles, exact: false);

    /// <summary>Moves the end of the run under way to an earlier moment; without a run, and for a later moment, it does nothing.</summary>
    /// <param name="modelledCycles">Value of <see cref="ModelledCycles"/>.</param>
    public void EndRunBy(ulong modelledCycles)
    {
        if (modelledCycles >= _runUntil)
            return;
        _runUntil = modelledCycles;
        InterruptRun();
    }

    private RunStop RunWithin(ulong instructions, ulong untilCycles, bool exact)
    {
        PeState* s = _s;
        _runUntil = untilCycles;
        ulong end = s->Retired + instructions;
        LeaveLowPowerState();
        WatchForeignMarks();
        // An exception does not retire the instruction that takes it: a guest that only takes exceptions must use budget too.
        ulong exceptionsLeft = instructions;
        while (s->Retired < end)
        {
            if (AtManagedLayer)
                return RunStop.ManagedLayer;
            if (WaitingForInterrupt)
                return RunStop.WaitingForInterrupt;
            ulong now = ModelledCycles;
            if (now >= _runUntil)
                return RunStop.Budget;
            if (_timersChanged)
                return RunStop.InterruptOutput;
            ulong before = s->Retired;
            s->Deadline = _runUntil - now < end - before ? before + (_runUntil - now) : end;
            if (_monitors.IsActive && OverflowIsDue())
                return RunStop.InterruptOutput;
            if (_profiling is not null && IsProfilingRequestNew())
                return RunStop.InterruptOutput;
            bool single = exact;
            if (!(MayHaveInterrupt && TryTakeInterrupt()) && !(DebugArmed && TryTakeSoftwareStep(ref single)))
                Execute(s, single);
            if (s->Retired == before && --exceptionsLeft == 0)
                break;
        }
        if (AtManagedLayer)
            return RunStop.ManagedLayer;
        return WaitingForInterrupt ? RunStop.WaitingForInterrupt : RunStop.Budget;
    }

    private void Execute(PeState* s, bool single)
    {
        DecodedOp* op = Fetch(s);
        s->RunStart = op;
        if (op != null && single)
        {
            if (TryTakeBreakpoint())
                return;
            ulong transfers = _transfers;
            StepOver(s, op, InstructionsAreWatched ? Watch(s, op) : ExecuteOne(s, op));
            CompleteStep(op->Word, transfers);
            return;
        }
        if (InstructionsAreWatched)
        {
            ExecuteWatched(s, op);
            return;
        }
        while (op != null)
            op = op->Execute(this, s, op);
    }

    // One instruction; where it neither jumped nor stopped, its successor is the next operation.
    private static void StepOver(PeState* s, DecodedOp* op, DecodedOp* next)
    {
        if (next == null)
            return;
        s->PC = Engine.PcOf(s, next);
        if (s->RunStart != next)
            s->Retired += (ulong)(next - s->RunStart);
        s->RunStart = next;
    }

    // One operation by itself. The one behind is put back unless the instruction has had it forgotten, by writing to its page.
    private DecodedOp* ExecuteOne(PeState* s, DecodedOp* op)
    {
        DecodedOp* behind = op + 1;
        Handler own = behind->Execute, stop = &Engine.Stop;
        behind->Execute = stop;
        DecodedOp* next = op->Execute(this, s, op);
        if ((void*)behind->Execute == (void*)stop)
            behind->Execute = own;
        return next;
    }

    /// <summary>The operation at PC, by the fast TLB or by a translation; null when the fetch took an exception.</summary>
    private DecodedOp* Fetch(PeState* s)
    {
        if (_regimeStale)
            EnterRegime();
        ulong pc = s->PC;
        ulong page = pc & ~0xFFFUL;
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(pc);
        if (entry->TagExecute != page || _illegal || (pc & 3) != 0)
        {
            pc = s->PC = TranslationRegime.WithoutTag(this, _level, pc);
            page = pc & ~0xFFFUL;
            if (_illegal || (pc & 3) != 0)
                return FetchFault(pc);
            if (entry->TagExecute != page && !FillCode(pc, ref entry))
                return null;
        }
        s->PageOps = entry->Ops;
        s->PagePc = page;
        if (BranchType != 0 && CodePage.Of(entry->Ops)->Guarded && !BranchTargets.MayLand(this, pc))
            return BranchTargets.Refuse(this, pc);
        return entry->Ops + ((pc & 0xFFF) >> 2);
    }

    /// <summary>Goes on after an instruction that has retired and taken or returned from an exception, where nothing else is to be looked at.</summary>
    /// <returns>The first operation at PC; null for the engine to look at the PE.</returns>
    internal DecodedOp* ContinueAfterTransfer(PeState* s)
    {
        ulong pc = s->PC;
        TlbEntry* entry = s->Tlb + Tlb.IndexOf(pc);
        // The modelled cycles of the transfer bring the deadline nearer.
        bool inTime = s->Deadline > s->Retired + ExceptionCycles;
        if (!inTime || entry->TagExecute != (pc & ~0xFFCUL) || _illegal | DebugArmed | _regimeStale | _monitors.IsActive
            || _profiling is not null || BranchType != 0 || MayHaveInterrupt)
            return null;
        s->Deadline -= ExceptionCycles;
        s->PageOps = entry->Ops;
        s->PagePc = pc & ~0xFFFUL;
        s->RunStart = entry->Ops + ((pc & 0xFFC) >> 2);
        return s->RunStart;
    }

    private DecodedOp* FetchFault(ulong pc)
    {
        ExceptionClass ec = _illegal && (pc & 3) == 0 ? ExceptionClass.IllegalState : ExceptionClass.PcAlignment;
        ulong? far = ec == ExceptionClass.PcAlignment ? pc : null;
        TakeException(OrdinaryTarget, ExceptionType.Synchronous, EsrValue.Create(ec, 0).Value, pc, far);
        return null;
    }

    private bool FillCode(ulong pc, ref TlbEntry* entry)
    {
        bool ok = TryTranslate(pc, AccessKind.Execute, _level, aligned: true, out Translation t, out FaultRecord fault);
        Observe(pc, _level, t, fault);
        if (!ok)
        {
            MemoryFaults.TakeInstructionAbort(this, fault);
            return false;
        }
        byte* host = Physical.MapPage(t.Pa);
        if (host == null)
        {
            if (!Physical.Admits(t.Pa))
                FailProtection(t.Pa, ref fault);
            else
                fault = fault with { Kind = FaultKind.ExternalAbort, Stage = 1, Pa = t.Pa };
            MemoryFaults.TakeInstructionAbort(this, fault);
            return false;
        }
        CountEvent(PmuEvent.L1I_TLB_REFILL);
        DecodedOp* ops = CodeAt(t.Pa.Value & ~0xFFFUL, host, t.Guarded && Features.Has(Feature.FEAT_BTI));
        Tlb tlb = CurrentTlb();
        entry = tlb.Claim(pc);
        ulong addend = (ulong)host - (pc & ~0xFFFUL);
        // Where the tables have changed under an entry for data, it must not get the new place with the old rights.
        if (entry->Addend != addend)
            entry->TagRead = TlbEntry.Invalid;
        if (entry->TagRead == TlbEntry.Invalid && _shadow is null)
            Remember(tlb, pc, t);
        entry->Addend = addend;
        entry->TagWrite = TlbEntry.Invalid;
        entry->TagExecute = _shadow is null ? pc & ~0xFFFUL : TlbEntry.Invalid;
        entry->Ops = ops;
        return true;
    }

    private DecodedOp* CodeAt(ulong physicalPage, byte* host, bool guarded)
    {
        ulong key = physicalPage | (guarded ? GuardedCode : 0);
        if (!_codePages.TryGetValue(key, out nint found))
        {
            if (_codePages.Count == MaxCodePages)
                DropCode();
            found = (nint)CodePage.Create(host, physicalPage, guarded);
            _codePages.Add(key, found);
        }
        else if (((CodePage*)found)->Stale)
        {
            ((CodePage*)found)->Forget();
        }
        Physical.Memory.Code.Mark(physicalPage);
        return CodePage.OpsOf((CodePage*)found);
    }

    private void ForgetCode(ulong physicalPage)
    {
        ForgetOperations(physicalPage);
        ForgetOperations(physicalPage | GuardedCode);
        // Executing it again must mark it again, so that the next write is noticed too: the next jump goes through Fetch.
        _s->Deadline = 0;
        ForgetCodeInTlbs();
    }

    private void ForgetCodeInTlbs()
    {
        foreach (TranslationSpace space in Spaces.All)
        {
            foreach (Tlb? tlb in space.Tlbs)
                tlb?.ForgetCode();
        }
    }

    private void ForgetOperations(ulong key)
    {
        if (_codePages.TryGetValue(key, out nint page))
        {
            ((CodePage*)page)->Forget();
            ((CodePage*)page)->Stale = true;
        }
    }

    private bool HasDecoded(ulong key, ulong offset, ulong sizeBytes) =>
        _codePages.TryGetValue(key, out nint page) && ((CodePage*)page)->HasDecoded(offset, sizeBytes);

    // Called between two operations only: nothing of a dropped page is executing.
    private void DropCode()
    {
        ForgetCodeInTlbs();
        DisposeCode();
    }

    private void DisposeCode()
    {
        foreach (nint page in _codePages.Values)
            System.Runtime.InteropServices.NativeMemory.AlignedFree((void*)page);
        _codePages.Clear();
    }
}
