using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>What writer and reader know of one PE from the records of a block so far; differences are taken against it.</summary>
internal sealed class CodecState
{
    public const int Vectors = 32;
    private const int Interfaces = (int)CallInterface.Other + 1;

    private readonly ulong[] _pageTags = new ulong[TraceFormat.CachedPages];
    private readonly ulong[] _pages = new ulong[TraceFormat.CachedPages];

    public ulong Retired;
    public ulong Charged;
    public ulong NextPc;
    public ulong LastVa;
    public bool HasPlace;
    public TracePlace Place;
    public bool HasRegisters;

    /// <summary>X0 to X30, SP, NZCV, FPCR, FPSR.</summary>
    public readonly ulong[] Scalars = new ulong[TraceRegister.Scalars];

    /// <summary>V0 to V31, low half first.</summary>
    public readonly ulong[] Halves = new ulong[2 * Vectors];

    /// <summary>Registers of the last call of each interface, then those of its last return.</summary>
    public readonly ulong[][] Calls = [.. Enumerable.Range(0, 2 * Interfaces).Select(_ => new ulong[CallRegisters.Count])];

    /// <summary>What the last call of an interface passed.</summary>
    public ulong[] ArgumentsOf(CallInterface @interface) => Calls[(int)@interface];

    /// <summary>What the last call of an interface gave back.</summary>
    public ulong[] ResultsOf(CallInterface @interface) => Calls[Interfaces + (int)@interface];

    /// <summary>Forgets everything, as at the beginning of a block.</summary>
    public void Clear()
    {
        Retired = Charged = NextPc = LastVa = 0;
        HasPlace = HasRegisters = false;
        Place = default;
        Array.Clear(Scalars);
        Array.Clear(Halves);
        Array.Clear(_pageTags);
        foreach (ulong[] registers in Calls)
            Array.Clear(registers);
    }

    /// <summary>Whether a virtual page is known to be where it is; the physical page has its space in bits 1:0.</summary>
    public bool KnowsPage(ulong va, ulong page)
    {
        ulong slot = (va >> 12) & (TraceFormat.CachedPages - 1);
        return _pageTags[slot] == ((va & ~0xFFFUL) | 1) && _pages[slot] == page;
    }

    public void LearnPage(ulong va, ulong page)
    {
        ulong slot = (va >> 12) & (TraceFormat.CachedPages - 1);
        _pageTags[slot] = (va & ~0xFFFUL) | 1;
        _pages[slot] = page;
    }

    public void ForgetPage(ulong va) => _pageTags[(va >> 12) & (TraceFormat.CachedPages - 1)] = 0;

    /// <summary>The physical page of a virtual one, or null.</summary>
    public ulong? PageOf(ulong va)
    {
        ulong slot = (va >> 12) & (TraceFormat.CachedPages - 1);
        return _pageTags[slot] == ((va & ~0xFFFUL) | 1) ? _pages[slot] : null;
    }
}
