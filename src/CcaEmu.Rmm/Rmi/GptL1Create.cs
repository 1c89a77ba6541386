using CcaEmu.Arm.Rmi;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// RMI_GPT_L1_CREATE: makes a level 1 GPT. The monitor has made all of them at boot, so there is always one already.
/// </summary>
internal sealed class GptL1Create() : RmiHandler(RmiCommand.GptL1Create,
[
    RmmActive,
    RmiCondition.When("addr_bound", RmiStatus.ErrorInput, call => call[1] >= call.Rmm.PhysicalLimit),
    RmiCondition.When("addr_align", RmiStatus.ErrorInput, call => (call[1] & (call.Rmm.Features.Level0GptEntrySize - 1)) != 0),
    RmiCondition.When("gpt_state", RmiStatus.ErrorGpt, _ => true),
])
{
    protected override RmiResult Apply(RmiCall call) => RmiStatus.ErrorGpt;
}
