using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>Records what every crossing between levels and worlds did, by kind, and what that costs by some profiles.</summary>
/// <remarks>
/// <para>It takes the difference of a PE's counters between two events of the trace bus, so that nothing is estimated and nothing is lost: the
/// legs of a PE follow each other without a gap. A guest's EL0 and EL1 are one place: what goes on between them is no crossing.</para>
/// <para>Calls and exits are the same work, summed from another point of view: they contain legs, and each other.</para>
/// </remarks>
public sealed class CrossingLedger : IPeObserver, ICallObserver
{
    private readonly Machine.Machine _machine;
    private readonly PeAccount[] _accounts;
    private readonly RecentTable<CrossingTally> _tallies;
    private readonly Dictionary<string, CrossingTally> _samples = [];
    private readonly Dictionary<string, ulong[]> _open = [];
    private readonly List<CallStart?> _calls = [];
    private readonly List<ICrossingObserver> _listeners = [];

    /// <summary>A ledger of a machine; it hears of events from <see cref="Attach"/> on.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    /// <param name="profiles">What crossings are priced by.</param>
    public CrossingLedger(Machine.Machine machine, IReadOnlyList<CostProfile> profiles)
    {
        _machine = machine;
        Profiles = profiles;
        _tallies = new(
            number => new CrossingKey(number).Known.Number,
            number => new CrossingTally(new CrossingKey(number).Family, new CrossingKey(number).Name, profiles));
        _accounts = [.. machine.Pes.Select(pe => new PeAccount(pe, Tally(CrossingFamily.Leg, CrossingPlace.Of(SecurityState.Root, ExceptionLevel.EL3),
            CrossingPlace.Of(SecurityState.Root, ExceptionLevel.EL3), default)))];
    }

    /// <summary>What crossings are priced by.</summary>
    public IReadOnlyList<CostProfile> Profiles { get; }

