using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Diagnostics.Reports;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Makes records of messages. It knows the run by them alone, so that it does not matter when, or on which thread, it comes to them.</summary>
internal sealed class TraceEncoder
{
    private readonly TraceFileWriter _file;
    private readonly BlockEncoder _output;
    private readonly TraceKinds _kinds;
    private readonly RealmNumbers _realms = new();
    private readonly (int Realm, int Rec)[] _inside;
    private readonly ConsoleLines _lines;
    private CallRecord[] _calls = new CallRecord[8]; // by the places of those that are under way
    private CallRegisters _arguments, _results; // of the calls that were told last
    private int _pesLeft;

    /// <summary>An encoder for one run.</summary>
    /// <param name="file">Takes the records; it is finished when every PE has come to its end.</param>
    /// <param name="peCount">Number of PEs.</param>
    /// <param name="kinds">What is recorded; RMI calls are told in any case.</param>
    public TraceEncoder(TraceFileWriter file, int peCount, TraceKinds kinds)
    {
        (_file, _output, _kinds, _pesLeft) = (file, file.Encoder, kinds, peCount);
        _inside = new (int, int)[peCount];
        Array.Fill(_inside, (-1, -1));
        _lines = new ConsoleLines(line => _output.Console(line.Cycles, line.Text));
    }

    /// <summary>Takes messages.</summary>
    /// <param name="messages">Whole ones, oldest first.</param>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public void Take(ReadOnlySpan<byte> messages)
    {
        for (var from = new MessageReader(messages); !from.AtEnd;)
            Take(ref from);
    }

    private void Take(ref MessageReader from)
    {
        switch (from.Kind)
        {
            case MessageKind.Exception: Take(from.Next<ExceptionMessage>()); break;
            case MessageKind.Return: Take(from.Next<ReturnMessage>()); break;
            case MessageKind.Call: TakeCall(ref from); break;
            case MessageKind.CallReturn: TakeCallReturn(ref from); break;
            case MessageKind.Console: Take(from.Next<ConsoleMessage>()); break;
            case MessageKind.Granule: Take(from.Next<GranuleMessage>()); break;
            case MessageKind.Spaces: Take(from.Next<SpacesMessage>()); break;
            case MessageKind.Instruction: TakeInstruction(ref from); break;
            case MessageKind.Registers: TakeRegisters(ref from); break;
            case MessageKind.End: Take(from.Next<EndMessage>()); break;
            default: throw new InvalidOperationException($"a trace has no message {from.Kind}");
        }
    }

    private void Take(in ExceptionMessage message)
    {
        ExceptionRecord taken = message.Exception;
        (int realm, int rec) = _inside[taken.PeIndex];
        _output.Exception(new TracePlace(taken.PeIndex, taken.SourceState, taken.Source, realm, rec), Stamp(taken.RetiredInstructions, taken.ModelledCycles), taken);
    }

    private void Take(in ReturnMessage message) =>
        _output.Return(Place(message.Head), message.Stamp, new TracePlace(message.Head.Pe, MessageHead.StateOf(message.Head.More), MessageHead.LevelOf(message.Head.More)), message.Pc);

    private void TakeCall(ref MessageReader from)
    {
        ref readonly CallMessage message = ref from.Next<CallMessage>();
        TakeChanges(ref from, message.Changed, ref _arguments);
        ref CallRecord call = ref RecordAt(message.Head.Detail);
        call = new CallRecord
        {
            PeIndex = message.Head.Pe,
            CallerState = MessageHead.StateOf(message.Head.At),
            CallerLevel = MessageHead.LevelOf(message.Head.At),
            Interface = (CallInterface)(message.Head.More & 0xF),
            Outcome = (CallOutcome)(message.Head.More >> 4),
            ReturnAddress = message.ReturnAddress,
            Arguments = _arguments,
            StartInstructions = message.StartInstructions,
            StartCycles = message.StartCycles,
        };
        TracePlace place = PlaceOf(message.Head.Pe, call);
        // What goes on while a REC runs on a PE belongs to its Realm, in whatever world.
        if (call.Is(RmiCommand.RecEnter))
            _inside[place.PeIndex] = (place.Realm, place.Rec);
        if ((_kinds & TraceKindList.OfCalls(call.Interface)) != 0)
            _output.Call(place, Stamp(call.StartInstructions, call.StartCycles), call);
    }

