using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Writes a trace of a run while it goes on. It reads only, so that a traced run is the same run as one that is not.</summary>
/// <remarks>
/// Events come from the listeners that every run has (<see cref="CallLedger"/>, <see cref="ExceptionHistory"/>); instructions from an
/// <see cref="IInstructionObserver"/>, which is set only where they are wanted. While they are, every access of a guest goes the slow way: a guest that counts TLB refills counts more.
/// </remarks>
public sealed class TraceRecorder : ICallObserver, IExceptionObserver
{
    private readonly Machine.Machine _machine;
    private readonly TraceFileWriter _output;
    private readonly TraceKinds _kinds;
    private readonly PeTrace[] _pes;
    private readonly RealmNumbers _realms = new();
    private readonly InstructionTracer? _instructions;
    private readonly ConsoleLines _lines;
    private readonly MemoryPicture? _memory;
    private bool _isClosed;

    /// <summary>Records from now on.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    /// <param name="recorder">Listens to the same machine.</param>
    /// <param name="output">Takes the trace.</param>
    /// <param name="kinds">What is recorded.</param>
    public TraceRecorder(Machine.Machine machine, RunRecorder recorder, TraceFileWriter output, TraceKinds kinds)
    {
        (_machine, _output, _kinds) = (machine, output, kinds);
        _pes = [.. machine.Pes.Select(pe => new PeTrace { Place = new TracePlace(pe.Index, pe.SecurityState, pe.CurrentLevel) })];
        _lines = new ConsoleLines(line => _output.Console(line.Cycles, line.Text));
        recorder.Ledger.Subscribe(this);
        recorder.Exceptions.Subscribe(this);
        if ((kinds & TraceKinds.Granule) != 0)
            _memory = new MemoryPicture([.. machine.Memory.Banks.Select(bank => (bank.Base, bank.Size))]);
        if ((kinds & TraceKinds.Instruction) == 0)
            return;
        _instructions = new InstructionTracer(output, _pes);
        foreach (ProcessingElement pe in machine.Pes)
            pe.InstructionObserver = _instructions;
    }

    /// <summary>Takes a byte that the guest has printed.</summary>
    /// <param name="value">The byte.</param>
    public void OnConsole(byte value)
    {
        if (!_isClosed && (_kinds & TraceKinds.Console) != 0)
            _lines.Take(value, ConsoleLines.Now(_machine));
    }

    /// <summary>Takes a change of a granule's state.</summary>
    /// <param name="granule">Its physical address.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State from now on.</param>
    public void OnGranule(ulong granule, GranuleState from, GranuleState to)
    {
        if (_isClosed || (_kinds & TraceKinds.Granule) == 0)
            return;
        // The RMM says it while it runs: it is the PE at Realm EL2 that is furthest in time.
        ProcessingElement by = _machine.Pes[0];
        foreach (ProcessingElement pe in _machine.Pes)
        {
            if (IsRmm(pe) && (!IsRmm(by) || pe.ModelledCycles > by.ModelledCycles))
                by = pe;
        }
        _output.Granule(_pes[by.Index].Place, Stamp(by), granule, from, to);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (_isClosed)
            return;
        PeTrace trace = _pes[pe.Index];
        if (!exception.IsInjected)
        {
            ExceptionLevel stack = exception.SavedState.SP ? exception.Source : ExceptionLevel.EL0;
            _instructions?.Interrupt(pe, pe.GetStackPointer(stack));
        }
        if (ExceptionEvent.IsHeldBy(exception, _kinds))
            _output.Exception(trace.Place with { State = exception.SourceState, Level = exception.Source }, Stamp(pe), exception);
        Arrive(pe, trace);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (_isClosed)
            return;
        PeTrace trace = _pes[pe.Index];
        _instructions?.Interrupt(pe, pe.GetStackPointer(from));
        TracePlace before = trace.Place with { State = fromState, Level = from };
        Arrive(pe, trace);
        if ((_kinds & TraceKinds.Eret) != 0)
            _output.Return(before, Stamp(pe), trace.Place, pe.PC);
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (_isClosed)
            return;
        TracePlace place = PlaceOf(pe, call);
        if (call.Is(RmiCommand.RecEnter))
            Belong(pe, place.Realm, place.Rec);
        if ((_kinds & TraceKindList.OfCalls(call.Interface)) != 0)
            _output.Call(place, Stamp(pe), call);
        if (_memory is null || call.Interface != CallInterface.Rmi || _memory.IsRead)
            return;
        _memory.Set(_memory.ReadTable(pe));
        _output.Spaces(_pes[pe.Index].Place, Stamp(pe), _memory.Spaces);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (_isClosed)
            return;
        if ((_kinds & TraceKindList.OfCalls(call.Interface)) != 0)
            _output.CallReturn(PlaceOf(pe, call), Stamp(pe), call);
        if (call.Is(RmiCommand.RecEnter))
            Belong(pe, -1, -1);
        else
            _realms.Learn(call);
        if (_memory is null)
            return;
        bool changesTables = new SmcFunctionId(call.FunctionId).WithoutSveHint.Value is (uint)FirmeCommand.GmL1Create or (uint)FirmeCommand.GmL1Destroy;
        if (_memory.IsRead && changesTables && call.Outcome == CallOutcome.Returned)
            _output.Spaces(_pes[pe.Index].Place, Stamp(pe), _memory.ReadTable(pe));
    }

    /// <summary>The run is over: what the machine does from now on is no part of it. The file is finished.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Close()
    {
        if (_isClosed)
            return;
        _lines.End();
        foreach (ProcessingElement pe in _machine.Pes)
        {
            if (_instructions is not null)
            {
                _instructions.Interrupt(pe, pe.GetStackPointer(pe.SpSel ? pe.CurrentLevel : ExceptionLevel.EL0));
                pe.InstructionObserver = null;
            }
            _output.End(_pes[pe.Index].Place, Stamp(pe));
        }
        _isClosed = true;
        _output.Finish();
    }

    private static bool IsRmm(ProcessingElement pe) => pe.CurrentLevel == ExceptionLevel.EL2 && pe.SecurityState == SecurityState.Realm;

    private static TraceStamp Stamp(ProcessingElement pe) => new(pe.RetiredInstructions, pe.ChargedCycles);

    private static void Arrive(ProcessingElement pe, PeTrace trace) => trace.Place = trace.Place with { State = pe.SecurityState, Level = pe.CurrentLevel };

    // What goes on while a REC runs on a PE belongs to its Realm, in whatever world.
    private void Belong(ProcessingElement pe, int realm, int rec)
    {
        PeTrace trace = _pes[pe.Index];
        trace.Place = trace.Place with { Realm = realm, Rec = rec };
    }

    private TracePlace PlaceOf(ProcessingElement pe, in CallRecord call)
    {
        TracePlace place = _pes[pe.Index].Place;
        (int realm, int rec) = (place.Realm, place.Rec);
        if (realm < 0 && call.Interface == CallInterface.Rmi)
            (realm, rec) = _realms.NamedBy(call);
        return new TracePlace(pe.Index, call.CallerState, call.CallerLevel, realm, rec);
    }
}
