using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>
/// RSI_FEATURES: no feature of register 0 (devices, mostly read-only memory, ATS) is supported, and there is no other register.
/// </summary>
internal sealed class RsiFeatures() : RsiHandler(RsiCommand.Features, [])
{
    protected override RealmOutcome Apply(RsiCall call)
    {
        call[1] = (ulong)RsiFeatureRegister0.None;
        return call.Return(RsiStatus.Success);
    }
}
