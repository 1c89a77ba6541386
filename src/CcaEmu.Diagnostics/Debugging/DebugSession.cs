using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Runs a machine under a debugger: breakpoints, watchpoints, catches, steps, and the way back.</summary>
/// <remarks>
/// <para>The machine is stopped by keeping it waiting inside its own run, between two instructions, so that a debugger changes nothing of what happens.
/// Going back is a new run of the same image that stops earlier: the machine is deterministic, and a <see cref="Place"/> is found again exactly.</para>
/// <para>With nothing set, PEs run as fast as without a debugger. With a breakpoint or a watchpoint every instruction is looked at.</para>
/// </remarks>
internal sealed partial class DebugSession(Func<IDebuggedRun> start, IDebugClient client) : IMachineDebugger, IInstructionObserver, IPeObserver, ICallObserver
{
    // Instructions before a place from which they are looked at one by one: more than a run may overshoot by.
    private const ulong Approach = 4096;

    private readonly List<Intervention> _interventions = [];
    private readonly List<Catch> _catches = [];
    private readonly List<DebugPoint> _points = [];
    private readonly HashSet<ulong> _breakAddresses = [];
    private IDebuggedRun _run = null!;
    private SecurityState[] _cameFrom = [];
    private bool[] _watching = [];
    private IInstructionObserver?[] _tracers = [];
    private bool _isInAccess;
    private int _applied;
    private bool _detached, _abandoned, _ended, _watches;
    private Place? _stoppedAt, _ignored;
    private Place? _stepFrom;
    private Travel? _travel;
    private ulong _printed, _printedNow;

    /// <summary>Which REC each PE runs.</summary>
    public RecTracker Recs { get; private set; } = new();

    /// <summary>The PEs of the machine as it is now.</summary>
    public IReadOnlyList<ProcessingElement> Pes => _run.Machine.Pes;

    /// <summary>The run as it is now.</summary>
    public IDebuggedRun Current => _run;

    /// <summary>Whether the run was ended by its debugger.</summary>
    public bool Killed { get; private set; }

    /// <summary>What is caught.</summary>
    public IReadOnlyList<Catch> Catches => _catches;

    /// <summary>Breakpoints and watchpoints.</summary>
    public IReadOnlyList<DebugPoint> Points => _points;

    bool IInstructionObserver.WatchesAccesses => _watches;

    /// <summary>Passes on what the guest prints, but nothing a second time.</summary>
    public Action<byte> Console(Action<byte> output) => value =>
    {
        if (_abandoned || ++_printedNow <= _printed)
            return;
        _printed = _printedNow;
        output(value);
    };

    /// <summary>Runs to the end, back and forth as the debugger wishes.</summary>
    /// <returns>The run that came to the end; its disposal is the caller's.</returns>
    public IDebuggedRun Execute()
    {
        while (true)
        {
            Begin();
            string ending = _run.Run();
            if (!_abandoned)
                AtEnd(ending);
            if (!_abandoned)
                return _run;
            _run.Dispose();
        }
    }

    /// <summary>Adds a breakpoint or watchpoint; one that is there already stays.</summary>
    public void Add(in DebugPoint point)
    {
        if (!_points.Contains(point))
            _points.Add(point);
        PointsChanged();
    }

    /// <summary>Removes breakpoints or watchpoints of a kind at an address.</summary>
    public void Remove(DebugPointKind kind, ulong address)
    {
        _points.RemoveAll(point => point.Kind == kind && point.Address == address);
        PointsChanged();
    }

    /// <summary>Has an event stop the machine from now on.</summary>
    public void Add(in Catch caught) => _catches.Add(caught);

    /// <summary>Lets all events pass again.</summary>
    public void ClearCatches() => _catches.Clear();

    /// <summary>Changes something where the machine stands. Of what was changed later in a run that has been left, nothing remains.</summary>
    public void Intervene(Action<IReadOnlyList<ProcessingElement>> change)
    {
        change(Pes);
        if (_ended || _stoppedAt is not { } place)
            return;
        _interventions.RemoveRange(_applied, _interventions.Count - _applied);
        _interventions.Add(new Intervention(place, change));
        _applied++;
    }

