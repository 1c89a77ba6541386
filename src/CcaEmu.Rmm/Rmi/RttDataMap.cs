using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_DATA_MAP: gives a Realm wiped memory; RIPAS and RIM stay as they are.</summary>
internal sealed class RttDataMap() : RttMap(RmiCommand.RttDataMap,
    RmiCondition.When("flags", RmiStatus.ErrorInput, call => !new RmiMapFlags(call[4]).IsValidForProtected),
    RttConditions.RangeProtected,
    [
        RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call =>
            call.Rd.State is not (RealmState.New or RealmState.Active)),
    ],
    [
        RmiCondition.When("data_tracking", RmiStatus.ErrorTracking, call => !IsTracked(call, call.Ranges.Level)),
        RmiCondition.When("data_state", RmiStatus.ErrorInput, call => !IsBlockDelegated(call, call.Ranges.Level)),
    ])
{
    protected override bool TryMap(RmiCall call, RttEntry old, ulong entryAddress, int level)
    {
        if (!IsTracked(call, level) || !IsBlockDelegated(call, level))
            return false;
        ulong block = call.Ranges.Next;
        ulong size = call.Geometry.EntrySize(level);
        call.Wipe(block, size, call.Rd.Mecid);
        call.SetStates(block, size, GranuleState.Data);
        call.Tree.Write(entryAddress, RttEntry.Data(call.Geometry, block, level, old.Ripas));
        return true;
    }

    // A region that is tracked as one unit is mapped as one.
    private static bool IsTracked(RmiCall call, int level) =>
        call.Rmm.Granules.IsTracked(call.Ranges.Next)
        && (!call.Rmm.Granules.IsCoarse(call.Ranges.Next)
            || call.Geometry.EntrySize(level) >= call.Rmm.Granules.Tracking.RegionBytes);

    private static bool IsBlockDelegated(RmiCall call, int level) =>
        call.Rmm.Granules.AreAll(call.Ranges.Next, call.Geometry.EntrySize(level), GranuleState.Delegated);
}
