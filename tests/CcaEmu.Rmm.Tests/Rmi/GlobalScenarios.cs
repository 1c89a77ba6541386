using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Failure conditions of commands about the RMM itself and about granules.</summary>
internal static class GlobalScenarios
{
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
            Break.Input("config_granule", s => s.Bench.Write(s.Page + RmiRmmConfigLayout.RmiGranuleSize, [1])),
            Break.Input("config_tracking", s => s.Bench.Write(s.Page + RmiRmmConfigLayout.TrackingRegionSize, [1])),
        ]);
        yield return new(RmiCommand.RmmConfigGet, s => s.A[1] = s.Bench.NewGranule(), Break.HostPage("config", 1));
        yield return new(RmiCommand.RmmActivate, s => s.Bench.Rmm.Context.State = RmmState.Init, [Break.RmmState(RmmState.Active)]);
        yield return new(RmiCommand.GranuleTrackingGet, Range,
        [
            .. Break.Range(1, 2),
            Break.Input("bound", s => s.A[2] = (1UL << 40) + RmmBench.Granule),
        ]);
        yield return new(RmiCommand.GptL1Create, s => s.A[1] = 0x8000_0000,
        [
            Break.RmmState(),
            Break.Input("addr_bound", s => s.A[1] |= 1UL << 40),
            Break.Input("addr_align", s => s.A[1] += RmmBench.Granule),
            new("gpt_state", RmiStatus.ErrorGpt, _ => { }),
        ], CanSucceed: false);
        yield return new(RmiCommand.GranuleRangeDelegate, Range,
        [
            Break.RmmState(),
            .. Break.Range(1, 2),
            new("tracking", RmiStatus.ErrorTracking, s => (s.A[1], s.A[2]) = (0x1C09_0000, 0x1C09_2000)),
            Break.Input("gran_state", s => s.Bench.Delegate(s.A[1])),
        ]);
        yield return new(RmiCommand.GranuleRangeUndelegate, s =>
        {
            Range(s);
            s.Bench.Delegate(s.A[1], 2);
        },
        [
            .. Break.Range(1, 2),
            new("tracking", RmiStatus.ErrorTracking, s => (s.A[1], s.A[2]) = (0x1C09_0000, 0x1C09_2000)),
            Break.Input("gran_state", s => s.Bench.Undelegate(s.A[1])),
        ]);
    }

    private static void Range(Scenario s)
    {
        s.A[1] = s.Bench.NewGranule(2);
        s.A[2] = s.A[1] + 2 * RmmBench.Granule;
    }
}
