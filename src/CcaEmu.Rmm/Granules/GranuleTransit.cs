namespace CcaEmu.Rmm.Granules;

/// <summary>Granules that a command of a PE holds INTERNAL while it waits for the monitor: for checks that other PEs' commands end with.</summary>
/// <param name="pes">Number of PEs.</param>
internal sealed class GranuleTransit(int pes)
{
    private readonly (ulong First, ulong Count)[] _held = new (ulong, ulong)[2 * pes];

    /// <summary>A PE's command has taken granules.</summary>
    /// <param name="pe">Index of the PE.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="alone">One more granule; null for none.</param>
    public void Hold(int pe, ulong first, ulong count, ulong? alone = null)
    {
        _held[2 * pe] = (first, count);
        _held[2 * pe + 1] = (alone ?? 0, alone is null ? 0UL : 1);
    }

    /// <summary>The granules of a PE's command have their states again.</summary>
    /// <param name="pe">Index of the PE.</param>
    public void Release(int pe) => _held[2 * pe] = _held[2 * pe + 1] = default;

    /// <summary>All runs that are held.</summary>
    public IEnumerable<(ulong First, ulong Count)> All => _held.Where(run => run.Count != 0);
}
