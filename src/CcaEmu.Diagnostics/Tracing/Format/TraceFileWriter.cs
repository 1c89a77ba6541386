using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Writes a trace file: header, blocks of records, index, end. What is written of a record allocates nothing.</summary>
/// <remarks>
/// <para>A block holds differences only to what stands before in the same block, so that reading may begin at any. Blocks go out whole, in order.</para>
/// <para>Until <see cref="Finish"/> has written the end, the file is no trace: one that was cut short is known by that.</para>
/// </remarks>
public sealed partial class TraceFileWriter
{
    private const int RecordBytes = TraceFormat.MaxBlockBytes - TraceFormat.MaxRecordBytes;
    private const int Slots = 16;

    private readonly Stream _output;
    private readonly RecordBuffer _buffer = new(TraceFormat.BlockHeadBytes + TraceFormat.MaxBlockBytes + 4);
    private readonly List<TraceBlock> _blocks = [];
    private readonly CodecState[] _pes;
    private readonly WordCache _words = new();
    private readonly CallKey[] _calls = new CallKey[Slots];
    private int _nextCall;
    private CodecState _pe;
    private int _peIndex;
    private ulong _lastException;
    private ulong _written;
    private ulong _total;
    private uint _records;
    private ulong _pesSeen;
    private TraceKinds _kinds;
    private ulong _firstCycles = ulong.MaxValue, _lastCycles;
    private bool _finished;

