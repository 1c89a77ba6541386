using System.Runtime.CompilerServices;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <content>
/// Instructions and registers. A record is begun, filled and ended by calls of their own, in the order of the format: changed registers first, then
/// accesses.
/// </content>
public sealed partial class TraceFileWriter
{
    private int _flagsAt;
    private int _changes;
    private int _accessesAt;
    private int _accesses;

    /// <summary>The physical page of code or data as the format has it: the space in bits 1:0.</summary>
    private static ulong PageValue(Memory.PhysicalAddress pa) => (pa.Value & ~0xFFFUL) | (ulong)pa.Pas;

    /// <summary>Begins an instruction.</summary>
    internal void BeginInstruction(in TracePlace place, TraceStamp stamp, ulong pc, uint word, Memory.PhysicalAddress? pa)
    {
        CodecState pe = Enter(place, stamp.Cycles, TraceKinds.Instruction);
        RecordBuffer to = _buffer;
        CodePage(pe, pc, pa);
        int flags = (int)RecordCode.Instruction;
        _flagsAt = to.Length;
        to.Byte(0);
        if (pc != pe.NextPc)
        {
            flags |= InstructionFlags.Pc;
            to.Difference(pc - pe.NextPc);
        }
        pe.NextPc = pc + 4;
        if (!_words.Knows(pc, word))
        {
            flags |= InstructionFlags.Word;
            to.Word(word);
        }
        if (stamp.Retired != pe.Retired || stamp.Charged != pe.Charged)
        {
            flags |= InstructionFlags.Time;
            Time(pe, stamp);
        }
        pe.Retired = stamp.Retired + 1;
        to.Patch(_flagsAt, (byte)flags);
        _changes = 0;
        _accessesAt = -1;
    }

    /// <summary>A register up to 64 bits wide that holds something else now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Change(int register, ulong value)
    {
        _buffer.Byte((byte)register);
        _buffer.Difference(value - _pe.Scalars[register]);
        _pe.Scalars[register] = value;
        _changes++;
    }

    /// <summary>A vector register that holds something else now.</summary>
    internal void ChangeVector(int number, ulong low, ulong high)
    {
        _buffer.Byte((byte)(TraceRegister.V0 + number));
        _buffer.Difference(low - _pe.Halves[2 * number]);
        _buffer.Difference(high - _pe.Halves[2 * number + 1]);
        (_pe.Halves[2 * number], _pe.Halves[2 * number + 1]) = (low, high);
        _changes++;
    }

    /// <summary>An access of the instruction; the data that are not known are empty.</summary>
    internal void Access(ulong va, int size, AccessKind kind, Memory.PhysicalAddress? pa, ReadOnlySpan<byte> read, ReadOnlySpan<byte> written)
    {
        RecordBuffer to = _buffer;
        if (_accessesAt < 0)
        {
            EndChanges();
            to.Patch(_flagsAt, (byte)(to.ByteAt(_flagsAt) | InstructionFlags.Accesses));
            (_accessesAt, _accesses) = (to.Length, 0);
            to.Byte(0);
        }
        bool sized = !System.Numerics.BitOperations.IsPow2(size) || size > 8;
        to.Byte((byte)(
            (int)(kind & (AccessKind.Read | AccessKind.Write)) | (read.IsEmpty ? 0 : AccessFlags.ReadKnown) | (written.IsEmpty ? 0 : AccessFlags.WriteKnown)
            | (pa is null ? 0 : AccessFlags.Page)
            | (sized ? AccessFlags.Sized : System.Numerics.BitOperations.Log2((uint)size) << AccessFlags.SizeShift)));
        to.Difference(va - _pe.LastVa);
        _pe.LastVa = va;
        if (sized)
            to.Number((ulong)size);
        if (pa is { } at)
            DataPage(va, PageValue(at));
        Data(read, sized);
        Data(written, sized);
        _accesses++;
    }

    /// <summary>Ends the instruction.</summary>
    internal void EndInstruction()
    {
        if (_accessesAt < 0)
            EndChanges();
        else
            _buffer.Patch(_accessesAt, (byte)_accesses);
    }

    /// <summary>Begins registers that no instruction has changed.</summary>
    internal void BeginRegisters(in TracePlace place, TraceStamp stamp)
    {
        Begin(RecordCode.Registers, place, stamp, TraceKinds.Instruction);
        _buffer.Byte(0);
    }

    /// <summary>Ends them.</summary>
    internal void EndRegisters() => _buffer.Byte(InstructionFlags.ListEnd);

