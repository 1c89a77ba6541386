using System.Runtime.CompilerServices;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Takes a block that is full.</summary>
/// <param name="block">Room for its head, then its records; cleared afterwards.</param>
/// <param name="tally">What its head says.</param>
internal delegate void BlockTaker(RecordBuffer block, in BlockTally tally);

/// <summary>Makes the records of blocks: what <see cref="BlockDecoder"/> reads. Whatever takes a full block may throw <see cref="IOException"/> out of any record.</summary>
/// <remarks>A block holds differences only to what stands before in the same block, so that reading may begin at any.</remarks>
internal sealed partial class BlockEncoder
{
    private const int RecordBytes = TraceFormat.MaxBlockBytes - TraceFormat.MaxRecordBytes;

    private readonly BlockTaker _take;
    private readonly RecordBuffer _buffer = new(TraceFormat.BlockHeadBytes + TraceFormat.MaxBlockBytes + 4);
    private readonly CodecState[] _pes;
    private readonly WordCache _words = new();
    private BlockTally _tally;
    private CodecState _pe;
    private int _peIndex;

    public BlockEncoder(int peCount, BlockTaker take)
    {
        _take = take;
        _pes = [.. Enumerable.Range(0, peCount).Select(_ => new CodecState())];
        _pe = _pes[0];
        StartBlock();
    }

    /// <summary>Hands over the block under way, if there is anything in it.</summary>
    public void EndBlock()
    {
        if (_tally.Records != 0)
            _take(_buffer, _tally);
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
        _tally.Count(kinds, cycles);
        _tally.Saw(place.PeIndex);
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
        _tally = BlockTally.Empty;
        (_peIndex, _pe, _lastException, _nextCall) = (0, _pes[0], 0, 0);
        _words.Clear();
        Array.Clear(_calls);
    }

    // A block's start says again what registers hold, so that reading can begin there.
    private void RepeatRegisters()
    {
        for (int i = 0; i < _pes.Length; i++)
        {
            CodecState pe = _pes[i];
            (ulong[] scalars, ulong[] halves) = ([.. pe.Scalars], [.. pe.Halves]);
            (bool had, TracePlace place, ulong retired, ulong charged) = (pe.HasPlace, pe.Place, pe.Retired, pe.Charged);
            pe.Clear();
            if (!had || !(scalars.AsSpan(0, TraceRegister.Held).ContainsAnyExcept(0UL) || halves.AsSpan().ContainsAnyExcept(0UL)))
                continue;
            if (i != _peIndex)
                TurnTo(i);
            WritePlace(pe, place);
            _buffer.Byte((byte)RecordCode.Registers);
            Time(pe, new TraceStamp(retired, charged));
            _buffer.Byte(1);
            for (int n = 0; n < TraceRegister.Held; n++)
            {
                if (scalars[n] != 0)
                    Change(n, scalars[n]);
            }
            for (int n = 0; n < CodecState.Vectors; n++)
            {
                if ((halves[2 * n] | halves[2 * n + 1]) != 0)
                    ChangeVector(n, halves[2 * n], halves[2 * n + 1]);
            }
            _buffer.Byte(InstructionFlags.ListEnd);
        }
    }
}
