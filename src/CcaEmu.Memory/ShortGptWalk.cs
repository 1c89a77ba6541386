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
    private readonly nuint* _near;
    private readonly ulong _protectedBytes, _level1Mask, _mustBeZero, _level0Address;
    private readonly int _level0Bits;
    private readonly bool _inOneChunk;

    // Level 0 in host memory, and the addresses this holds for: none until it was touched and found.
    private byte* _level0;
    private ulong _limit;

    /// <param name="map">Physical memory.</param>
    /// <param name="gpt">Where the table is.</param>
    public ShortGptWalk(ChunkMap map, in GptConfiguration gpt)
    {
        _map = map;
        _near = map.Near;
        if (!gpt.WalksFast)
            return;
        _protectedBytes = Math.Min(1UL << gpt.Geometry.ProtectedBits, ChunkMap.NearBytes);
        _level0Bits = gpt.L0Bits;
        _level1Mask = gpt.L1IndexMask;
        // Of a table entry without its type: alignment to the table's size, and nothing past what is protected and near.
        _mustBeZero = ~(_protectedBytes - 1) | 0xFFF | _level1Mask << 3;
        _level0Address = gpt.TableBase;
        _inOneChunk = (_level0Address ^ (_level0Address + (ulong)gpt.Geometry.L0Entries * 8 - 1)) >> Ram.ChunkShift == 0;
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
        ulong table = *(ulong*)(_level0 + (address >> _level0Bits) * 8) - 3;
        if ((table & _mustBeZero) != 0)
            return false;
        ulong entry = table + (address >> 16 & _level1Mask) * 8;
        nuint distance = _near[entry >> Ram.ChunkShift];
        if (distance == 0)
            return false;
        gpis = *(ulong*)(distance + (nuint)entry);
        ulong gpi = gpis >> (int)(address >> 10 & 60) & 15;
        // Sixteen alike are valid when one is.
        return (admitting >> (int)gpi & 1) != 0 && (gpis == gpi * 0x1111_1111_1111_1111 || new GptL1Descriptor(gpis).AreGranules);
    }

    /// <summary>Finds level 0 in host memory; walks are long until it was found.</summary>
    public void Prepare()
    {
        if (_level0 != null || !_inOneChunk)
            return;
        _level0 = _map.Find(_level0Address);
        _limit = _level0 == null ? 0 : _protectedBytes;
    }
}
