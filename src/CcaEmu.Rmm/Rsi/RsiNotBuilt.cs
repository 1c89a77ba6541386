using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>
/// RSI_ATTESTATION_TOKEN_INIT and _CONTINUE while there is no attestation: the generation of a token always fails.
/// </summary>
internal sealed class RsiNotBuilt(RsiCommand command) : RsiHandler(command, [])
{
    protected override RealmOutcome Apply(RsiCall call) => call.Return(RsiStatus.ErrorUnknown);
}
