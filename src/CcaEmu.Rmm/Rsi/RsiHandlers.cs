namespace CcaEmu.Rmm.Rsi;

/// <summary>The commands that are built. Planes and devices are not: those commands fail by name.</summary>
internal static class RsiHandlers
{
    /// <summary>One handler of each.</summary>
    public static IReadOnlyList<RsiHandler> Create() =>
    [
        new RsiVersion(), new RsiFeatures(), new RsiRealmConfig(), new RsiMeasurementRead(), new RsiMeasurementExtend(),
        new RsiIpaStateSet(), new RsiIpaStateGet(), new RsiHostCall(),
        new RsiAttestationTokenInit(), new RsiAttestationTokenContinue(),
    ];
}
