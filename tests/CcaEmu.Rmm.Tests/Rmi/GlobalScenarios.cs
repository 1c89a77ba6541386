using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands about the RMM itself and about granules.</summary>
internal static class GlobalScenarios
{
    private const ulong Region = 0x8000_0000;

    public static IEnumerable<CommandScenario> All()
    {
        yield return new(RmiCommand.RmmConfigSet, s =>
        {
            s.Bench.Rmm.Context.State = RmmState.Init;
            s.A[1] = s.Page = s.Bench.NewPage(new byte[RmiRmmConfigLayout.Size]);
        },
        [
            Break.RmmState(RmmState.Active),
            Break.Input("config_align", s => s.A[1] += 8),
            Break.Input("config_pas", s =>
            {
                s.Bench.Rmm.Context.State = RmmState.Active;
                s.A[1] = s.Bench.NewDelegated();
                s.Bench.Rmm.Context.State = RmmState.Init;
            }),
            Break.Input("config_granule", s => s.Bench.Write(s.Page + RmiRmmConfigLayout.RmiGranuleSize, [3])),
            Break.Input("config_tracking", s => s.Bench.Write(s.Page + RmiRmmConfigLayout.TrackingRegionSize, [1])),
            Break.Input("num_tracked", s =>
            {
                TrackingRegions tracking = s.Bench.Rmm.Context.Granules.Tracking;
                tracking.Set(Region, RmiTrackingState.None);
                tracking.Set(Region + (1UL << 30), RmiTrackingState.None);
                tracking.Set(Region, RmiTrackingState.Fine);
            }),
        ]);
        yield return new(RmiCommand.RmmConfigGet, s => s.A[1] = s.Bench.NewGranule(), Break.HostPage("config", 1));
        yield return new(RmiCommand.RmmActivate, s => s.Bench.Rmm.Context.State = RmmState.Init, [Break.RmmState(RmmState.Active)]);
        yield return new(RmiCommand.GranuleTrackingGet, Range,
        [
            .. Break.Range(1, 2),
            Break.Input("bound", s => (s.A[1], s.A[2]) = ((1UL << 40) + 0x1_0000, (1UL << 40) + 0x1_2000)),
        ]);
        yield return new(RmiCommand.GranuleTrackingSet, s => (s.A[1], s.A[3]) = (Region, (ulong)RmiTrackingState.Coarse),
        [
            Break.RmmState(),
            Break.Input("state_valid", s => s.A[3] = (ulong)RmiTrackingState.Reserved),
            Break.Input("addr_align", s => s.A[1] += RmmBench.Granule),
            Break.Input("addr_bound", s => s.A[1] |= 1UL << 40),
            Break.Input("reserved", s => s.A[1] = s.A[1] & ~(0xFUL << 30)),
            Break.Input("category", s => s.A[2] = (ulong)RmiMemoryCategory.DevCoh),
            new("gran_state", RmiStatus.ErrorGranule, s => s.Bench.NewDelegated()),
        ]);
        yield return new(RmiCommand.AttestPlatTokenRefresh, _ => { }, [Break.RmmState()]);
        yield return new(RmiCommand.GptL1Create, s => (s.A[1], s.Donation) = (Region, GptL1Tests.Descriptor(GptL1Tests.Memory)),
        [
            Break.RmmState(),
            Break.Input("addr_bound", s => s.A[1] |= 1UL << 40),
            Break.Input("addr_align", s => s.A[1] += RmmBench.Granule),
            new("gpt_state", RmiStatus.ErrorGpt, s => s.Bench.Rmm.Context.Gpt = new GptTables([], 1UL << 30)),
            new("unfold_denied", RmiStatus.ErrorGlobal, s => s.A[1] = 0),
            Break.Refused("table_exists", RmiStatus.ErrorGpt, FirmeCommand.GmL1Create, FirmeStatus.Exists),
            Break.Refused("unfold_refused", RmiStatus.ErrorGlobal, FirmeCommand.GmL1Create, FirmeStatus.Denied),
            Break.Refused("table_refused", RmiStatus.ErrorInput, FirmeCommand.GmL1Create, FirmeStatus.BadData),
        ], Options: new RmmOptions { Sro = SroMode.Spec }, DynamicGpt: true);
        yield return new(RmiCommand.GptL1Destroy, s =>
        {
            GptL1Tests.Create(s.Bench, Region, GptL1Tests.Memory);
            (s.A[1], s.Donation) = (Region, GptL1Tests.Descriptor(GptL1Tests.Memory));
        },
        [
            Break.RmmState(),
            Break.Input("addr_bound", s => s.A[1] |= 1UL << 40),
            Break.Input("addr_align", s => s.A[1] += RmmBench.Granule),
            Break.Input("entry_state", s => s.A[1] = 0),
            Break.Input("gpt_l1_homo", s => s.Bench.NewDelegated()),
            Break.Refused("fold_refused", RmiStatus.ErrorInput, FirmeCommand.GmL1Destroy, FirmeStatus.Conflict),
        ], Options: new RmmOptions { Sro = SroMode.Spec }, DynamicGpt: true);
        yield return new(RmiCommand.GranuleRangeDelegate, Range,
        [
            Break.RmmState(),
            .. Break.Range(1, 2),
            .. RangeTracking(),
            Break.Input("gran_state", s => s.Bench.Rmm.Context.Granules[s.A[1]] = GranuleState.Delegated),
            new("gpt", RmiStatus.ErrorGpt, s => s.Bench.Rmm.Context.Gpt = new GptTables([Region], 1UL << 30)),
            Break.Refused("gpi_refused", RmiStatus.ErrorInput, FirmeCommand.GmGpiSet, FirmeStatus.Denied),
        ]);
        yield return new(RmiCommand.GranuleRangeUndelegate, s =>
        {
            Range(s);
            s.Bench.Delegate(s.A[1], 2);
        },
        [
            .. Break.Range(1, 2),
            .. RangeTracking(),
            Break.Input("gran_state", s => s.Bench.Rmm.Context.Granules[s.A[1]] = GranuleState.Undelegated),
            Break.Refused("gpi_refused", RmiStatus.ErrorInput, FirmeCommand.GmGpiSet, FirmeStatus.Denied),
        ]);
    }

    // The last granule of the bank is followed by the RMM's own memory, in the same region.
    private static Break[] RangeTracking() =>
    [
        new("tracking", RmiStatus.ErrorTracking, s => (s.A[1], s.A[2]) = (0x1C09_0000, 0x1C09_2000)),
        Break.Input("tracking_gran", s => s.Bench.Rmm.Context.Granules.Tracking.Set(
            s.Bench.Rmm.Context.Granules.Tracking.BaseOf(s.A[1]), RmiTrackingState.Coarse)),
        Break.Input("populated", s => (s.A[1], s.A[2]) = (0xFDC0_0000, 0xFDC0_2000)),
    ];

    private static void Range(Scenario s)
    {
        s.A[1] = s.Bench.NewGranule(2);
        s.A[2] = s.A[1] + 2 * RmmBench.Granule;
    }
}