    private void TakeCallReturn(ref MessageReader from)
    {
        ref readonly CallReturnMessage message = ref from.Next<CallReturnMessage>();
        TakeChanges(ref from, message.Changed, ref _results);
        ref CallRecord call = ref RecordAt(message.Head.Detail);
        call.Outcome = (CallOutcome)message.Head.More;
        (call.EndInstructions, call.EndCycles) = (message.EndInstructions, message.EndCycles);
        (call.Results, call.Exit) = (_results, message.Exit);
        if ((_kinds & TraceKindList.OfCalls(call.Interface)) != 0)
            _output.CallReturn(PlaceOf(message.Head.Pe, call), Stamp(call.EndInstructions, call.EndCycles), call);
        if (call.Is(RmiCommand.RecEnter))
            _inside[message.Head.Pe] = (-1, -1);
        else
            _realms.Learn(call);
    }

    private static void TakeChanges(ref MessageReader from, ulong changed, ref CallRegisters registers)
    {
        for (; changed != 0; changed &= changed - 1)
            registers[BitOperations.TrailingZeroCount(changed)] = from.Next<ulong>();
    }

    private ref CallRecord RecordAt(uint place)
    {
        if (place >= _calls.Length)
            Array.Resize(ref _calls, 2 * (int)place);
        return ref _calls[place];
    }

    private void Take(in ConsoleMessage message) => _lines.Take((byte)message.Head.Detail, message.Cycles);

    private void Take(in GranuleMessage message) => _output.Granule(
        Place(message.Head), message.Stamp, message.Granule, (GranuleState)(byte)message.Head.Detail, (GranuleState)(byte)(message.Head.Detail >> 8));

    private void Take(in SpacesMessage message) =>
        _output.Spaces(Place(message.Head), message.Stamp, [message.Secure, message.NonSecure, message.Root, message.Realm]);

    // Nothing more is printed from here on.
    private void Take(in EndMessage message)
    {
        _lines.End();
        _output.End(Place(message.Head), message.Stamp);
        if (--_pesLeft == 0)
            _file.Finish();
    }

    private void TakeInstruction(ref MessageReader from)
    {
        ref readonly InstructionMessage message = ref from.Next<InstructionMessage>();
        var pa = new PhysicalAddress((message.Page & ~0xFFFUL) | (message.Pc & 0xFFF), (Pas)(message.Page & 3));
        _output.BeginInstruction(Place(message.Head), message.Stamp, message.Pc, message.Head.Detail, pa);
        TakeChanges(ref from, message.Changed);
        for (int i = 0; i < message.Head.More; i++)
            TakeAccess(ref from);
        _output.EndInstruction();
    }

    private void TakeRegisters(ref MessageReader from)
    {
        ref readonly InstructionMessage message = ref from.Next<InstructionMessage>();
        _output.BeginRegisters(Place(message.Head), message.Stamp);
        TakeChanges(ref from, message.Changed);
        _output.EndRegisters();
    }

    private void TakeChanges(ref MessageReader from, ulong changed)
    {
        for (ulong left = changed & ~InstructionMessage.Vectors; left != 0; left &= left - 1)
            _output.Change(BitOperations.TrailingZeroCount(left), from.Next<ulong>());
        if ((changed & InstructionMessage.Vectors) == 0)
            return;
        for (ulong left = from.Next<ulong>(); left != 0; left &= left - 1)
            _output.ChangeVector(BitOperations.TrailingZeroCount(left), from.Next<ulong>(), from.Next<ulong>());
    }

    private void TakeAccess(ref MessageReader from)
    {
        ref readonly AccessMessage access = ref from.Next<AccessMessage>();
        ReadOnlySpan<byte> read = access.HasRead ? from.NextBytes(access.Size) : [];
        ReadOnlySpan<byte> written = access.HasWritten ? from.NextBytes(access.Size) : [];
        _output.Access(access.Va, access.Size, access.Kind, new PhysicalAddress(access.Pa, access.Pas), read, written);
    }

    private TracePlace Place(in MessageHead head)
    {
        (int realm, int rec) = _inside[head.Pe];
        return new TracePlace(head.Pe, MessageHead.StateOf(head.At), MessageHead.LevelOf(head.At), realm, rec);
    }

    private TracePlace PlaceOf(byte pe, in CallRecord call)
    {
        (int realm, int rec) = _inside[pe];
        if (realm < 0 && call.Interface == CallInterface.Rmi)
            (realm, rec) = _realms.NamedBy(call);
        return new TracePlace(pe, call.CallerState, call.CallerLevel, realm, rec);
    }

    private static TraceStamp Stamp(ulong retired, ulong cycles) => new(retired, cycles - retired);
}
