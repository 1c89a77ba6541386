using CcaEmu.Arm.Rmi;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_GRANULE_TRACKING_GET: how finely the RMM tracks a range of memory; the form with a range.</summary>
/// <remarks>DRAM of the boot manifest is CONVENTIONAL, and FINE from boot; everything else is not tracked.</remarks>
internal sealed class GranuleTrackingGet() : RmiHandler(RmiCommand.GranuleTrackingGet,
[
    Aligned("base_align", 1),
    Aligned("top_align", 2),
    RmiCondition.When("size", RmiStatus.ErrorInput, call => call[2] <= call[1]),
    RmiCondition.When("bound", RmiStatus.ErrorInput, call => call[2] > call.Rmm.PhysicalLimit),
])
{
    protected override RmiResult Apply(RmiCall call)
    {
        RmiTrackingState state = call.Rmm.Granules.IsPopulated(call[1]) ? call.Rmm.Granules.Tracking[call[1]] : RmiTrackingState.None;
        call.Return(1, (ulong)RmiMemoryCategory.Conventional);
        call.Return(2, (ulong)state);
        call.Return(3, call.Rmm.Granules.EndOfRun(call[1], call[2]));
        return RmiResult.Success;
    }
}
