using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Realms;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REC_DESTROY: gives back a REC that is not running.</summary>
internal sealed class RecDestroy() : RmiHandler(RmiCommand.RecDestroy,
[
    RmmActive,
    .. RecAt(1),
    RmiCondition.When("rec_running", RmiStatus.ErrorRec, call => call.Rec.State == RecState.Running),
])
{
    protected override RmiResult Apply(RmiCall call)
    {
        var rd = new Rd(call.Memory, call.Rec.Owner);
        rd.NumRecs--;
        call.Wipe(call.Rec.Address);
        call.SetState(call.Rec.Address, GranuleState.Delegated);
        return RmiResult.Success;
    }
}
