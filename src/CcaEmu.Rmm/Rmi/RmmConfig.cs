using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>RMI_RMM_CONFIG_SET: the host chooses RMI granule and tracking region size before activation.</summary>
internal sealed class RmmConfigSet() : RmiHandler(RmiCommand.RmmConfigSet,
[
    RmmInit,
    .. HostPage("config", 1, abi => abi.RmmConfig),
    RmiCondition.When("config_granule", RmiStatus.ErrorInput, call => !IsGranuleSupported(call, out _)),
    RmiCondition.When("config_tracking", RmiStatus.ErrorInput, call =>
        !IsGranuleSupported(call, out TranslationGranule granule)
        || !RmiGranuleSizes.TryDecodeTrackingRegion(granule, call.Page[RmiRmmConfigLayout.TrackingRegionSize], out _)),
    RmiCondition.When("num_tracked", RmiStatus.ErrorInput, call => call.Rmm.Granules.Tracking.NumTracked != 0),
], Footprint.Rmm)
{
    /// <summary>The RMM is INIT.</summary>
    public static RmiCondition RmmInit { get; } =
        RmiCondition.When("rmm_state", RmiStatus.ErrorGlobal, call => call.Rmm.State != RmmState.Init);

    protected override RmiResult Apply(RmiCall call)
    {
        IsGranuleSupported(call, out TranslationGranule granule);
        byte trackingSize = call.Page[RmiRmmConfigLayout.TrackingRegionSize];
        RmiGranuleSizes.TryDecodeTrackingRegion(granule, trackingSize, out ulong regionBytes);
        call.Rmm.Configure(granule, trackingSize, regionBytes);
        return RmiResult.Success;
    }

    private static bool IsGranuleSupported(RmiCall call, out TranslationGranule granule) =>
        RmiGranuleSizes.TryDecode(call.Page[RmiRmmConfigLayout.RmiGranuleSize], out granule)
        && call.Rmm.Features.Register1.Supports(granule);
}

/// <summary>RMI_RMM_CONFIG_GET: the configuration in use.</summary>
/// <remarks>Deviation: answered in any state of the RMM, because hosts ask before they activate it.</remarks>
internal sealed class RmmConfigGet() : RmiHandler(RmiCommand.RmmConfigGet, [.. HostPage("config", 1, abi => abi.RmmConfig)])
{
    protected override RmiResult Apply(RmiCall call)
    {
        call.Page.Clear();
        call.Page[RmiRmmConfigLayout.TrackingRegionSize] = (byte)call.Rmm.TrackingRegionSize;
        call.Page[RmiRmmConfigLayout.RmiGranuleSize] = RmiGranuleSizes.Encode(call.Rmm.RmiGranule);
        call.Rmm.Abi.RmmConfig.FromCanonical(call.Page);
        return call.Host.TryWrite(call[1], call.Page) ? RmiResult.Success : RmiStatus.ErrorInput;
    }
}