    /// <inheritdoc/>
    public void OnLook(ProcessingElement pe)
    {
        if (_stoppedAt is null && client.WaitsAtStart)
            Stop(pe, new StopEvent(5, "", null));
        if (!_abandoned)
            Reach(pe);
        if (!_abandoned && client.WantsToStop)
            Stop(pe, StopEvent.Interrupt);
        Observe(pe);
    }

    /// <inheritdoc/>
    public ulong SliceOf(ProcessingElement pe)
    {
        ulong slice = Machine.Machine.SliceInstructions;
        foreach (Place goal in Goals())
        {
            // An instruction may be progress several times over: it retires, takes an exception, returns from one.
            if (goal.Pe == pe.Index && goal.Progress > pe.Progress + Approach)
                slice = Math.Min(slice, (goal.Progress - pe.Progress - Approach) / 4 + 1);
        }
        return slice;
    }

    /// <inheritdoc/>
    public bool BeforeInstruction(ProcessingElement pe)
    {
        int applied = _applied;
        Reach(pe);
        if (!_abandoned && client.WantsToStop)
            Stop(pe, StopEvent.Interrupt);
        return applied != _applied;
    }

    /// <inheritdoc/>
    public void OnAccess(ProcessingElement pe, in DataAccess access)
    {
        DebugPoint? hit = null;
        foreach (DebugPoint point in _points)
        {
            if (point.Watches(access.Va, access.Size, access.Kind) && point.Scope.Covers(pe, Recs))
                hit = point;
        }
        // Before the access, as Arm's own watchpoints do: GDB counts on it.
        if (hit is not { } found || _abandoned)
            return;
        _isInAccess = true;
        Meet(pe, new StopEvent(5, found.StopReason, null));
        _isInAccess = false;
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (_abandoned || _detached)
            return;
        if (taken.Target == ExceptionLevel.EL3 && taken.Source != ExceptionLevel.EL3)
            _cameFrom[pe.Index] = taken.SourceState;
        bool isCaught = false;
        foreach (Catch caught in _catches)
            isCaught |= caught.Takes(taken);
        if (isCaught)
            Meet(pe, new StopEvent(5, "", Catch.Describe(taken)));
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        bool isSwitch = from == ExceptionLevel.EL3 && pe.CurrentLevel != ExceptionLevel.EL3 && _cameFrom[pe.Index] != pe.SecurityState;
        if (!isSwitch || _abandoned || _detached)
            return;
        string message = $"world switch from {WorldNames.Of(_cameFrom[pe.Index])} to {WorldNames.Of(pe.SecurityState, pe.CurrentLevel)}";
        _cameFrom[pe.Index] = pe.SecurityState;
        if (_catches.Exists(caught => caught.Kind == CatchKind.Switch))
            Meet(pe, new StopEvent(5, "", message));
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (_abandoned || _detached)
            return;
        bool isCaught = false;
        foreach (Catch caught in _catches)
            isCaught |= caught.Takes(call);
        if (isCaught)
            Meet(pe, new StopEvent(5, "", call.DescribeCall()));
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
    }

    private void Begin()
    {
        Recs = new RecTracker();
        _abandoned = _ended = false;
        _applied = 0;
        _printedNow = 0;
        _ignored = null;
        _run = start();
        _cameFrom = new SecurityState[Pes.Count];
        _watching = new bool[Pes.Count];
        _tracers = [.. Pes.Select(pe => pe.InstructionObserver)];
        _run.Calls.Subscribe(Recs);
        _run.Calls.Subscribe(this);
        _run.Machine.Bus.Subscribe(this);
        _run.Machine.Debugger = this;
    }

    private void AtEnd(string ending)
    {
        _ended = true;
        ProcessingElement pe = Pes[0];
        if (_travel is { IsSearch: true } travel)
            Arrive(pe, travel);
        else if (_travel is not null)
            throw new InvalidOperationException($"a second run of the same image did not come to {_travel.Until}: it is not deterministic");
        else if (!_detached && !Killed)
            Stop(pe, new StopEvent(5, "replaylog:end;", $"the run has ended: {ending}; {(_run.NoWayBack is null ? "go back, or " : "")}continue to leave"));
    }

