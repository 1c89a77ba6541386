using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
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
public sealed class TraceRecorder : ICallObserver, IExceptionObserver, IExceptionReturnObserver
{
    private readonly Machine.Machine _machine;
    private readonly MessageWriter _messages;
    private readonly InstructionTracer? _instructions;
    private readonly MemoryPicture? _memory;
    private TraceKinds _kinds;
    private bool _isClosed;

    // Of the calls that were told last: most calls repeat most of it.
    private CallRegisters _arguments, _results;

    /// <summary>Records from now on.</summary>
    /// <param name="machine">The machine, before its first instruction.</param>
    /// <param name="recorder">Listens to the same machine.</param>
    /// <param name="output">Takes the trace.</param>
    /// <param name="kinds">What is recorded.</param>
    /// <param name="relay">Brings what was recorded to where records are made of it; null has them made by whoever runs the machine.</param>
    public TraceRecorder(Machine.Machine machine, RunRecorder recorder, TraceFileWriter output, TraceKinds kinds, IMessageRelay? relay = null)
    {
        (_machine, _kinds) = (machine, kinds);
        _messages = new MessageWriter(relay ?? new DirectRelay(), new TraceEncoder(output, machine.Pes.Count, kinds).Take);
        if ((kinds & TraceKinds.Granule) != 0)
            _memory = new MemoryPicture([.. machine.Memory.Banks.Select(bank => (bank.Base, bank.Size))]);
        recorder.Ledger.Subscribe(this);
        bool traces = (kinds & TraceKinds.Instruction) != 0;
        if (traces || (kinds & TraceKinds.Exception) != 0)
            recorder.Exceptions.Subscribe((IExceptionObserver)this);
        if (traces || (kinds & TraceKinds.Eret) != 0)
            recorder.Exceptions.Subscribe((IExceptionReturnObserver)this);
        if (!traces)
            return;
        _instructions = new InstructionTracer(_messages, machine.Pes);
        machine.Bus.Resetting += (_, _) => _instructions.Settle();
        foreach (ProcessingElement pe in machine.Pes)
            pe.InstructionObserver = _instructions;
    }

    /// <summary>Takes a byte that the guest has printed.</summary>
    /// <param name="value">The byte.</param>
    public void OnConsole(byte value)
    {
        if ((_kinds & TraceKinds.Console) == 0)
            return;
        ref ConsoleMessage message = ref _messages.Begin<ConsoleMessage>();
        message.Head = new MessageHead { Kind = MessageKind.Console, Detail = value };
        message.Cycles = ConsoleLines.Now(_machine);
    }

