using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REC_DESTROY: gives back a REC that is not running.</summary>
internal sealed class RecDestroy() : RmiHandler(RmiCommand.RecDestroy,
[
    RmmActive,
    .. RecAt(1),
    RmiCondition.When("rec_running", RmiStatus.ErrorRec, call => call.Rec.State == RecState.Running),
], Footprint.Granule("rec", 1))
{
    public override IReadOnlyList<AddressRangeDescriptor> MemoryReturned(RmiCall call)
    {
        List<AddressRangeDescriptor> memory = call.AuxiliaryOf(call.Rec.Address).ToList();
        bool fitsRealm = memory.Count <= call.AuxiliaryOf(call.Rec.Owner).Room;
        return fitsRealm && call.Rmm.Operations.Policy.GivesBackLate() ? [] : memory;
    }

    public override void Released(RmiCall call) => call.AuxiliaryOf(call.Rec.Address).Clear();

    protected override RmiResult Apply(RmiCall call)
    {
        var rd = new Rd(call.Memory, call.Rec.Owner);
        rd.NumRecs--;
        // What has not gone back yet goes with the Realm.
        call.AuxiliaryOf(call.Rec.Address).GiveTo(call.AuxiliaryOf(rd.Address));
        call.Rmm.Attestation.Signer.Forget(call.Rec.Address);
        call.SetState(call.Rec.Address, GranuleState.Delegated);
        call.Wipe(call.Rec.Address);
        return RmiResult.Success;
    }
}
