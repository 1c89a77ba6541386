namespace CcaEmu.Rmm.Rsi;

/// <summary>The commands that are built; of all others <see cref="RsiNotOffered"/> knows the answer.</summary>
internal static class RsiHandlers
{
    /// <summary>One handler of each.</summary>
    public static IReadOnlyList<RsiHandler> Create() =>
    [
        new RsiVersion(), new RsiFeatures(), new RsiRealmConfig(), new RsiMeasurementRead(), new RsiMeasurementExtend(),
        new RsiIpaStateSet(), new RsiIpaStateGet(), new RsiHostCall(), new RsiMemGetPermValue(),
        new RsiAttestationTokenInit(), new RsiAttestationTokenContinue(),
    ];
}
