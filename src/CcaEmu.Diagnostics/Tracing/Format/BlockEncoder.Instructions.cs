using System.Runtime.CompilerServices;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <content>
/// Instructions and registers. A record is begun, filled and ended by calls of their own, in the order of the format: changed registers first, then
/// accesses.
/// </content>
internal sealed partial class BlockEncoder
{
    /// <summary>How many accesses an instruction's record takes; further ones are left out.</summary>
    public const int MostAccesses = 32;

    private int _flagsAt;
    private int _changes;
    private int _accessesAt;
    private int _accesses;

    /// <summary>The physical page of code or data as the format has it: the space in bits 1:0.</summary>
    private static ulong PageValue(Memory.PhysicalAddress pa) => (pa.Value & ~0xFFFUL) | (ulong)pa.Pas;

    /// <summary>Begins an instruction.</summary>
    public void BeginInstruction(in TracePlace place, TraceStamp stamp, ulong pc, uint word, Memory.PhysicalAddress? pa)
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
    public void Change(int register, ulong value)
    {
        _buffer.Byte((byte)register);
        _buffer.Difference(value - _pe.Scalars[register]);
        _pe.Scalars[register] = value;
        _changes++;
    }

    /// <summary>A vector register that holds something else now.</summary>
    public void ChangeVector(int number, ulong low, ulong high)
    {
        _buffer.Byte((byte)(TraceRegister.V0 + number));
        _buffer.Difference(low - _pe.Halves[2 * number]);
        _buffer.Difference(high - _pe.Halves[2 * number + 1]);
        (_pe.Halves[2 * number], _pe.Halves[2 * number + 1]) = (low, high);
        _changes++;
    }

    /// <summary>An access of the instruction; the data that are not known are empty.</summary>
    public void Access(ulong va, int size, AccessKind kind, Memory.PhysicalAddress? pa, ReadOnlySpan<byte> read, ReadOnlySpan<byte> written)
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
    public void EndInstruction()
    {
        if (_accessesAt < 0)
            EndChanges();
        else
            _buffer.Patch(_accessesAt, (byte)_accesses);
    }

    /// <summary>Begins registers that no instruction has changed.</summary>
    public void BeginRegisters(in TracePlace place, TraceStamp stamp)
    {
        Begin(RecordCode.Registers, place, stamp, TraceKinds.Instruction);
        _buffer.Byte(0);
    }

    /// <summary>Ends them.</summary>
    public void EndRegisters() => _buffer.Byte(InstructionFlags.ListEnd);

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
}
