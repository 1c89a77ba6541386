using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RMM_ACTIVATE: from here on the RMM takes memory and makes Realms.</summary>
internal sealed class RmmActivate() : RmiHandler(RmiCommand.RmmActivate, [RmmConfigSet.RmmInit])
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.Rmm.State = RmmState.Active;
        return RmiResult.Success;
    }
}
