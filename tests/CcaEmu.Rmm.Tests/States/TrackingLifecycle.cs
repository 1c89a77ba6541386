using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>A tracking region of 32 MiB, which is what granules of 16 KiB have, with the state of its granules.</summary>
internal sealed class TrackingLifecycle : StateSubject
{
    private const ulong Size = 32UL << 20;
    private const ulong Granule = 0x4000;

    private readonly ulong _region;

    private TrackingLifecycle(RmmBench bench, ulong region)
        : base(bench) => _region = region;

    public static StateMachine Machine { get; } = new(
        "tracking", ["RESERVED", "NONE", "FINE_UNDELEGATED", "FINE_MIXED", "FINE_DELEGATED", "COARSE_UNDELEGATED", "COARSE_DELEGATED"],
        [
            "RMI_GRANULE_TRACKING_SET none", "RMI_GRANULE_TRACKING_SET fine", "RMI_GRANULE_TRACKING_SET coarse", "RMI_GRANULE_TRACKING_SET reserved",
            "RMI_GRANULE_TRACKING_GET", "RMI_GRANULE_RANGE_DELEGATE the second granule", "RMI_GRANULE_RANGE_DELEGATE the region",
            "RMI_GRANULE_RANGE_UNDELEGATE the first granule", "RMI_GRANULE_RANGE_UNDELEGATE the region",
        ], Make);

    public override string State
    {
        get
        {
            GranuleTable granules = Bench.Rmm.Context.Granules;
            RmiTrackingState tracking = granules.Tracking[_region];
            if (!granules.Tracking.HasMemory(_region))
                return "RESERVED";
            if (tracking == RmiTrackingState.None)
                return "NONE";
            string states = granules.IsUniform(_region, out GranuleState state, out _) ? StateMachineTests.Name(state) : "MIXED";
            return $"{StateMachineTests.Name(tracking)}_{states}";
        }
    }

    public override RmiResult Fire(string name) => name.Split(' ', 2) switch
    {
        [_, "none"] => Set(RmiTrackingState.None),
        [_, "fine"] => Set(RmiTrackingState.Fine),
        [_, "coarse"] => Set(RmiTrackingState.Coarse),
        [_, "reserved"] => Set(RmiTrackingState.Reserved),
        [_, "the second granule"] => Bench.Rmi(RmiCommand.GranuleRangeDelegate, _region + Granule, _region + 2 * Granule),
        [_, "the first granule"] => Bench.Rmi(RmiCommand.GranuleRangeUndelegate, _region, _region + Granule),
        ["RMI_GRANULE_RANGE_DELEGATE", _] => Whole(RmiCommand.GranuleRangeDelegate),
        ["RMI_GRANULE_RANGE_UNDELEGATE", _] => Whole(RmiCommand.GranuleRangeUndelegate),
        _ => Bench.Rmi(RmiCommand.GranuleTrackingGet, _region, _region + Size),
    };

    private static TrackingLifecycle Make(string state, string name)
    {
        var bench = new RmmBench(activate: false);
        ulong page = bench.NewGranule(4, Granule);
        bench.Write(page + RmiRmmConfigLayout.RmiGranuleSize, [1]);
        bench.Succeed(RmiCommand.RmmConfigSet, page);
        bench.Succeed(RmiCommand.RmmActivate);
        var it = new TrackingLifecycle(bench, state == "RESERVED" ? 0x4000_0000UL : 0xA000_0000);
        if (state == "NONE")
            it.Set(RmiTrackingState.None);
        if (state.EndsWith("_DELEGATED", StringComparison.Ordinal))
            it.Whole(RmiCommand.GranuleRangeDelegate);
        if (state.StartsWith("COARSE", StringComparison.Ordinal))
            it.Set(RmiTrackingState.Coarse);
        if (state == "FINE_MIXED")
            bench.Succeed(RmiCommand.GranuleRangeDelegate, it._region, it._region + Granule);
        return it;
    }

    private RmiResult Set(RmiTrackingState state) => Bench.Rmi(RmiCommand.GranuleTrackingSet, _region, 0, (ulong)state);

    // As hosts do it: from where the last call came to. The first failure after progress is no failure of the whole.
    private RmiResult Whole(RmiCommand command)
    {
        RmiResult first = Bench.Rmi(command, _region, _region + Size);
        ulong at = Bench.X[1];
        for (RmiResult next = first; next.IsSuccess && at < _region + Size; at = Bench.X[1])
            next = Bench.Rmi(command, at, _region + Size);
        return first;
    }
}
