using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_GRANULE_TRACKING_SET: how finely the RMM tracks a region of memory from now on.</summary>
/// <remarks>
/// The granules of a region must all be in one state when that changes, and UNDELEGATED when tracking ends. Memory that was donated for
/// tracking a region goes back when that ends.
/// </remarks>
internal sealed class GranuleTrackingSet() : RmiHandler(RmiCommand.GranuleTrackingSet,
[
    RmmActive,
    RmiCondition.When("state_valid", RmiStatus.ErrorInput, call =>
        (RmiTrackingState)call[3] is not (RmiTrackingState.None or RmiTrackingState.Fine or RmiTrackingState.Coarse) || call[3] > 7),
    RmiCondition.When("addr_align", RmiStatus.ErrorInput, call => call.Rmm.Granules.Tracking.BaseOf(call[1]) != call[1]),
    RmiCondition.When("addr_bound", RmiStatus.ErrorInput, call => call[1] >= call.Rmm.PhysicalLimit),
    RmiCondition.When("reserved", RmiStatus.ErrorInput, call => !call.Rmm.Granules.Tracking.HasMemory(call[1])),
    RmiCondition.When("category", RmiStatus.ErrorInput, call => call[2] != (ulong)RmiMemoryCategory.Conventional),
    RmiCondition.When("gran_state", RmiStatus.ErrorGranule, call => !CanChange(call)),
], Footprint.TrackingRegion(1), Footprint.Region(1))
{
    public override bool KeepsAnyMemory(RmiCall call) => !IsTracked(call) && TrackingRegions.IsTracked(Wanted(call));

    public override IReadOnlyList<AddressRangeDescriptor> MemoryReturned(RmiCall call) =>
        !TrackingRegions.IsTracked(Wanted(call)) && call.Rmm.TrackingMemory.TryGetValue(call[1], out List<AddressRangeDescriptor>? memory)
            ? memory
            : [];

    protected override RmiResult Apply(RmiCall call)
    {
        call.Rmm.Granules.Tracking.Set(call[1], Wanted(call));
        if (call.Operation is { Donated.Count: > 0 } operation)
        {
            call.Rmm.TrackingMemory[call[1]] = [.. operation.Donated];
            operation.Donated.Clear();
        }
        return RmiResult.Success;
    }

    public override void Released(RmiCall call) => call.Rmm.TrackingMemory.Remove(call[1]);

    private static RmiTrackingState Wanted(RmiCall call) => (RmiTrackingState)call[3];

    private static bool IsTracked(RmiCall call) => TrackingRegions.IsTracked(call.Rmm.Granules.Tracking[call[1]]);

    private static bool CanChange(RmiCall call)
    {
        RmiTrackingState now = call.Rmm.Granules.Tracking[call[1]];
        if (!TrackingRegions.IsTracked(now) || now == Wanted(call))
            return true;
        return call.Rmm.Granules.IsUniform(call[1], out GranuleState state, out _)
            && (TrackingRegions.IsTracked(Wanted(call)) || state == GranuleState.Undelegated);
    }
}
