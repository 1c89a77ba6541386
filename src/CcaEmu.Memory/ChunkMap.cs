using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CcaEmu.Memory;

/// <summary>Where each touched chunk of RAM is in host memory, by physical address: two loads instead of a search through the banks.</summary>
/// <remarks>A GiB in which nothing was touched shares one table of nulls.</remarks>
internal sealed unsafe class ChunkMap : IDisposable
{
    private const int GibShift = 30;
    private const int ChunksPerGib = 1 << (GibShift - Ram.ChunkShift);

    private byte** _untouched = NewTable();
    private byte*** _gibs;
    private ulong _gibCount;

    /// <summary>Where a byte is; null where nothing was touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Find(ulong address)
    {
        ulong gib = address >> GibShift;
        if (gib >= _gibCount)
            return null;
        byte* chunk = _gibs[gib][address >> Ram.ChunkShift & (ChunksPerGib - 1)];
        return chunk == null ? null : chunk + (address & (Ram.ChunkBytes - 1));
    }

    /// <summary>Makes room for a bank.</summary>
    public void Reserve(ulong address, ulong sizeBytes)
    {
        ulong count = ((address + sizeBytes - 1) >> GibShift) + 1;
        if (count <= _gibCount)
            return;
        _gibs = (byte***)NativeMemory.Realloc(_gibs, (nuint)(count * (ulong)sizeof(byte**)));
        for (ulong gib = _gibCount; gib < count; gib++)
            _gibs[gib] = _untouched;
        _gibCount = count;
    }

    /// <summary>Notes where a chunk is.</summary>
    public void Set(ulong address, byte* chunk)
    {
        ref byte** table = ref _gibs[address >> GibShift];
        if (table == _untouched)
            table = NewTable();
        table[address >> Ram.ChunkShift & (ChunksPerGib - 1)] = chunk;
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
        _gibs = null;
        _untouched = null;
    }

    private static byte** NewTable() => (byte**)NativeMemory.AllocZeroed(ChunksPerGib, (nuint)sizeof(byte*));
}
