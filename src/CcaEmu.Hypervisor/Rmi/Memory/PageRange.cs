namespace CcaEmu.Hypervisor.Rmi;

/// <summary>A run of memory: physical or intermediate physical, in whole pages.</summary>
/// <param name="Base">First byte address.</param>
/// <param name="SizeBytes">Length in bytes.</param>
internal readonly record struct PageRange(ulong Base, ulong SizeBytes)
{
    /// <summary>First address behind the range.</summary>
    public ulong End => Base + SizeBytes;

    /// <summary>Whether all of [address, address + size) lies in the range.</summary>
    public bool Contains(ulong address, ulong sizeBytes) =>
        address >= Base && address - Base < SizeBytes && sizeBytes <= SizeBytes - (address - Base);

    /// <summary>Whether any address is in both.</summary>
    public bool Overlaps(PageRange other) => Base < other.End && other.Base < End;

    /// <summary>What is in both; empty where nothing is.</summary>
    public PageRange Intersect(PageRange other)
    {
        ulong start = Math.Max(Base, other.Base);
        ulong end = Math.Min(End, other.End);
        return start < end ? FromEnds(start, end) : default;
    }

    /// <summary>A range from its two ends.</summary>
    public static PageRange FromEnds(ulong start, ulong end) => new(start, end - start);

    /// <summary>For example "0x80000000..0x80200000".</summary>
    public override string ToString() => $"0x{Base:X}..0x{End:X}";
}
