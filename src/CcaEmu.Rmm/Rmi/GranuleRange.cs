using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// What delegating and undelegating a range have in common: run by run through the monitor, as far as it goes. A region that is tracked as
/// one unit is moved as one.
/// </summary>
internal abstract class GranuleRange : RmiHandler
{
    // A call ends after one run at the latest, so that the host gets its interrupts.
    private const int GranulesPerCall = GranuleRangeMove.GranulesPerCall;

    private readonly GranuleState _from;
    private readonly GranuleState _to;
    private readonly RmiResult _refused;

    protected GranuleRange(RmiCommand command, GranuleState from, GranuleState to, RmiCondition[] first, RmiCondition[] last)
        : base(command,
        [
            .. first,
            Aligned("base_align", 1),
            Aligned("top_align", 2),
            RmiCondition.When("size", RmiStatus.ErrorInput, call => call[2] <= call[1]),
            RmiCondition.When("tracking", RmiStatus.ErrorTracking, call =>
                !TrackingRegions.IsTracked(call.Rmm.Granules.Tracking[call[1]])),
            RmiCondition.When("tracking_gran", RmiStatus.ErrorInput, call =>
                call.Rmm.Granules.IsCoarse(call[1]) && !HoldsRegion(call)),
            RmiCondition.When("populated", RmiStatus.ErrorInput, call => !call.Rmm.Granules.IsPopulated(call[1])),
            RmiCondition.When("gran_state", RmiStatus.ErrorInput, call => !IsInState(call, from)),
            .. last,
            RmiCondition.Refused("gpi_refused", RmiStatus.ErrorInput),
        ], Footprint.Granules(1, 2))
    {
        _from = from;
        _to = to;
        // What the monitor has against a granule makes no difference: it answers with how far it came.
        _refused = ResultOf(FirmeStatus.Denied);
    }

    protected sealed override RmiResult Apply(RmiCall call)
    {
        call.IsDeferred = true;
        call.RmmPe.Range.Start(_from, _to, EndOfCall(call), _refused);
        return RmiResult.Success;
    }

    // Where regions differ a call stays in the first one, and one that is tracked as a unit it does to the end.
    private static ulong EndOfCall(RmiCall call)
    {
        TrackingRegions tracking = call.Rmm.Granules.Tracking;
        ulong region = tracking.BaseOf(call[1]) + tracking.RegionBytes;
        if (call.Rmm.Granules.IsCoarse(call[1]))
            return region;
        ulong limit = call.Rmm.Operations.Policy.ProgressLimit(GranulesPerCall) * call.Rmm.GranuleBytes;
        ulong end = Math.Min(call[2], call[1] + limit);
        return tracking.IsUnchanged ? end : Math.Min(end, region);
    }

    private static bool HoldsRegion(RmiCall call)
    {
        ulong bytes = call.Rmm.Granules.Tracking.RegionBytes;
        return (call[1] & (bytes - 1)) == 0 && call[2] - call[1] >= bytes;
    }

    private static bool IsInState(RmiCall call, GranuleState state) => call.Rmm.Granules.IsCoarse(call[1])
        ? call.Rmm.Granules.IsUniform(call[1], out GranuleState found, out bool isWhole) && isWhole && found == state
        : call.StateOf(call[1]) == state;
}

/// <summary>RMI_GRANULE_RANGE_DELEGATE: gives Non-secure memory to the Realm world.</summary>
internal sealed class GranuleRangeDelegate() : GranuleRange(
    RmiCommand.GranuleRangeDelegate, GranuleState.Undelegated, GranuleState.Delegated, [RmmActive],
    [RmiCondition.When("gpt", RmiStatus.ErrorGpt, call => !call.Rmm.Gpt.HasTable(call[1]))]);

/// <summary>RMI_GRANULE_RANGE_UNDELEGATE: gives memory back to the Non-secure world, wiped.</summary>
internal sealed class GranuleRangeUndelegate() : GranuleRange(
    RmiCommand.GranuleRangeUndelegate, GranuleState.Delegated, GranuleState.Undelegated, [], []);
