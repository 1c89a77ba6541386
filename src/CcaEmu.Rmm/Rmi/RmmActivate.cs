using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RMM_ACTIVATE: from here on the RMM takes memory and makes Realms.</summary>
internal sealed class RmmActivate() : RmiHandler(RmiCommand.RmmActivate, [ActivationPossible], Footprint.Rmm)
{
    // Its own operation has made the state INTERMEDIATE.
    private static RmiCondition ActivationPossible { get; } = RmiCondition.When("rmm_state", RmiStatus.ErrorGlobal, call =>
        call.Rmm.State != (call.Operation is null ? RmmState.Init : RmmState.Intermediate));

    public override void Begun(RmiCall call) => call.Rmm.State = RmmState.Intermediate;

    protected override RmiResult Apply(RmiCall call)
    {
        call.Rmm.State = RmmState.Active;
        return RmiResult.Success;
    }
}
