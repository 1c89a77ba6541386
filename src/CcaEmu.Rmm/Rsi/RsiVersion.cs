using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>RSI_VERSION: which revision of the interface both sides can use.</summary>
internal sealed class RsiVersion() : RsiHandler(RsiCommand.Version, [])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        bool met = InterfaceVersions.Negotiate(
            call[1], call.Context.Rmm.Abi.RsiVersions, out InterfaceVersion lower, out InterfaceVersion higher);
        call[1] = lower.Encode();
        call[2] = higher.Encode();
        return call.Return(met ? RsiStatus.Success : RsiStatus.ErrorInput);
    }
}