    /// <summary>How many accesses an instruction's record takes; further ones are left out.</summary>
    internal const int MostAccesses = 32;

    private void EndChanges()
    {
        bool many = _changes >= InstructionFlags.Many;
        _buffer.Patch(_flagsAt, (byte)(_buffer.ByteAt(_flagsAt) | (many ? InstructionFlags.Many : _changes)));
        if (many)
            _buffer.Byte(InstructionFlags.ListEnd);
    }

    // 0 for a page of which nothing is known.
    private void CodePage(CodecState pe, ulong va, Memory.PhysicalAddress? pa)
    {
        bool known = pa is { } at ? pe.KnowsPage(va, PageValue(at)) : pe.PageOf(va) is null;
        if (known)
            return;
        _buffer.Byte((byte)RecordCode.Page);
        _buffer.Number(va >> 12);
        _buffer.Number(pa is { } now ? PageNumber(PageValue(now)) + 1 : 0);
        if (pa is { } learnt)
            pe.LearnPage(va, PageValue(learnt));
        else
            pe.ForgetPage(va);
    }

    // 0 for the page that is known already.
    private void DataPage(ulong va, ulong page)
    {
        bool known = _pe.KnowsPage(va, page);
        _buffer.Number(known ? 0 : PageNumber(page) + 1);
        if (!known)
            _pe.LearnPage(va, page);
    }

    private static ulong PageNumber(ulong page) => page >> 12 << 2 | (page & 3);

    // Up to eight bytes are a number, more are bytes.
    private void Data(ReadOnlySpan<byte> data, bool sized)
    {
        if (data.IsEmpty)
            return;
        if (sized)
        {
            _buffer.Bytes(data);
            return;
        }
        ulong value = 0;
        for (int i = data.Length - 1; i >= 0; i--)
            value = value << 8 | data[i];
        _buffer.Number(value);
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
            if (!had || !(scalars.AsSpan().ContainsAnyExcept(0UL) || halves.AsSpan().ContainsAnyExcept(0UL)))
                continue;
            if (i != _peIndex)
                TurnTo(i);
            WritePlace(pe, place);
            _buffer.Byte((byte)RecordCode.Registers);
            Time(pe, new TraceStamp(retired, charged));
            _buffer.Byte(1);
            for (int n = 0; n < scalars.Length; n++)
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

    /// <summary>Writes an event that was read from another trace.</summary>
    /// <param name="event">The event; what a block's start repeats is left out, it is repeated where blocks start here.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Append(TraceEvent @event)
    {
        switch (@event)
        {
            case InstructionEvent one: Append(one); break;
            case RegistersEvent { IsRepeat: false } one:
                BeginRegisters(one.Place, one.Stamp);
                Changes(one.Values);
                EndRegisters();
                break;
            case ExceptionEvent one: Exception(one.Place, one.Stamp, one.Exception); break;
            case ReturnEvent one: Return(one.Place, one.Stamp, new TracePlace(one.Place.PeIndex, one.State, one.Level), one.Pc); break;
            case CallEvent { IsReturn: true } one: CallReturn(one.Place, one.Stamp, one.Call); break;
            case CallEvent one: Call(one.Place, one.Stamp, one.Call); break;
            case ConsoleEvent one: Console(one.Stamp.Cycles, one.Text); break;
            case GranuleEvent one: Granule(one.Place, one.Stamp, one.Granule, one.From, one.To); break;
            case SpacesEvent one: Spaces(one.Place, one.Stamp, one.Bytes); break;
            case EndEvent one: End(one.Place, one.Stamp); break;
        }
    }

    private void Append(InstructionEvent one)
    {
        BeginInstruction(one.Place, one.Stamp, one.Pc, one.Word, one.Pa);
        Changes(one.Changes);
        foreach (MemoryAccess access in one.Accesses)
        {
            AccessKind kind = (access.IsRead ? AccessKind.Read : 0) | (access.IsWrite ? AccessKind.Write : 0);
            Access(access.Va, access.Size, kind, access.Pa, access.Read.Span, access.Written.Span);
        }
        EndInstruction();
    }

    private void Changes(IReadOnlyList<RegisterValue> values)
    {
        foreach (RegisterValue value in values)
        {
            if (value.Register < TraceRegister.V0)
                Change(value.Register, value.Low);
            else
                ChangeVector(value.Register - TraceRegister.V0, value.Low, value.High);
        }
    }
}