    /// <summary>All kinds so far: by family, then by name. What a PE does now is not among them before <see cref="Close"/>.</summary>
    public IReadOnlyList<CrossingStatistics> Statistics =>
    [
        .. _tallies.All.Values.Concat(_samples.Values).Select(tally => tally.Describe()).Where(kind => kind.Count > 0)
            .OrderBy(kind => kind.Family).ThenBy(kind => kind.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the machine has done in all, by number of the step.</summary>
    public IReadOnlyList<ulong> Totals
    {
        get
        {
            var sum = new ulong[WorkSteps.Count];
            Sum(sum);
            return sum;
        }
    }

    /// <summary>Listens to the machine and to its calls from now on.</summary>
    /// <param name="recorder">Listens to the same machine.</param>
    public void Attach(RunRecorder recorder)
    {
        _machine.Bus.Subscribe(this);
        recorder.Ledger.Subscribe(this);
    }

    /// <summary>Adds a listener for the life of the ledger.</summary>
    /// <param name="listener">Who is told.</param>
    public void Subscribe(ICrossingObserver listener) => _listeners.Add(listener);

    /// <summary>Ends the legs that PEs are in: the run is over. Doing it again does nothing more.</summary>
    public void Close()
    {
        foreach (ProcessingElement pe in _machine.Pes)
        {
            PeAccount account = _accounts[pe.Index];
            if (account.HasBegun)
                EndLeg(pe, account);
        }
    }

    /// <summary>Begins a piece of the run that is measured by itself; one of that name that is under way begins anew.</summary>
    /// <param name="name">Its name.</param>
    public void BeginSample(string name)
    {
        if (!_open.TryGetValue(name, out ulong[]? start))
            _open[name] = start = new ulong[WorkSteps.Count];
        Array.Clear(start);
        Sum(start);
    }

    /// <summary>Ends it; nothing happens where it has not begun.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="overhead">What the marks themselves did, which is taken out of it; empty for nothing.</param>
    public void EndSample(string name, ReadOnlySpan<ulong> overhead = default)
    {
        if (!_open.Remove(name, out ulong[]? start))
            return;
        var work = new ulong[WorkSteps.Count];
        Sum(work);
        for (int i = 0; i < work.Length; i++)
        {
            work[i] -= start[i];
            if (!overhead.IsEmpty)
                work[i] -= Math.Min(work[i], overhead[i]);
        }
        if (!_samples.TryGetValue(name, out CrossingTally? tally))
            _samples[name] = tally = new CrossingTally(CrossingFamily.Sample, name, Profiles);
        tally.Add(work);
    }

    /// <summary>What all samples of a name have done, by number of the step; empty where there are none.</summary>
    /// <param name="name">Their name.</param>
    public ReadOnlySpan<ulong> WorkOfSamples(string name) => _samples.TryGetValue(name, out CrossingTally? tally) ? tally.Work : default;

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.Target < ExceptionLevel.EL2)
            return;
        PeAccount account = _accounts[pe.Index];
        EndLeg(pe, account);
        CrossingCause cause = CrossingCause.Of(pe, taken);
        account.Route.Enter(taken.SourceState, taken.Target, cause);
        if (taken.Source < ExceptionLevel.EL2)
            account.LeaveGuest(cause);
        BeginLeg(pe, account, CrossingPlace.Of(taken.SourceState, taken.Source), cause);
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from < ExceptionLevel.EL2 || pe.CurrentLevel == from)
            return;
        PeAccount account = _accounts[pe.Index];
        EndLeg(pe, account);
        CrossingCause cause = account.Route.Leave(from, pe.SecurityState);
        account.ReachedHost |= from == ExceptionLevel.EL3 && pe.SecurityState == SecurityState.NonSecure;
        if (pe.CurrentLevel < ExceptionLevel.EL2 && account.IsOut)
        {
            int by = account.ReachedHost ? 1 : 0;
            account.EnterGuest(Tally(CrossingFamily.Exit, CrossingPlace.Of(pe.SecurityState, ExceptionLevel.EL1), by, account.ExitCause));
        }
        BeginLeg(pe, account, CrossingPlace.Of(fromState, from), cause);
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome != CallOutcome.Pending)
            return;
        while (_calls.Count <= call.Place)
            _calls.Add(null);
        (_calls[call.Place] ??= new CallStart()).Set(pe, _accounts[pe.Index].Guest);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Place < _calls.Count && _calls[call.Place] is { IsSet: true } start)
            Record(pe, call, start);
    }

    private void Record(ProcessingElement pe, in CallRecord call, CallStart start)
    {
        start.IsSet = false;
        if (start.PeIndex != pe.Index || call.Outcome != CallOutcome.Returned)
            return;
        PeAccount account = _accounts[pe.Index];
        var cause = new CrossingCause(CrossingCauseKind.Smc, new SmcFunctionId(call.FunctionId).WithoutSveHint.Value);
        int place = CrossingPlace.Of(call.CallerState, call.CallerLevel);
        account.AddSince(start.Work, Tally(CrossingFamily.Call, place, 0, cause));
        if (call.Is(RmiCommand.RecEnter))
            account.AddSince(start.WithGuest(account.Guest), Tally(CrossingFamily.Call, place, 1, cause));
    }

    private void Sum(ulong[] into)
    {
        foreach (ProcessingElement pe in _machine.Pes)
            WorkVector.Add(into, pe.WorkDone);
    }

    private void EndLeg(ProcessingElement pe, PeAccount account)
    {
        ReadOnlySpan<ulong> work = account.EndLeg();
        ulong now = pe.ModelledCycles;
        foreach (ICrossingObserver listener in _listeners)
        {
            listener.OnLeg(new CrossingLeg(
                pe.Index, account.State, account.Level, account.LegStart, now, work[(int)WorkStep.Instruction], work[(int)WorkStep.Idle],
                account.Leg.Name));
        }
        account.LegStart = now;
    }

    private void BeginLeg(ProcessingElement pe, PeAccount account, int from, CrossingCause cause)
    {
        account.State = pe.SecurityState;
        account.Level = pe.CurrentLevel == ExceptionLevel.EL0 ? ExceptionLevel.EL1 : pe.CurrentLevel;
        account.Leg = Tally(CrossingFamily.Leg, from, CrossingPlace.Of(account.State, account.Level), cause);
    }

    private CrossingTally Tally(CrossingFamily family, int from, int to, CrossingCause cause) => _tallies[CrossingKey.Of(family, from, to, cause).Number];
}
