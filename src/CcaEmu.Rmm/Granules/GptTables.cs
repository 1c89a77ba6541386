namespace CcaEmu.Rmm.Granules;

/// <summary>What the RMM knows of the level 0 GPT: which entries of DRAM are blocks, and whose memory the tables are that it had made.</summary>
/// <remarks>
/// The GPT is the monitor's, in Root memory: the boot manifest says which entries are blocks, and every change goes through the monitor.
/// RMM specification 2.0 (DEN0137), section "Granule Protection Table management".
/// </remarks>
/// <param name="blocks">First address of each entry that may be unfolded; none where all tables exist from boot.</param>
/// <param name="entryBytes">Bytes that an entry covers.</param>
internal sealed class GptTables(IReadOnlyList<ulong> blocks, ulong entryBytes)
{
    private readonly HashSet<ulong> _unfoldable = [.. blocks];
    private readonly Dictionary<ulong, ulong> _tables = [];

    /// <summary>Whether tables can be made at all.</summary>
    public bool IsDynamic => _unfoldable.Count > 0;

    /// <summary>Whether the GPIs of an address can be changed one by one.</summary>
    public bool HasTable(ulong address)
    {
        ulong entry = address & ~(entryBytes - 1);
        return !_unfoldable.Contains(entry) || _tables.ContainsKey(entry);
    }

    /// <summary>Whether an entry is a block that may be unfolded.</summary>
    public bool IsUnfoldable(ulong entry) => _unfoldable.Contains(entry);

    /// <summary>Whether an entry has a table that can be destroyed.</summary>
    public bool IsDestroyable(ulong entry) => _tables.ContainsKey(entry);

    /// <summary>Memory of all tables that can be destroyed.</summary>
    public IEnumerable<ulong> Memory => _tables.Values;

    /// <summary>Memory of a table that can be destroyed.</summary>
    public ulong MemoryOf(ulong entry) => _tables[entry];

    /// <summary>Notes a new table.</summary>
    public void Add(ulong entry, ulong memory) => _tables.Add(entry, memory);

    /// <summary>Forgets a table that is gone.</summary>
    public void Remove(ulong entry) => _tables.Remove(entry);
}
