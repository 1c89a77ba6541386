using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Granules;

/// <summary>How finely each tracking region is tracked.</summary>
/// <remarks>
/// Regions with DRAM are FINE from boot: the RMM has the memory for that. What a host sets is kept here beside it. RMM specification 2.0
/// (DEN0137), section "Granule tracking region".
/// <code>
///             GRANULE_TRACKING_SET
///   NONE ◄──────────────────────────► FINE ◄──► COARSE ◄──► NONE      all granules in one state; UNDELEGATED for NONE
/// </code>
/// </remarks>
/// <param name="banks">DRAM.</param>
internal sealed class TrackingRegions(RmmMemoryBank[] banks)
{
    private readonly Dictionary<ulong, RmiTrackingState> _set = [];

    /// <summary>Bytes of a region: what RMM_CONFIG_SET has chosen.</summary>
    public ulong RegionBytes { get; set; } = 1UL << 30;

    /// <summary>Regions that a host has taken from untracked to tracked.</summary>
    /// <remarks>
    /// Deviation: those that are FINE from boot do not count, or no host could choose sizes by RMI_RMM_CONFIG_SET, which the number forbids.
    /// </remarks>
    public int NumTracked { get; private set; }

    /// <summary>Whether every region is as it was at boot.</summary>
    public bool IsUnchanged => _set.Count == 0;

    /// <summary>For checks: a number for the states that hosts have set.</summary>
    public ulong Digest => _set.Aggregate(0UL, (digest, region) => digest + (region.Key ^ (ulong)region.Value) * 0x9E37_79B9_7F4A_7C15);

    /// <summary>First address of the region that holds an address.</summary>
    public ulong BaseOf(ulong address) => address & ~(RegionBytes - 1);

    /// <summary>Whether there is memory in a region that could be tracked.</summary>
    public bool HasMemory(ulong region)
    {
        foreach (RmmMemoryBank bank in banks)
        {
            if (bank.Base < region + RegionBytes && region < bank.Base + bank.SizeBytes)
                return true;
        }
        return false;
    }

    /// <summary>The state of the region that holds an address.</summary>
    public RmiTrackingState this[ulong address]
    {
        get
        {
            ulong region = BaseOf(address);
            if (_set.Count != 0 && _set.TryGetValue(region, out RmiTrackingState state))
                return state;
            return HasMemory(region) ? RmiTrackingState.Fine : RmiTrackingState.None;
        }
    }

    /// <summary>Sets the state of a region that has memory.</summary>
    public void Set(ulong region, RmiTrackingState state)
    {
        bool was = IsTracked(this[region]);
        NumTracked += IsTracked(state) == was ? 0 : was ? -1 : 1;
        _set[region] = state;
    }

    /// <summary>Whether granules of a region in a state can be delegated.</summary>
    public static bool IsTracked(RmiTrackingState state) => state is RmiTrackingState.Fine or RmiTrackingState.Coarse;
}
