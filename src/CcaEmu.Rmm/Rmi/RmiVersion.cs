using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_VERSION: which revision of the interface both sides can use.</summary>
internal sealed class RmiVersion() : RmiHandler(RmiCommand.Version, [])
{
    protected override RmiResult Apply(RmiCall call)
    {
        bool met = InterfaceVersions.Negotiate(
            call[1], call.Rmm.Abi.RmiVersions, out InterfaceVersion lower, out InterfaceVersion higher);
        call.Return(1, lower.Encode());
        call.Return(2, higher.Encode());
        return met ? RmiResult.Success : RmiStatus.ErrorInput;
    }
}
