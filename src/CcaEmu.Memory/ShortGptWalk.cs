using System.Runtime.CompilerServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Formats;

namespace CcaEmu.Memory;

/// <summary>The frequent walk made short: through a level 0 table entry to sixteen granules of 4 KiB, all of them valid, that admit the access.</summary>
/// <remarks>
/// Both entries are read from emulated memory at every walk; what is kept between walks is the shape of the table and where level 0 lies in
/// host memory, for as long as the two registers stay as they are. Anything else than a pass is <see cref="GptWalker.Check"/>'s to decide.
/// </remarks>
internal unsafe struct ShortGptWalk
{
    private readonly ChunkMap _map;
    private readonly ulong _limit, _levelOneMask, _mustBeZero, _level0Address, _level0Bytes;
    private readonly int _levelZeroBits;
    private byte* _level0;

    /// <param name="map">Physical memory.</param>
    /// <param name="gpt">Where the table is.</param>
    public ShortGptWalk(ChunkMap map, in GptConfiguration gpt)
    {
        _map = map;
        if (!gpt.WalksFast)
            return;
        int protectedBits = gpt.Geometry.ProtectedBits;
        _limit = 1UL << protectedBits;
        _levelZeroBits = gpt.L0Bits;
        _levelOneMask = gpt.L1IndexMask;
        // Of a table entry without its type: alignment to the table's size, and nothing past the protected range.
        _mustBeZero = ~(_limit - 1) | 0xFFF | _levelOneMask << 3;
        _level0Address = gpt.TableBase;
        _level0Bytes = (ulong)gpt.Geometry.L0Entries * 8;
    }

    /// <summary>The GPIs that admit an access to an address space, as a bit for each value; without <see cref="Gpi.NonSecureOnly"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Admitting(Pas pas) => 1U << (int)Gpi.Any | 0x100U << (int)pas;

    /// <summary>Walks.</summary>
    /// <param name="address">Physical byte address of the access.</param>
    /// <param name="admitting">See <see cref="Admitting"/>.</param>
    /// <param name="gpis">The level 1 entry where the access passes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPass(ulong address, uint admitting, out ulong gpis)
    {
        Unsafe.SkipInit(out gpis);
        if (address >= _limit)
            return false;
        ulong offset = (address >> _levelZeroBits) * 8;
        byte* level0 = _level0 == null ? FindLevel0(offset) : _level0 + offset;
        if (level0 == null)
            return false;
        ulong table = *(ulong*)level0 - 3;
        if ((table & _mustBeZero) != 0)
            return false;
        byte* level1 = _map.Find(table + (address >> 16 & _levelOneMask) * 8);
        if (level1 == null)
            return false;
        gpis = *(ulong*)level1;
        return (admitting >> (int)(gpis >> (int)(address >> 10 & 60) & 15) & 1) != 0 && new GptL1Descriptor(gpis).AreGranules;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindLevel0(ulong offset)
    {
        byte* entry = _map.Find(_level0Address + offset);
        bool inOneChunk = (_level0Address ^ (_level0Address + _level0Bytes - 1)) >> Ram.ChunkShift == 0;
        if (entry != null && inOneChunk)
            _level0 = entry - offset;
        return entry;
    }
}
