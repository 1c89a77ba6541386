using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REALM_ACTIVATE: the Realm may run; its RIM is frozen.</summary>
internal sealed class RealmActivate() : RmiHandler(RmiCommand.RealmActivate,
[
    RmmActive,
    .. RdAt(1),
    RmiCondition.When("realm_state", RmiStatus.ErrorRealm, call => call.Rd.State != RealmState.New),
], Footprint.RealmAlone(1))
{
    protected override RmiResult Apply(RmiCall call)
    {
        Rd rd = call.Rd;
        rd.State = RealmState.Active;
        call.Rmm.RealmActivated?.Invoke(rd);
        return RmiResult.Success;
    }
}
