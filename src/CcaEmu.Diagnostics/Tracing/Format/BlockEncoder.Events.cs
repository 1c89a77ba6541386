using System.Text;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <content>Everything but instructions and registers.</content>
internal sealed partial class BlockEncoder
{
    private const int Slots = 16;

    private readonly CallKey[] _calls = new CallKey[Slots];
    private int _nextCall;
    private ulong _lastException;

    /// <summary>Writes an exception.</summary>
    public void Exception(in TracePlace place, TraceStamp stamp, in ExceptionRecord exception)
    {
        Begin(RecordCode.Exception, place, stamp, TraceKinds.Exception);
        RecordBuffer to = _buffer;
        to.Byte((byte)(
            (exception.IsInjected ? ExceptionFlags.Injected : 0) | (exception.FaultAddress is null ? 0 : ExceptionFlags.FaultAddress)
            | (exception.FaultIpa is null ? 0 : ExceptionFlags.FaultIpa) | (exception.OriginalSyndrome is null ? 0 : ExceptionFlags.Original)
            | (int)exception.Type >> 7 << ExceptionFlags.TypeShift));
        to.Byte((byte)((int)exception.Target | (int)exception.TargetState << 2));
        to.Difference(exception.Number - _lastException);
        _lastException = exception.Number;
        to.Number(exception.Syndrome.Value);
        to.Number(exception.ReturnAddress);
        to.Number(exception.SavedState.Value);
        if (exception.FaultAddress is { } far)
            to.Number(far);
        if (exception.FaultIpa is { } ipa)
        {
            to.Number(ipa);
            to.Byte((byte)exception.IpaWidth);
        }
        if (exception.OriginalSyndrome is { } original)
            to.Number(original.Value);
    }

    /// <summary>Writes an exception return.</summary>
    public void Return(in TracePlace place, TraceStamp stamp, in TracePlace target, ulong pc)
    {
        Begin(RecordCode.Return, place, stamp, TraceKinds.Eret);
        _buffer.Byte((byte)((int)target.Level | (int)target.State << 2));
        _buffer.Number(pc);
    }

    /// <summary>Writes that an SMC was made.</summary>
    public void Call(in TracePlace place, TraceStamp stamp, in CallRecord call)
    {
        Begin(RecordCode.Call, place, stamp, TraceKindList.OfCalls(call.Interface));
        _buffer.Byte((byte)((int)call.Interface | (int)call.Outcome << 4));
        _buffer.Number(call.ReturnAddress);
        Values(call.Arguments, _pe.ArgumentsOf(call.Interface));
        _calls[_nextCall++ & (Slots - 1)] = CallKey.Of(call);
    }

    /// <summary>Writes that an SMC has ended.</summary>
    public void CallReturn(in TracePlace place, TraceStamp stamp, in CallRecord call)
    {
        Begin(RecordCode.CallReturn, place, stamp, TraceKindList.OfCalls(call.Interface));
        RecordBuffer to = _buffer;
        int slot = SlotOf(CallKey.Of(call));
        to.Byte((byte)((int)call.Interface | (int)call.Outcome << 4 | (call.Exit is null ? 0 : 0x80)));
        to.Byte((byte)(slot + 1));
        if (slot < 0)
        {
            to.Number((ulong)call.PeIndex);
            to.Number(call.StartInstructions);
            to.Number(call.StartCycles - call.StartInstructions);
            to.Number(call.ReturnAddress);
            Values(call.Arguments, _pe.ArgumentsOf(call.Interface));
        }
        else
        {
            _calls[slot] = default;
        }
        if (call.Outcome == CallOutcome.Returned)
            Values(call.Results, _pe.ResultsOf(call.Interface));
        if (call.Exit is not { } exit)
            return;
        to.Byte((byte)exit.Reason);
        to.Number(exit.Detail0);
        to.Number(exit.Detail1);
    }

    /// <summary>Writes a line that the guest has printed.</summary>
    public void Console(ulong cycles, string text)
    {
        Reserve();
        _tally.Count(TraceKinds.Console, cycles);
        _buffer.Byte((byte)RecordCode.Console);
        _buffer.Number(cycles);
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        bytes = bytes[..Math.Min(bytes.Length, TraceFormat.MaxTextBytes)];
        _buffer.Number((ulong)bytes.Length);
        _buffer.Bytes(bytes);
    }

    /// <summary>Writes that a granule has another state.</summary>
    public void Granule(in TracePlace place, TraceStamp stamp, ulong granule, GranuleState from, GranuleState to)
    {
        Begin(RecordCode.Granule, place, stamp, TraceKinds.Granule);
        _buffer.Number(granule);
        _buffer.Byte((byte)from);
        _buffer.Byte((byte)to);
    }

    /// <summary>Writes how memory is divided between the physical address spaces.</summary>
    public void Spaces(in TracePlace place, TraceStamp stamp, IReadOnlyList<long> bytes)
    {
        Begin(RecordCode.Spaces, place, stamp, TraceKinds.Granule);
        for (int i = 0; i < 4; i++)
            _buffer.Number((ulong)bytes[i]);
    }

    /// <summary>Writes where a PE has come to: the run is over.</summary>
    public void End(in TracePlace place, TraceStamp stamp) => Begin(RecordCode.End, place, stamp, TraceKinds.None);

    // The call that returns is nearly always one of the latest.
    private int SlotOf(in CallKey key)
    {
        for (int i = 1; i <= Slots; i++)
        {
            int slot = (_nextCall - i) & (Slots - 1);
            if (_calls[slot] == key)
                return slot;
        }
        return -1;
    }

    // A mask of the registers that are not what the last call of the interface had in them, then those.
    private void Values(in CallRegisters registers, ulong[] last)
    {
        ReadOnlySpan<ulong> values = registers;
        if (values.SequenceEqual(last))
        {
            _buffer.Byte(0);
            return;
        }
        uint mask = 0;
        for (int i = 0; i < values.Length; i++)
            mask |= values[i] == last[i] ? 0 : 1U << i;
        _buffer.Number(mask);
        for (; mask != 0; mask &= mask - 1)
        {
            int register = System.Numerics.BitOperations.TrailingZeroCount(mask);
            _buffer.Number(last[register] = values[register]);
        }
    }
}
