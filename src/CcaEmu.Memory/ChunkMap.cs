using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Memory;

/// <summary>Where each touched chunk of RAM is in host memory, by physical address: one load instead of a search through the banks.</summary>
/// <remarks>
/// Below <see cref="NearBytes"/> one table tells for each chunk what to add to a physical address in it. The host provides that table page by
/// page as banks are touched. Above, a GiB in which nothing was touched shares one table of zeros.
/// </remarks>
internal sealed unsafe class ChunkMap : IDisposable
{
    /// <summary>What the one table spans, in bytes of physical address.</summary>
    public const ulong NearBytes = 1UL << 37;

    private const int GibShift = 30;
    private const int ChunksPerGib = 1 << (GibShift - Ram.ChunkShift);

    private nuint* _near = (nuint*)NativeMemory.AllocZeroed((nuint)(NearBytes >> Ram.ChunkShift), (nuint)sizeof(nuint));
    private nuint* _untouched = NewTable();
    private nuint** _gibs;
    private ulong _gibCount;

    /// <summary>For each chunk below <see cref="NearBytes"/>, host address minus physical address; 0 where nothing was touched.</summary>
    public nuint* Near => _near;

    /// <summary>Where a byte is; null where nothing was touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Find(ulong address)
    {
        if (address >= NearBytes)
            return FindFar(address);
        nuint distance = _near[address >> Ram.ChunkShift];
        return distance == 0 ? null : (byte*)(distance + (nuint)address);
    }

    /// <summary>Makes room for a bank.</summary>
    public void Reserve(ulong address, ulong sizeBytes)
    {
        if (address + sizeBytes <= NearBytes)
            return;
        ulong count = ((address + sizeBytes - 1) >> GibShift) + 1;
        if (count <= _gibCount)
            return;
        _gibs = (nuint**)NativeMemory.Realloc(_gibs, (nuint)(count * (ulong)sizeof(nuint*)));
        for (ulong gib = _gibCount; gib < count; gib++)
            _gibs[gib] = _untouched;
        _gibCount = count;
    }

    /// <summary>Notes where a chunk is.</summary>
    public void Set(ulong address, byte* chunk)
    {
        nuint distance = (nuint)chunk - (nuint)address;
        if (address < NearBytes)
        {
            _near[address >> Ram.ChunkShift] = distance;
            return;
        }
        ref nuint* table = ref _gibs[address >> GibShift];
        if (table == _untouched)
            table = NewTable();
        table[address >> Ram.ChunkShift & (ChunksPerGib - 1)] = distance;
    }

    /// <summary>Gives back host memory; doing it again does nothing.</summary>
    public void Dispose()
    {
        for (ulong gib = 0; gib < _gibCount; gib++)
        {
            if (_gibs[gib] != _untouched)
                NativeMemory.Free(_gibs[gib]);
        }
        _gibCount = 0;
        NativeMemory.Free(_gibs);
        NativeMemory.Free(_untouched);
        NativeMemory.Free(_near);
        _gibs = null;
        _untouched = null;
        _near = null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* FindFar(ulong address)
    {
        ulong gib = address >> GibShift;
        if (gib >= _gibCount)
            return null;
        nuint distance = _gibs[gib][address >> Ram.ChunkShift & (ChunksPerGib - 1)];
        return distance == 0 ? null : (byte*)(distance + (nuint)address);
    }

    private static nuint* NewTable() => (nuint*)NativeMemory.AllocZeroed(ChunksPerGib, (nuint)sizeof(nuint));
}
