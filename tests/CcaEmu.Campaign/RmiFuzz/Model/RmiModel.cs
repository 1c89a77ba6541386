using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>The state of an RMM as the specification describes it, and of what its host has told it to do.</summary>
/// <remarks>
/// Written from RMM specification 2.0-bet1 (DEN0137) alone: it shares no code with the RMM and keeps no tables in memory. Where the specification leaves a
/// choice it takes what the RMM has chosen, after a look at whether that is one of the choices.
/// </remarks>
internal sealed partial class RmiModel(ModelOptions options, IHostPages pages)
{
    private const RmiStatus Input = RmiStatus.ErrorInput;

    private readonly Dictionary<ulong, GranuleState> _granules = [];

    public ModelOptions Options => options;

    public ModelGeometry Geometry { get; private set; } = new(12);

    public RmmState State { get; private set; } = RmmState.Init;

    public bool IsTokenValid { get; private set; } = !options.RequiresToken;

    public Dictionary<ulong, ModelRealm> Realms { get; private init; } = [];

    public Dictionary<ulong, ModelRec> Recs { get; private init; } = [];

    public Dictionary<ulong, ModelOperation> Operations { get; private init; } = [];

    /// <summary>Which regions a host has set.</summary>
    public Dictionary<ulong, RmiTrackingState> Tracking { get; private init; } = [];

    /// <summary>Memory held for tracking.</summary>
    public HashSet<ulong> TrackingHeld { get; private init; } = [];

    /// <summary>Memory of level 1 tables that a host has made.</summary>
    public HashSet<ulong> GptHeld { get; private init; } = [];

    /// <summary>Level 0 entries that are known to be tables.</summary>
    public HashSet<ulong> GptTables { get; private init; } = [];

    /// <summary>What memory was before it was donated.</summary>
    public Dictionary<ulong, GranuleState> Origins { get; private init; } = [];

    public ulong RegionBytes { get; private set; } = 1UL << 30;

    private ulong RegionEncoding { get; set; }

    /// <summary>Which of two things has happened shows only later: nothing more can be said until then, and so not at all.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Every granule that is not UNDELEGATED.</summary>
    public IReadOnlyDictionary<ulong, GranuleState> InUse => _granules;

    public GranuleState this[ulong granule]
    {
        get => _granules.GetValueOrDefault(granule & ~(Geometry.Granule - 1));
        private set
        {
            ulong address = granule & ~(Geometry.Granule - 1);
            if (value == GranuleState.Undelegated)
                _granules.Remove(address);
            else
                _granules[address] = value;
        }
    }

    public bool IsPopulated(ulong address) => options.Banks.Any(bank => address >= bank.Base && address < bank.Top);

    public bool IsFine(ulong address) => IsPopulated(address) && TrackingOf(address) == RmiTrackingState.Fine;

    public bool IsTracked(ulong address) => IsPopulated(address) && TrackingOf(address) is RmiTrackingState.Fine or RmiTrackingState.Coarse;

    public bool IsCoarse(ulong address) => TrackingOf(address) == RmiTrackingState.Coarse;

    public ulong RegionOf(ulong address) => address & ~(RegionBytes - 1);

    public RmiTrackingState TrackingOf(ulong address)
    {
        ulong region = RegionOf(address);
        return Tracking.TryGetValue(region, out RmiTrackingState state) ? state
            : options.Banks.Any(bank => bank.Base < region + RegionBytes && region < bank.Top) ? RmiTrackingState.Fine : RmiTrackingState.None;
    }

    public bool Is(ulong address, GranuleState state) => IsTracked(address) && this[address] == state;

    /// <summary>Whether Non-secure accesses pass: where nothing has been delegated, or donated for a level 1 table.</summary>
    public bool IsHost(ulong address) => IsPopulated(address)
        && (this[address] == GranuleState.Undelegated
            || (this[address] == GranuleState.Internal && Origins.GetValueOrDefault(address & ~(Geometry.Granule - 1)) == GranuleState.Undelegated
                && !GptHeld.Contains(address & ~(Geometry.Granule - 1))));

    /// <summary>The same once more, to try one order of two commands.</summary>
    public RmiModel Clone()
    {
        var copy = new RmiModel(options, pages)
        {
            Geometry = Geometry,
            State = State,
            IsTokenValid = IsTokenValid,
            RegionBytes = RegionBytes,
            RegionEncoding = RegionEncoding,
            Realms = Realms.ToDictionary(realm => realm.Key, realm => realm.Value.Clone()),
            Recs = Recs.ToDictionary(rec => rec.Key, rec => rec.Value.Clone()),
            Operations = Operations.ToDictionary(operation => operation.Key, operation => operation.Value.Clone()),
            Tracking = new(Tracking),
            TrackingHeld = [.. TrackingHeld],
            GptHeld = [.. GptHeld],
            GptTables = [.. GptTables],
            Origins = new(Origins),
        };
        foreach ((ulong granule, GranuleState state) in _granules)
            copy._granules.Add(granule, state);
        return copy;
    }

    private bool TryReadPage(ulong address, out byte[] page)
    {
        page = new byte[4096];
        return IsHost(address) && pages.TryRead(address, page);
    }

    private bool TryReadWord(ulong address, out ulong word)
    {
        var bytes = new byte[8];
        bool ok = IsHost(address) && pages.TryRead(address, bytes);
        word = BitConverter.ToUInt64(bytes);
        return ok;
    }
}
