namespace CcaEmu.Rmm.Rmi;

/// <summary>The commands that are built.</summary>
internal static class RmiHandlers
{
    /// <summary>One handler of each.</summary>
    public static IReadOnlyList<RmiHandler> Create() =>
    [
        new RmiVersion(), new RmiFeatures(), new RmmConfigSet(), new RmmConfigGet(), new RmmActivate(),
        new RmmStateGet(), new AttestPlatTokenRefresh(),
        new GranuleTrackingGet(), new GranuleTrackingSet(), new GptL1Create(), new GptL1Destroy(), new GranuleRangeDelegate(), new GranuleRangeUndelegate(),
        new RealmCreate(), new RealmActivate(), new RealmTerminate(), new RealmDestroy(),
        new RttCreate(), new RttDestroy(), new RttFold(), new RttReadEntry(), new RttInitRipas(), new RttSetRipas(),
        new RttDataMapInit(), new RttDataMap(), new RttDataUnmap(), new RttUnprotMap(), new RttUnprotUnmap(),
        new RecCreate(), new RecEnter(), new RecDestroy(), new PsciComplete(),
        new OpContinue(), new OpMemDonate(), new OpMemReclaim(), new OpCancel(),
    ];
}