    // A place between two things that a PE does.
    private void Reach(ProcessingElement pe)
    {
        if (_abandoned)
            return;
        while (_applied < _interventions.Count && _interventions[_applied].Place.IsReachedBy(pe))
        {
            _tracers[pe.Index]?.Settle();
            _interventions[_applied++].Apply(Pes);
        }
        if (_travel is { } travel)
        {
            Pass(pe, travel);
            return;
        }
        if (_detached || _ignored == Place.Of(pe))
            return;
        if (_breakAddresses.Count != 0 && _breakAddresses.Contains(pe.PC) && Hit(pe) is { } point)
            Stop(pe, new StopEvent(5, point.StopReason, null));
        else if (_stepFrom is { } from && from.Pe == pe.Index && from != Place.Of(pe))
            Stop(pe, StopEvent.Step);
    }

    // Something that stops the machine, unless it travels.
    private void Meet(ProcessingElement pe, in StopEvent why)
    {
        if (_travel is { } travel)
            PassEvent(pe, travel, why);
        else if (!_detached && _ignored != Place.Of(pe))
            Stop(pe, why);
    }

    private DebugPoint? Hit(ProcessingElement pe)
    {
        foreach (DebugPoint point in _points)
        {
            if (point.IsBreakpoint && point.Address == pe.PC && point.Scope.Covers(pe, Recs))
                return point;
        }
        return null;
    }

    private void Stop(ProcessingElement pe, in StopEvent why)
    {
        _stepFrom = null;
        _stoppedAt = _ended ? Place.End : Place.Of(pe);
        // In the middle of an instruction, nothing of it is complete.
        if (!_isInAccess)
            _tracers[pe.Index]?.Settle();
        Resume resume = client.OnStop(pe, why);
        _ignored = _ended ? null : Place.Of(pe);
        switch (resume.Kind)
        {
            case ResumeKind.Step:
                _stepFrom = Place.Of(Pes[resume.Pe]);
                break;
            case ResumeKind.ReverseStep or ResumeKind.ReverseContinue:
                GoBack(resume);
                break;
            case ResumeKind.Detach:
                _detached = true;
                break;
            case ResumeKind.Kill:
                Killed = _detached = true;
                _run.Machine.RequestStop();
                pe.EndRunBy(0);
                break;
        }
        // A step back from the first place has left nothing to wait for.
        foreach (ProcessingElement each in Pes)
            Observe(each);
    }

    /// <summary>A debugger has come after one has gone.</summary>
    public void Attach() => _detached = false;

    private IEnumerable<Place> Goals()
    {
        if (_applied < _interventions.Count)
            yield return _interventions[_applied].Place;
        if (_travel is { } travel && travel.Until is { } until)
            yield return until;
    }

    // Whether a PE's instructions have to be looked at one by one from here.
    private void Observe(ProcessingElement pe)
    {
        bool near = false;
        foreach (Place goal in Goals())
            near |= goal.Pe == pe.Index && goal.Progress <= pe.Progress + 2 * Approach;
        bool back = _travel is { Kind: ResumeKind.ReverseStep } travel && travel.Pe == pe.Index && travel.IsSearch;
        bool points = (_travel is null or { Kind: ResumeKind.ReverseContinue, IsSearch: true }) && !_detached && _points.Count != 0;
        bool wanted = !_abandoned && (near || back || points || (!_detached && _stepFrom?.Pe == pe.Index));
        bool watches = wanted && _points.Exists(point => !point.IsBreakpoint);
        if (wanted == IsObservedBy(pe.InstructionObserver) && watches == _watching[pe.Index])
            return;
        _watches = _watching[pe.Index] = watches;
        IInstructionObserver? tracer = _tracers[pe.Index];
        pe.InstructionObserver = (wanted, tracer) switch
        {
            (false, _) => tracer,
            (true, null) => this,
            (true, _) => new DebuggedAndTraced(this, tracer),
        };
    }

    private bool IsObservedBy(IInstructionObserver? observer) => observer == this || observer is DebuggedAndTraced;

    private void PointsChanged()
    {
        _breakAddresses.Clear();
        foreach (DebugPoint point in _points.Where(point => point.IsBreakpoint))
            _breakAddresses.Add(point.Address);
    }
}
