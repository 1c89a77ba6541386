using CcaEmu.Arm;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <content>Instructions and registers.</content>
internal sealed partial class BlockDecoder
{
    private RegistersEvent ReadRegisters(TraceStamp stamp)
    {
        TracePlace place = Place();
        bool isRepeat = _from.Byte() != 0;
        return new RegistersEvent(place, stamp, [.. Changes(int.MaxValue)], isRepeat);
    }

    private InstructionEvent ReadInstruction(int flags)
    {
        CodecState pe = Pe;
        ulong pc = pe.NextPc;
        if ((flags & InstructionFlags.Pc) != 0)
            pc += _from.Difference();
        pe.NextPc = pc + 4;
        uint word;
        if ((flags & InstructionFlags.Word) != 0)
            _words.Knows(pc, word = _from.Word());
        else if (!_words.TryFind(pc, out word))
            throw new InvalidDataException("an instruction in it has no word");
        TraceStamp stamp = (flags & InstructionFlags.Time) != 0 ? Time() : new TraceStamp(pe.Retired, pe.Charged);
        pe.Retired = stamp.Retired + 1;
        PhysicalAddress? pa = pe.PageOf(pc) is { } page ? At(page, pc) : null;
        int count = flags & InstructionFlags.Many;
        IReadOnlyList<RegisterValue> changes = count == 0 ? [] : Changes(count == InstructionFlags.Many ? int.MaxValue : count);
        return new InstructionEvent(Place(), stamp, pc, word, pa, changes, (flags & InstructionFlags.Accesses) != 0 ? Accesses() : []);
    }

    private List<RegisterValue> Changes(int count)
    {
        var changes = new List<RegisterValue>(Math.Min(count, 8));
        CodecState pe = Pe;
        for (; count > 0; count--)
        {
            byte number = _from.Byte();
            if (number == InstructionFlags.ListEnd && count > InstructionFlags.Many)
                break;
            if (!TraceRegister.Exists(number))
                throw new InvalidDataException($"it names a register that there is not ({number})");
            if (number < TraceRegister.V0)
            {
                changes.Add(new RegisterValue(number, pe.Scalars[number] += _from.Difference()));
                continue;
            }
            int low = 2 * (number - TraceRegister.V0);
            changes.Add(new RegisterValue(number, pe.Halves[low] += _from.Difference(), pe.Halves[low + 1] += _from.Difference()));
        }
        return changes;
    }

    private MemoryAccess[] Accesses()
    {
        var accesses = new MemoryAccess[_from.Byte()];
        for (int i = 0; i < accesses.Length; i++)
            accesses[i] = ReadAccess();
        return accesses;
    }

    private MemoryAccess ReadAccess()
    {
        CodecState pe = Pe;
        int flags = _from.Byte();
        ulong va = pe.LastVa += _from.Difference();
        bool sized = (flags & AccessFlags.Sized) != 0;
        ulong size = sized ? _from.Number() : 1UL << (flags >> AccessFlags.SizeShift);
        if (size is 0 or > 0x1000)
            throw new InvalidDataException("an access in it has no sensible size");
        PhysicalAddress? pa = (flags & AccessFlags.Page) != 0 ? DataAt(pe, va) : null;
        return new MemoryAccess(va, (int)size, (flags & AccessFlags.Read) != 0, (flags & AccessFlags.Write) != 0, pa)
        {
            Read = (flags & AccessFlags.ReadKnown) != 0 ? Data((int)size, sized) : default,
            Written = (flags & AccessFlags.WriteKnown) != 0 ? Data((int)size, sized) : default,
        };
    }

    private PhysicalAddress DataAt(CodecState pe, ulong va)
    {
        ulong number = _from.Number();
        if (number != 0)
            pe.LearnPage(va, PageOf(number - 1));
        return At(pe.PageOf(va) ?? throw new InvalidDataException("an access in it has no page"), va);
    }

    private byte[] Data(int size, bool sized)
    {
        if (sized)
            return _from.Bytes(size).ToArray();
        ulong value = _from.Number();
        var data = new byte[size];
        for (int i = 0; i < size; i++)
            data[i] = (byte)(value >> (8 * i));
        return data;
    }

    private static ulong PageOf(ulong number) => number >> 2 << 12 | (number & 3);

    private static PhysicalAddress At(ulong page, ulong va) => new((page & ~0xFFFUL) | (va & 0xFFF), (Pas)(page & 3));
}
