using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_REALM_TERMINATE: the Realm will never run again. Doing it twice does no harm.</summary>
internal sealed class RealmTerminate() : RmiHandler(RmiCommand.RealmTerminate,
[
    RmmActive,
    .. RdAt(1),
    RmiCondition.When("rec_running", RmiStatus.ErrorRealm, call => call.Rd.NumRunning != 0),
], Footprint.RealmAlone(1))
{
    protected override RmiResult Apply(RmiCall call)
    {
        Rd rd = call.Rd;
        rd.State = RealmState.Zombie;
        return RmiResult.Success;
    }
}
