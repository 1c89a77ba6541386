using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rtts;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RTT_DATA_MAP_INIT: copies a page of the host into a NEW Realm and extends its RIM.</summary>
internal sealed class RttDataMapInit() : RmiHandler(RmiCommand.RttDataMapInit,
[
    RmmActive,
    .. HostGranule("src", 4),
    RmiCondition.When("flags", RmiStatus.ErrorInput, call => ((RmiDataFlags)call[5] & ~RmiDataFlags.Measure) != 0),
    .. Delegated("data", 2),
    .. RdAt(1),
    Aligned("ipa_align", 3),
    RmiCondition.When("ipa_bound", RmiStatus.ErrorInput, call => !call.Rd.IsProtected(call[3])),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => call.Rd.State != RealmState.New),
    new("rtt_walk", call =>
    {
        RttWalk walk = call.WalkTo(call[3], RttGeometry.LastLevel);
        return walk.Level == RttGeometry.LastLevel ? RmiResult.Success : RmiResult.ErrorRtt(walk.Level);
    }),
    RmiCondition.Unless("rtte_state", call => call.Walk.Entry.IsVoid),
], Footprint.RealmAlone(1), Footprint.Granule("data", 2))
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.MemoryOf(call.Rd.Mecid).Write(call[2], (ReadOnlySpan<byte>)call.Contents);
        call.Pe.Charge(RmmCosts.CopyGranule * (call.Rmm.GranuleBytes >> 12));
        call.SetState(call[2], GranuleState.Data);
        call.Tree.Write(call.Walk.EntryAddress, RttEntry.Data(call.Geometry, call[2], RttGeometry.LastLevel, Ripas.Ram));
        Rim.ExtendData(call.Pe, call.Rd, call[3], (RmiDataFlags)call[5], call.Contents);
        return RmiResult.Success;
    }
}