    /// <summary>Starts a file: its header is written at once.</summary>
    /// <param name="output">Where to; only ever written to, and not closed.</param>
    /// <param name="header">What is said of the run.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public TraceFileWriter(Stream output, TraceHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.PeCount, TraceFormat.MaxPes);
        _output = output;
        _pes = [.. Enumerable.Range(0, header.PeCount).Select(_ => new CodecState())];
        _pe = _pes[0];
        byte[] fields = header.Encode();
        var head = new byte[16 + fields.Length + 4];
        TraceFormat.Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), TraceFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)fields.Length);
        fields.CopyTo(head, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16 + fields.Length), Checksum.Of(head.AsSpan(0, 16 + fields.Length)));
        Output(head);
        StartBlock();
    }

    /// <summary>Events written so far.</summary>
    public ulong Records => _total;

    /// <summary>Bytes of the file so far, the block under way left out.</summary>
    public ulong BytesWritten => _written;

    /// <summary>Writes an exception.</summary>
    /// <param name="place">Where it came from.</param>
    /// <param name="stamp">When.</param>
    /// <param name="exception">The exception.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
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
    /// <param name="place">Who executed ERET.</param>
    /// <param name="stamp">When.</param>
    /// <param name="target">Where the PE is now.</param>
    /// <param name="pc">Address returned to.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Return(in TracePlace place, TraceStamp stamp, in TracePlace target, ulong pc)
    {
        Begin(RecordCode.Return, place, stamp, TraceKinds.Eret);
        _buffer.Byte((byte)((int)target.Level | (int)target.State << 2));
        _buffer.Number(pc);
    }

    /// <summary>Writes that an SMC was made.</summary>
    /// <param name="place">Who made it.</param>
    /// <param name="stamp">When.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Call(in TracePlace place, TraceStamp stamp, in CallRecord call)
    {
        Begin(RecordCode.Call, place, stamp, TraceKindList.OfCalls(call.Interface));
        _buffer.Byte((byte)((int)call.Interface | (int)call.Outcome << 4));
        _buffer.Number(call.ReturnAddress);
        Values(call.Arguments, _pe.ArgumentsOf(call.Interface));
        _calls[_nextCall++ & (Slots - 1)] = CallKey.Of(call);
    }

    /// <summary>Writes that an SMC has ended.</summary>
    /// <param name="place">Who made it, on the PE it goes on with.</param>
    /// <param name="stamp">When.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
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
    /// <param name="cycles">The machine's modelled cycles at its first character.</param>
    /// <param name="text">The line; of more than 4096 bytes the beginning.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Console(ulong cycles, string text)
    {
        Reserve();
        Count(TraceKinds.Console, cycles);
        _buffer.Byte((byte)RecordCode.Console);
        _buffer.Number(cycles);
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        bytes = bytes[..Math.Min(bytes.Length, TraceFormat.MaxTextBytes)];
        _buffer.Number((ulong)bytes.Length);
        _buffer.Bytes(bytes);
    }

    /// <summary>Writes that a granule has another state.</summary>
    /// <param name="place">Where.</param>
    /// <param name="stamp">When.</param>
    /// <param name="granule">Its physical address.</param>
    /// <param name="from">State before.</param>
    /// <param name="to">State from now on.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Granule(in TracePlace place, TraceStamp stamp, ulong granule, GranuleState from, GranuleState to)
    {
        Begin(RecordCode.Granule, place, stamp, TraceKinds.Granule);
        _buffer.Number(granule);
        _buffer.Byte((byte)from);
        _buffer.Byte((byte)to);
    }

    /// <summary>Writes how memory is divided between the physical address spaces.</summary>
    /// <param name="place">Where.</param>
    /// <param name="stamp">When.</param>
    /// <param name="bytes">Bytes in each space, by its number: four.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Spaces(in TracePlace place, TraceStamp stamp, IReadOnlyList<long> bytes)
    {
        Begin(RecordCode.Spaces, place, stamp, TraceKinds.Granule);
        for (int i = 0; i < 4; i++)
            _buffer.Number((ulong)bytes[i]);
    }

    /// <summary>Writes where a PE has come to: the run is over.</summary>
    /// <param name="place">Where.</param>
    /// <param name="stamp">When.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void End(in TracePlace place, TraceStamp stamp) => Begin(RecordCode.End, place, stamp, TraceKinds.None);

    /// <summary>Writes the last block, the index and the end; nothing may be written afterwards. Doing it again does nothing.</summary>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        EndBlock();
        var index = new byte[8 + _blocks.Count * TraceFormat.IndexEntryBytes + 4 + TraceFormat.TrailerBytes];
        ulong offset = _written;
        TraceFormat.IndexMark.CopyTo(index);
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(4), (uint)_blocks.Count);
        for (int i = 0; i < _blocks.Count; i++)
            _blocks[i].WriteEntry(index.AsSpan(8 + i * TraceFormat.IndexEntryBytes));
        Span<byte> end = index.AsSpan(8 + _blocks.Count * TraceFormat.IndexEntryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(end, Checksum.Of(index.AsSpan(0, index.Length - end.Length)));
        end = end[4..];
        BinaryPrimitives.WriteUInt64LittleEndian(end, offset);
        BinaryPrimitives.WriteUInt64LittleEndian(end[8..], _total);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], Checksum.Of(end[..16]));
        TraceFormat.EndMark.CopyTo(end[20..]);
        Output(index);
        _output.Flush();
    }

    // What every record of a PE begins with.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(RecordCode code, in TracePlace place, TraceStamp stamp, TraceKinds kinds)
    {
        CodecState pe = Enter(place, stamp.Cycles, kinds);
        _buffer.Byte((byte)code);
        Time(pe, stamp);
    }

    private void Time(CodecState pe, TraceStamp stamp)
    {
        _buffer.Difference(stamp.Retired - pe.Retired);
        _buffer.Difference(stamp.Charged - pe.Charged);
        (pe.Retired, pe.Charged) = (stamp.Retired, stamp.Charged);
    }

    private CodecState Enter(in TracePlace place, ulong cycles, TraceKinds kinds)
    {
        Reserve();
        Count(kinds, cycles);
        _pesSeen |= 1UL << place.PeIndex;
        if (place.PeIndex != _peIndex)
            TurnTo(place.PeIndex);
        CodecState pe = _pe;
        if (!pe.HasPlace || pe.Place != place)
            WritePlace(pe, place);
        return pe;
    }

    private void TurnTo(int peIndex)
    {
        _buffer.Byte((byte)RecordCode.Pe);
        _buffer.Byte((byte)peIndex);
        _peIndex = peIndex;
        _pe = _pes[peIndex];
    }

    private void WritePlace(CodecState pe, in TracePlace place)
    {
        _buffer.Byte((byte)RecordCode.Place);
        _buffer.Byte((byte)((int)place.Level | (int)place.State << 2));
        _buffer.Difference((ulong)place.Realm);
        _buffer.Difference((ulong)place.Rec);
        (pe.HasPlace, pe.Place) = (true, place);
    }

    private void Count(TraceKinds kinds, ulong cycles)
    {
        _records++;
        _total++;
        _kinds |= kinds;
        if (cycles < _firstCycles)
            _firstCycles = cycles;
        if (cycles > _lastCycles)
            _lastCycles = cycles;
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve()
    {
        if (_buffer.Length > RecordBytes)
            NextBlock();
    }

    private void NextBlock()
    {
        EndBlock();
        StartBlock();
        RepeatRegisters();
    }

    private void StartBlock()
    {
        _buffer.Clear();
        _buffer.Take(TraceFormat.BlockHeadBytes);
        (_records, _pesSeen, _kinds, _firstCycles, _lastCycles) = (0, 0, TraceKinds.None, ulong.MaxValue, 0);
        (_peIndex, _pe, _lastException, _nextCall) = (0, _pes[0], 0, 0);
        _words.Clear();
        Array.Clear(_calls);
    }

    private void EndBlock()
    {
        if (_records == 0)
            return;
        var block = new TraceBlock(
            _written, (uint)(_buffer.Length - TraceFormat.BlockHeadBytes), _records, _pesSeen, _kinds, _firstCycles, _lastCycles);
        block.WriteHead(_buffer.Written);
        _buffer.Word(Checksum.Of(_buffer.Written));
        _blocks.Add(block);
        Output(_buffer.Written);
    }

    private void Output(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _written += (ulong)bytes.Length;
    }
}
