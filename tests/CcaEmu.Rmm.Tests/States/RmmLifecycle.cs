using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>The RMM itself: every command there is, with a granule of the host wherever it takes an address.</summary>
internal sealed class RmmLifecycle : StateSubject
{
    private readonly ulong _handle;
    private readonly ulong _page;

    private RmmLifecycle(RmmBench bench, ulong handle)
        : base(bench) => (_handle, _page) = (handle, bench.NewGranule(4));

    public static StateMachine Machine { get; } = new(
        "rmm", ["INIT", "INTERMEDIATE", "ACTIVE"], [.. RmiHandlers.Create().Select(handler => StateMachineTests.NameOf(handler.Command))], Make);

    public override string State => StateMachineTests.Name(Bench.Rmm.RmmState);

    public override RmiResult Fire(string name)
    {
        RmiCommand command = RmiHandlers.Create().Single(handler => StateMachineTests.NameOf(handler.Command) == name).Command;
        return command switch
        {
            RmiCommand.Version => Bench.Rmi(command, RmiRevision.Current.Encode()),
            RmiCommand.Features or RmiCommand.RmmStateGet => Bench.Rmi(command),
            RmiCommand.OpContinue or RmiCommand.OpCancel => Bench.Rmi(command, _handle),
            RmiCommand.OpMemDonate or RmiCommand.OpMemReclaim => Bench.Rmi(command, _handle, _page, 1),
            RmiCommand.GranuleTrackingSet => Bench.Rmi(command, 0x8000_0000, 0, (ulong)RmiTrackingState.Fine),
            RmiCommand.GptL1Create or RmiCommand.GptL1Destroy => Bench.Rmi(command, 0x8000_0000),
            _ => Bench.Rmi(command, _page, _page + 0x1000, _page + 0x2000, _page + 0x3000),
        };
    }

    private static RmmLifecycle Make(string state, string name)
    {
        bool isBegun = state == "INTERMEDIATE";
        var bench = new RmmBench(new RmmOptions { OperationPolicy = isBegun ? new FixedPlan(RmiCommand.RmmActivate, new OperationPlan()) : null }, activate: state == "ACTIVE");
        if (isBegun)
            Assert.That(bench.Rmi(RmiCommand.RmmActivate).Status, Is.EqualTo(RmiStatus.Incomplete));
        return new RmmLifecycle(bench, isBegun ? bench.X[1] : 0);
    }
}
