using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_FEATURES: one feature register.</summary>
internal sealed class RmiFeatures() : RmiHandler(RmiCommand.Features, [])
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.Return(1, call.Rmm.Abi.EncodeFeatures(call[1], call.Rmm.Features.Read));
        return RmiResult.Success;
    }
}
