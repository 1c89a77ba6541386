using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <content>Calls and their returns.</content>
internal sealed partial class BlockDecoder
{
    private const int Slots = 16;

    private readonly CallRecord?[] _calls = new CallRecord?[Slots];
    private int _nextCall;

    // They go on from block to block, and no record names them: a trace says it by the calls themselves.
    private readonly BegunOperations _operations = new();

    private CallEvent ReadCall(TraceStamp stamp)
    {
        TracePlace place = Place();
        var call = new CallRecord
        {
            PeIndex = _peIndex,
            CallerState = place.State,
            CallerLevel = place.Level,
            StartInstructions = stamp.Retired,
            StartCycles = stamp.Cycles,
        };
        ReadKind(ref call);
        call.ReturnAddress = _from.Number();
        Values(ref call.Arguments, Pe.ArgumentsOf(call.Interface));
        call.Operation = _operations.CommandOf(call);
        _calls[_nextCall++ & (Slots - 1)] = call;
        return new CallEvent(place, stamp, call, isReturn: false);
    }

    private CallEvent ReadCallReturn(TraceStamp stamp)
    {
        TracePlace place = Place();
        var kind = new CallRecord();
        bool hasExit = ReadKind(ref kind);
        int slot = _from.Byte() - 1;
        CallRecord call = slot < 0 ? ReadStart(place, kind.Interface)
            : slot < Slots && _calls[slot] is { } made ? made : throw new InvalidDataException("a call returns in it that was not made");
        (call.Interface, call.Outcome) = (kind.Interface, kind.Outcome);
        (call.EndInstructions, call.EndCycles) = (stamp.Retired, stamp.Cycles);
        if (call.Outcome == CallOutcome.Returned)
            Values(ref call.Results, Pe.ResultsOf(call.Interface));
        if (hasExit)
            call.Exit = new RecExit((RmiRecExitReason)_from.Byte(), _from.Number(), _from.Number());
        _operations.Note(call);
        return new CallEvent(place, stamp, call, isReturn: true);
    }

    private CallRecord ReadStart(TracePlace place, CallInterface @interface)
    {
        ulong pe = _from.Number();
        var call = new CallRecord
        {
            Interface = @interface,
            PeIndex = pe < (ulong)_pes.Length ? (int)pe : throw new InvalidDataException($"it names PE{pe}, and the machine had {_pes.Length}"),
            CallerState = place.State,
            CallerLevel = place.Level,
            StartInstructions = _from.Number(),
        };
        call.StartCycles = call.StartInstructions + _from.Number();
        call.ReturnAddress = _from.Number();
        Values(ref call.Arguments, Pe.ArgumentsOf(@interface));
        call.Operation = _operations.CommandOf(call);
        return call;
    }

    // Whether an exit follows.
    private bool ReadKind(ref CallRecord call)
    {
        byte packed = _from.Byte();
        (call.Interface, call.Outcome) = ((CallInterface)(packed & 0xF), (CallOutcome)(packed >> 4 & 7));
        if (!Enum.IsDefined(call.Interface) || !Enum.IsDefined(call.Outcome))
            throw new InvalidDataException("it has a call of an unknown kind");
        return (packed & 0x80) != 0;
    }

    private void Values(ref CallRegisters registers, ulong[] last)
    {
        ulong mask = _from.Number();
        if (mask >> CallRegisters.Count != 0)
            throw new InvalidDataException("a call in it has too many registers");
        for (int i = 0; i < CallRegisters.Count; i++)
            registers[i] = (mask >> i & 1) != 0 ? last[i] = _from.Number() : last[i];
    }
}
