using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Cpu;

/// <summary>The fast TLB of one privilege in one <see cref="TranslationSpace"/>.</summary>
/// <remarks>Flushing follows a log of the entries filled since the last flush, so that its cost follows use and not size.</remarks>
internal sealed unsafe class Tlb : IDisposable
{
    public const int Entries = 1024;
    private const int LogSize = 512;
    private const ulong AddressMask = 0x00FF_FFFF_FFFF_FFFF;

    private readonly ushort* _log;
    private int _logged;

    public Tlb()
    {
        Table = (TlbEntry*)NativeMemory.AlignedAlloc((nuint)(Entries * sizeof(TlbEntry)), 64);
        _log = (ushort*)NativeMemory.Alloc(LogSize * sizeof(ushort));
        _logged = LogSize + 1;
        Flush();
    }

    public TlbEntry* Table { get; }

    public static uint IndexOf(ulong va) => (uint)(va >> 12) & (Entries - 1);

    /// <summary>The entry of the current regime's TLB that an access looks at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TlbEntry* EntryOf(PeState* s, ulong va) => s->Tlb + IndexOf(va);

    /// <summary>
    /// The tag an access has to find: its page, with the low bits that must be zero where alignment is checked, and with the page of its
    /// last byte where it is not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong TagOf(PeState* s, ulong va, int size)
    {
        ulong low = (ulong)(size - 1);
        return (va + (low & ~s->AlignMask)) & (~0xFFFUL | (s->AlignMask & low));
    }

    /// <summary>Like <see cref="TagOf"/>, for two elements of <paramref name="size"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PairTagOf(PeState* s, ulong va, int size) =>
        ((va + (ulong)(2 * size - 1)) & ~0xFFFUL) | (va & s->AlignMask & (ulong)(size - 1));

    /// <summary>Like <see cref="TagOf"/>, for elements of <paramref name="size"/> bytes that make <paramref name="total"/> bytes in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BlockTagOf(PeState* s, ulong va, int total, int size) =>
        ((va + (ulong)(total - 1)) & ~0xFFFUL) | (va & s->AlignMask & (ulong)(size - 1));

    /// <summary>The entry for a page, cleared of any other page's tags and noted in the log.</summary>
    public TlbEntry* Claim(ulong va)
    {
        uint index = IndexOf(va);
        TlbEntry* entry = Table + index;
        ulong page = va & ~0xFFFUL;
        bool mine = entry->TagRead == page || entry->TagWrite == page || entry->TagExecute == page;
        if (mine)
            return entry;
        if (_logged < LogSize)
            _log[_logged] = (ushort)index;
        _logged++;
        Clear(entry);
        return entry;
    }

    public void Flush()
    {
        if (_logged <= LogSize)
        {
            for (int i = 0; i < _logged; i++)
                Clear(Table + _log[i]);
        }
        else
        {
            for (int i = 0; i < Entries; i++)
                Clear(Table + i);
        }
        _logged = 0;
    }

    /// <summary>Drops the pages of a range of addresses, whatever their top bytes.</summary>
    /// <param name="first">First virtual address; bits 63:56 do not count.</param>
    /// <param name="last">Last virtual address.</param>
    public void Drop(ulong first, ulong last)
    {
        ulong from = first & AddressMask & ~0xFFFUL, length = (last - first) | 0xFFF;
        if (length == 0xFFF)
        {
            Clear(Table + IndexOf(first));
            return;
        }
        for (int i = 0; i < Entries; i++)
        {
            TlbEntry* entry = Table + i;
            ulong page = entry->TagRead & entry->TagWrite & entry->TagExecute;
            if (page != TlbEntry.Invalid && (page & AddressMask) - from <= length)
                Clear(entry);
        }
    }

    /// <summary>Takes away the direct way to write any page; reads and fetches stay.</summary>
    public void ForgetWrites()
    {
        if (_logged == 0)
            return;
        for (int i = 0; i < Entries; i++)
            Table[i].TagWrite = TlbEntry.Invalid;
    }

    /// <summary>Takes away the direct way to execute any page.</summary>
    public void ForgetCode()
    {
        if (_logged == 0)
            return;
        for (int i = 0; i < Entries; i++)
            Table[i].TagExecute = TlbEntry.Invalid;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Table);
        NativeMemory.Free(_log);
    }

    private static void Clear(TlbEntry* entry)
    {
        entry->TagRead = TlbEntry.Invalid;
        entry->TagWrite = TlbEntry.Invalid;
        entry->TagExecute = TlbEntry.Invalid;
    }
}
