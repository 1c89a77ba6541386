using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <content>
/// Execution with a look at each instruction, for what is a function of the instructions themselves: branches that a counter of the performance
/// monitors counts, statistical profiling, and an observer of instructions. The engine comes here only while there is one of them; otherwise its
/// loop knows nothing of it.
/// </content>
public sealed unsafe partial class ProcessingElement
{
    private readonly StatisticalProfiling? _profiling;
    private bool _profilingRequest;
    private IInstructionObserver? _instructionObserver;
    private bool _accessesObserved;

    /// <summary>Who sees each instruction; null costs nothing. What a guest can see is the same with and without.</summary>
    public IInstructionObserver? InstructionObserver
    {
        get => _instructionObserver;
        set
        {
            _instructionObserver = value;
            _accessesObserved = value?.WatchesAccesses == true;
            ArmWatchpoints();
            InterruptRun();
        }
    }

    /// <summary>The instruction about to be executed, for an observer that is shown it: meaningless at any other time.</summary>
    /// <param name="physicalPage">Takes the physical address of its page, without the space.</param>
    public uint ShownInstruction(out ulong physicalPage)
    {
        CodePage* page = CodePage.Of(_s->PageOps);
        physicalPage = page->PhysicalPage;
        return ((uint*)page->Host)[(_s->PC & 0xFFF) >> 2];
    }

    /// <summary>Grows with every instruction retired, exception taken and exception return made: a place in the PE's course.</summary>
    public ulong Progress => _s->Retired + _transfers;

    /// <summary>PMBIRQ, the interrupt request of the statistical profiling unit: an output for the board's interrupt controller (PPI 21).</summary>
    /// <remarks>Level sensitive. <see cref="Run"/> returns <see cref="RunStop.InterruptOutput"/> where it becomes asserted.</remarks>
    public bool IsProfilingInterruptRequested => _profiling is not null && (Raw(SystemRegister.PMBSR_EL1) & PMBSR_EL1.S) != 0;

    private bool IsProfiled => _profiling is not null && ProfilingOwner.IsProfiled(this);

    /// <summary>Whether each instruction is looked at.</summary>
    private bool InstructionsAreWatched => _instructionObserver is not null || _monitors.CountsBranches || IsProfiled;

    // As the engine's loop, until nothing watches any more.
    private void ExecuteWatched(PeState* s, DecodedOp* op)
    {
        while (op != null)
            op = InstructionsAreWatched ? Watch(s, op) : op->Execute(this, s, op);
    }

    // One operation. The end of a page is none, and an instruction that takes an exception does not retire.
    private DecodedOp* Watch(PeState* s, DecodedOp* op)
    {
        if (op == s->PageOps + CodePage.OpsPerPage)
            return op->Execute(this, s, op);
        if (_instructionObserver is { } observer && Show(observer, s, op))
            return null;
        bool profiled = IsProfiled;
        Sample? sample = profiled && _profiling!.SamplesNext ? StartSample(s, op) : null;
        ulong before = s->Retired + (ulong)(op - s->RunStart), transfers = _transfers;
        DecodedOp* next = ExecuteOne(s, op);
        bool retired = s->Retired + (next == null ? 0 : (ulong)(next - s->RunStart)) != before;
        if (retired && IsBranch(op->Word))
            CountEvent(PmuEvent.BR_RETIRED);
        if (!profiled || !(retired || _transfers != transfers))
            return next;
        _profiling!.CountInstruction();
        return sample is { } one ? CompleteSample(s, next, one, exception: _transfers != transfers && !IsExceptionReturn(op->Word)) : next;
    }

    private void ShowTransfer(ulong va, PhysicalAddress pa, int size, AccessKind kind, ulong value)
    {
        if (!Physical.Memory.IsRam(pa.Value, (ulong)size))
            _instructionObserver?.OnDeviceTransfer(this, va, size, kind, value);
    }

    // Whether the instruction has to be fetched anew.
    private bool Show(IInstructionObserver observer, PeState* s, DecodedOp* op)
    {
        Engine.Abandon(s, op);
        ulong pc = s->PC;
        return observer.BeforeInstruction(this) || s->PC != pc;
    }

    private Sample StartSample(PeState* s, DecodedOp* op)
    {
        Engine.Settle(s, op);
        uint word = ((uint*)CodePage.Of(s->PageOps)->Host)[op - s->PageOps];
        return _profiling!.Start(s, word, Engine.PcOf(s, op));
    }

    // Where that stopped profiling, the run ends: it is an interrupt request.
    private DecodedOp* CompleteSample(PeState* s, DecodedOp* next, in Sample sample, bool exception)
    {
        ulong target = TranslationRegime.WithoutTag(this, _level, next == null ? s->PC : Engine.PcOf(s, next));
        _profiling!.Complete(sample, exception, target);
        if (!IsProfilingInterruptRequested || next == null)
            return next;
        StepOver(s, next, next);
        return null;
    }

    // PMBIRQ was asserted since the last look.
    private bool IsProfilingRequestNew()
    {
        bool before = _profilingRequest;
        _profilingRequest = IsProfilingInterruptRequested;
        return _profilingRequest && !before;
    }

    // B, BL; CBZ to TBNZ; B.cond and BC.cond; those to a register but ERET, which is counted before the level changes.
    private static bool IsBranch(uint word) => (word & 0x7C00_0000) == 0x1400_0000
        || (word & 0x7C00_0000) == 0x3400_0000
        || (word & 0xFE00_0000) == 0x5400_0000
        || ((word & 0xFE00_0000) == 0xD600_0000 && !IsExceptionReturn(word));

    private static bool IsExceptionReturn(uint word) => (word & 0xFFE0_0000) == 0xD680_0000;
}
