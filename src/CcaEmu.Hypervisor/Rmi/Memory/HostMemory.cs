namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The host's allocator of Non-secure memory: lowest fitting address first, so every run gets the same addresses.</summary>
/// <remarks>
/// Memory that is free here is Non-secure and nobody's. Memory that could not be undelegated must never come back: the next access would
/// be a granule protection fault. Contents are whatever they were; who needs zeros clears.
/// </remarks>
/// <param name="usable">What there is to hand out.</param>
internal sealed class HostMemory(PageRangeSet usable)
{
    /// <summary>Memory that is free, in bytes.</summary>
    public ulong FreeBytes => usable.TotalBytes;

    /// <summary>Takes memory.</summary>
    /// <param name="sizeBytes">Whole pages.</param>
    /// <param name="alignmentBytes">A power of two, at least a page.</param>
    /// <param name="address">Where it is.</param>
    /// <returns>False when there is no such run.</returns>
    public bool TryAllocate(ulong sizeBytes, ulong alignmentBytes, out ulong address)
    {
        for (int i = 0; i < usable.Count; i++)
        {
            address = (usable[i].Base + alignmentBytes - 1) & ~(alignmentBytes - 1);
            if (!usable[i].Contains(address, sizeBytes))
                continue;
            usable.Remove(address, sizeBytes);
            return true;
        }
        address = 0;
        return false;
    }

    /// <summary>Gives memory back.</summary>
    /// <exception cref="InvalidOperationException">Part of it is free already: a bug of the caller.</exception>
    public void Free(ulong address, ulong sizeBytes)
    {
        if (usable.Intersects(address, sizeBytes))
            throw new InvalidOperationException($"host memory {new PageRange(address, sizeBytes)} is freed twice");
        usable.Add(address, sizeBytes);
    }
}