    /// <summary>Takes a change of a granule's state.</summary>
    /// <param name="granule">Its physical address.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State from now on.</param>
    public void OnGranule(ulong granule, GranuleState from, GranuleState to)
    {
        if ((_kinds & TraceKinds.Granule) == 0)
            return;
        // The RMM says it while it runs: it is the PE at Realm EL2 that is furthest in time.
        ProcessingElement by = _machine.Pes[0];
        foreach (ProcessingElement pe in _machine.Pes)
        {
            if (IsRmm(pe) && (!IsRmm(by) || pe.ModelledCycles > by.ModelledCycles))
                by = pe;
        }
        ref GranuleMessage message = ref _messages.Begin<GranuleMessage>();
        message.Head = HeadOf(MessageKind.Granule, by) with { Detail = GranuleMessage.Pack(from, to) };
        message.Stamp = Stamp(by);
        message.Granule = granule;
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (_instructions is not null && !exception.IsInjected)
            _instructions.Interrupt(pe, pe.GetStackPointer(exception.SavedState.SP ? exception.Source : ExceptionLevel.EL0));
        if (!ExceptionEvent.IsHeldBy(exception, _kinds))
            return;
        _messages.Begin<ExceptionMessage>().Set(exception);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        _instructions?.Interrupt(pe, pe.GetStackPointer(from));
        if ((_kinds & TraceKinds.Eret) == 0)
            return;
        ref ReturnMessage message = ref _messages.Begin<ReturnMessage>();
        message.Head = new MessageHead
        {
            Kind = MessageKind.Return,
            Pe = (byte)pe.Index,
            At = MessageHead.Pack(fromState, from),
            More = MessageHead.Pack(pe.SecurityState, pe.CurrentLevel),
        };
        message.Stamp = Stamp(pe);
        message.Pc = pe.PC;
    }

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (IsTold(call))
        {
            ref CallMessage message = ref _messages.Begin<CallMessage>();
            message.Head = HeadOf(MessageKind.Call, pe, call, CallMessage.Pack(call.Interface, call.Outcome));
            (message.ReturnAddress, message.StartInstructions, message.StartCycles) = (call.ReturnAddress, call.StartInstructions, call.StartCycles);
            message.Changed = TellChanges(call.Arguments, ref _arguments);
        }
        if (_memory is null || _isClosed || call.Interface != CallInterface.Rmi || _memory.IsRead)
            return;
        _memory.Set(_memory.ReadTable(pe));
        Tell(pe, _memory.Spaces);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (IsTold(call))
        {
            ref CallReturnMessage message = ref _messages.Begin<CallReturnMessage>();
            message.Head = HeadOf(MessageKind.CallReturn, pe, call, (byte)call.Outcome);
            (message.EndInstructions, message.EndCycles) = (call.EndInstructions, call.EndCycles);
            message.Exit = call.Exit;
            message.Changed = TellChanges(call.Results, ref _results);
        }
        if (_memory is null || _isClosed)
            return;
        bool changesTables = new SmcFunctionId(call.FunctionId).WithoutSveHint.Value is (uint)FirmeCommand.GmL1Create or (uint)FirmeCommand.GmL1Destroy;
        if (_memory.IsRead && changesTables && call.Outcome == CallOutcome.Returned)
            Tell(pe, _memory.ReadTable(pe));
    }

    /// <summary>The run is over: what the machine does from now on is no part of it. The file is finished.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _instructions?.Settle();
        foreach (ProcessingElement pe in _machine.Pes)
        {
            if (_instructions is not null)
                pe.InstructionObserver = null;
            ref EndMessage message = ref _messages.Begin<EndMessage>();
            message.Head = HeadOf(MessageKind.End, pe);
            message.Stamp = Stamp(pe);
        }
        _kinds = TraceKinds.None;
        _messages.Finish();
    }

    private static bool IsRmm(ProcessingElement pe) => pe.CurrentLevel == ExceptionLevel.EL2 && pe.SecurityState == SecurityState.Realm;

    private static TraceStamp Stamp(ProcessingElement pe) => new(pe.RetiredInstructions, pe.ChargedCycles);

    private static MessageHead HeadOf(MessageKind kind, ProcessingElement pe) =>
        new() { Kind = kind, Pe = (byte)pe.Index, At = MessageHead.Pack(pe.SecurityState, pe.CurrentLevel) };

    private static MessageHead HeadOf(MessageKind kind, ProcessingElement pe, in CallRecord call, byte more) =>
        new() { Kind = kind, Pe = (byte)pe.Index, At = MessageHead.Pack(call.CallerState, call.CallerLevel), More = more, Detail = (uint)call.Place };

    // RMI calls are always told: which Realm an event belongs to is learnt from them.
    private bool IsTold(in CallRecord call) =>
        !_isClosed && ((_kinds & TraceKindList.OfCalls(call.Interface)) != 0 || call.Interface == CallInterface.Rmi);

    // Puts what differs behind the message that was begun. What the other thread reads has to come to it from this one's cache, so every word counts.
    private ulong TellChanges(in CallRegisters registers, ref CallRegisters last)
    {
        uint changed = CallRegisters.Differing(registers, last);
        Span<ulong> words = _messages.TakeWords(BitOperations.PopCount(changed));
        for (uint left = changed; !words.IsEmpty; left &= left - 1, words = words[1..])
        {
            int i = BitOperations.TrailingZeroCount(left);
            words[0] = last[i] = registers[i];
        }
        return changed;
    }

    private void Tell(ProcessingElement pe, IReadOnlyList<long> bytes)
    {
        ref SpacesMessage message = ref _messages.Begin<SpacesMessage>();
        message.Head = HeadOf(MessageKind.Spaces, pe);
        message.Stamp = Stamp(pe);
        (message.Secure, message.NonSecure, message.Root, message.Realm) = (bytes[0], bytes[1], bytes[2], bytes[3]);
    }
}
