namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What one realm (or the RMM itself) holds of the host's memory, by purpose, and what of it is lost.</summary>
internal sealed class GranuleLedger
{
    private readonly PageRangeSet[] _held = [.. Enum.GetValues<GranulePurpose>().Select(_ => new PageRangeSet())];
    private readonly List<MemoryLeak> _leaks = [];

    /// <summary>Memory that is delegated and not lost, in bytes.</summary>
    public ulong HeldBytes => _held.Aggregate(0UL, (sum, set) => sum + set.TotalBytes);

    /// <summary>Memory that is lost.</summary>
    public IReadOnlyList<MemoryLeak> Leaks => _leaks;

    /// <summary>The delegated memory of one purpose.</summary>
    public PageRangeSet Held(GranulePurpose purpose) => _held[(int)purpose];

    /// <summary>Writes off a range that could not be had back.</summary>
    public void Lose(GranulePurpose purpose, PageRange range, string reason)
    {
        Held(purpose).Remove(range.Base, range.SizeBytes);
        string owner = NameOf(purpose);
        if (_leaks.Count > 0 && _leaks[^1] is { } last && last.Owner == owner && last.Address + last.SizeBytes == range.Base)
            _leaks[^1] = last with { SizeBytes = last.SizeBytes + range.SizeBytes };
        else
            _leaks.Add(new MemoryLeak(owner, range.Base, range.SizeBytes, reason));
    }

    /// <summary>Writes off a page that never was delegated, but that the RMM or the realm may still use.</summary>
    public void LosePage(string owner, PageRange page, string reason) =>
        _leaks.Add(new MemoryLeak(owner, page.Base, page.SizeBytes, reason));

    /// <summary>Writes off everything that is still held.</summary>
    public void LoseEverything(string reason)
    {
        foreach (GranulePurpose purpose in Enum.GetValues<GranulePurpose>())
        {
            foreach (PageRange range in Held(purpose).ToArray())
                Lose(purpose, range, reason);
        }
    }

    private static string NameOf(GranulePurpose purpose) => purpose switch
    {
        GranulePurpose.Rd => "RD",
        GranulePurpose.RootRtt => "root RTT",
        GranulePurpose.Rtt => "RTT",
        GranulePurpose.Rec => "REC",
        GranulePurpose.Donation => "donation",
        _ => "DATA",
    };
}
