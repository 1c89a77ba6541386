using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>One range of guest memory, in the numbering of the protected half. Each page is private or shared by attribute.</summary>
/// <param name="range">Where it is.</param>
internal sealed class MemorySlot(PageRange range)
{
    /// <summary>Where the slot is.</summary>
    public PageRange Range { get; } = range;

    /// <summary>Whether all of it has RIPAS RAM when the realm is activated; else only what has been populated.</summary>
    public bool StartsAsRam { get; set; } = true;

    /// <summary>Addresses whose attribute says shared; all others are private.</summary>
    public PageRangeSet Shared { get; } = new();

    /// <summary>The host's pages behind shared addresses, made as they are touched: IPA of a page to PA.</summary>
    public Dictionary<ulong, ulong> SharedPages { get; } = [];
}
