using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>Keeps what a report of one run shows: where each PE was, every call with its arguments, the console, the memory.</summary>
public sealed class RunTimeline : ICrossingObserver, ICallObserver, ITimeline
{
    /// <summary>Legs and calls that are kept; of longer runs the report shows the beginning, and says so.</summary>
    public const int Most = 250_000;

    private readonly Machine.Machine _machine;
    private readonly List<CrossingLeg> _legs = [];
    private readonly List<TimelineCall> _calls = [];
    private readonly List<ConsoleLine> _lines = [];
    private readonly ConsoleLines _console;
    private readonly CallTexts _texts = new();
    private bool _isClosed;

    /// <summary>Listens to a machine from now on.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    /// <param name="recorder">Listens to it, too.</param>
    /// <param name="profile">What crossings are priced by.</param>
    public RunTimeline(Machine.Machine machine, RunRecorder recorder, CostProfile profile)
    {
        _machine = machine;
        _console = new ConsoleLines(_lines.Add);
        Memory = new MemoryPicture([.. machine.Memory.Banks.Select(bank => (bank.Base, bank.Size))]);
        Ledger = new CrossingLedger(machine, [profile]);
        Ledger.Attach(recorder);
        Ledger.Subscribe(this);
        recorder.Ledger.Subscribe(this);
    }

    /// <summary>What crossings cost.</summary>
    public CrossingLedger Ledger { get; }

    /// <summary>The memory.</summary>
    public MemoryPicture Memory { get; }

    /// <summary>Stays at levels, in the order in which they ended.</summary>
    public IReadOnlyList<CrossingLeg> Legs => _legs;

    /// <summary>Calls, in the order in which they ended.</summary>
    public IReadOnlyList<TimelineCall> Calls => _calls;

    /// <inheritdoc/>
    public IReadOnlyList<MemorySample> Samples => Memory.Samples;

    /// <summary>The guest's console.</summary>
    public IReadOnlyList<ConsoleLine> Lines => _lines;

    /// <summary>Legs and calls that were not kept, because there were too many.</summary>
    public ulong Dropped { get; private set; }

    /// <summary>Takes a byte that the guest has printed.</summary>
    /// <param name="value">The byte.</param>
    public void OnConsole(byte value) => _console.Take(value, ConsoleLines.Now(_machine));

    /// <summary>The run is over.</summary>
    public void Close()
    {
        _console.End();
        Ledger.Close();
        Memory.Close(ConsoleLines.Now(_machine));
        _isClosed = true;
    }

    /// <inheritdoc/>
    public void OnLeg(in CrossingLeg leg)
    {
        if (_isClosed)
            return;
        Memory.Sample(leg.EndCycles);
        if (_legs.Count < Most)
            _legs.Add(leg);
        else
            Dropped++;
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        Memory.OnCall(pe, call);
        if (call.Outcome == CallOutcome.OneWay)
            Keep(call, pe.ModelledCycles);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        Memory.OnReturn(pe, call);
        // A REC that went on with another PE: its time began there, and is no time of this one.
        Keep(call, pe.Index == call.PeIndex ? call.EndCycles : call.StartCycles);
    }

    private void Keep(in CallRecord call, ulong end)
    {
        if (_isClosed)
            return;
        if (_calls.Count < Most)
            _calls.Add(new TimelineCall(call.PeIndex, call.Interface, call.StartCycles, end, call.Name, _texts.OfCall(call), _texts.OfResult(call)));
        else
            Dropped++;
    }
}
