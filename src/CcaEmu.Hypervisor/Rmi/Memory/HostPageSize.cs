using CcaEmu.Arm.Formats;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>The host's page size, which is the RMI granule that it configures and the translation granule of every realm.</summary>
/// <remarks>A Linux host chooses the RMI granule of its own PAGE_SIZE. Physical memory, tables and RMI arguments are all in these pages.</remarks>
/// <param name="Granule">4, 16 or 64 KiB.</param>
internal readonly record struct HostPageSize(TranslationGranule Granule)
{
    /// <summary>Level of the tables whose entries are pages.</summary>
    public const int LastLevel = 3;

    /// <summary>Pages of 4 KiB.</summary>
    public static HostPageSize Default => new(TranslationGranule.Size4K);

    /// <summary>Bytes of a page.</summary>
    public ulong Bytes => Granule.SizeBytes();

    /// <summary>Whether an address is the first of a page.</summary>
    public bool IsAligned(ulong address) => (address & (Bytes - 1)) == 0;

    /// <summary>First address of the page that holds an address.</summary>
    public ulong Of(ulong address) => address & ~(Bytes - 1);

    /// <summary>The page that holds an address.</summary>
    public PageRange At(ulong address) => new(Of(address), Bytes);

    /// <summary>Bytes that one entry of a level maps.</summary>
    public ulong EntryBytes(int level) => Granule.EntrySizeBytes(level);

    /// <summary>The lowest level number whose entries can make up a range that begins like this one.</summary>
    /// <param name="start">First address.</param>
    /// <param name="end">First address behind the range.</param>
    public int BestLevel(ulong start, ulong end)
    {
        for (int level = 1; level < LastLevel; level++)
        {
            if ((start & (EntryBytes(level) - 1)) == 0 && end - start >= EntryBytes(level))
                return level;
        }
        return LastLevel;
    }
}
