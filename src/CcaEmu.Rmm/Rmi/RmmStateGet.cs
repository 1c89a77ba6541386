using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RMM_STATE_GET: where the RMM is in its life.</summary>
internal sealed class RmmStateGet() : RmiHandler(RmiCommand.RmmStateGet, [])
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.Return(1, (ulong)call.Rmm.State);
        return RmiResult.Success;
    }
}
