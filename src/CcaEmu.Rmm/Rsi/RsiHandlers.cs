namespace CcaEmu.Rmm.Rsi;

/// <summary>The commands that are built. Attestation, planes and devices are not: those commands fail by name.</summary>
internal static class RsiHandlers
{
    /// <summary>One handler of each.</summary>
    public static IReadOnlyList<RsiHandler> Create() =>
    [
        new RsiVersion(), new RsiFeatures(), new RsiRealmConfig(), new RsiMeasurementRead(), new RsiMeasurementExtend(),
        new RsiIpaStateSet(), new RsiIpaStateGet(), new RsiHostCall(),
        new RsiNotBuilt(Arm.Rsi.RsiCommand.AttestationTokenInit), new RsiNotBuilt(Arm.Rsi.RsiCommand.AttestationTokenContinue),
    ];
}
