using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>A stateful operation: a REC_CREATE that wants two pages, or the REC_DESTROY that gives them back.</summary>
internal sealed class OperationLifecycle : StateSubject
{
    private readonly TestRealm _realm;
    private readonly TestRealm _otherRealm;
    private readonly ulong _rec;
    private readonly ulong[] _pages;
    private ulong _handle;

    private OperationLifecycle(RmmBench bench)
        : base(bench)
    {
        _realm = new TestRealm(bench);
        _otherRealm = new TestRealm(bench);
        _rec = bench.NewDelegated();
        _pages = [bench.NewDelegated(), bench.NewDelegated()];
    }

    public static StateMachine Machine { get; } = new(
        "operation", ["NONE", "DONATING", "DONATING_PARTLY", "RECLAIMING", "RUNNING", "RETURNING", "ENDED"],
        [
            "RMI_OP_CONTINUE", "RMI_OP_CONTINUE to stop", "RMI_OP_CONTINUE with flags that mean nothing", "RMI_OP_MEM_DONATE all", "RMI_OP_MEM_DONATE a part",
            "RMI_OP_MEM_DONATE too much", "RMI_OP_MEM_DONATE what is not DELEGATED", "RMI_OP_MEM_RECLAIM", "RMI_OP_MEM_RECLAIM without room", "RMI_OP_CANCEL",
            "RMI_REC_DESTROY of its object", "RMI_REALM_ACTIVATE of another Realm",
        ], Make);

    public override string State => Bench.Rmm.Context.Operations.Find(_handle) is { } operation
        ? StateMachineTests.Name(operation.State) + (operation is { State: OperationState.Donating, Donated.Count: > 0 } ? "_PARTLY" : "")
        : "NONE";

    private int Wanted => Bench.Rmm.Context.Operations.Find(_handle)?.Wanted.Count ?? 1;

    public override RmiResult Fire(string name) => name switch
    {
        "RMI_OP_CONTINUE" => Bench.Rmi(RmiCommand.OpContinue, _handle),
        "RMI_OP_CONTINUE to stop" => Bench.Rmi(RmiCommand.OpContinue, _handle, (ulong)RmiContinueFlags.Stop),
        "RMI_OP_CONTINUE with flags that mean nothing" => Bench.Rmi(RmiCommand.OpContinue, _handle, 2),
        "RMI_OP_MEM_DONATE all" => Donate(_handle, [.. Fresh(Wanted)]),
        "RMI_OP_MEM_DONATE a part" => Wanted == 2 ? Donate(_handle, [.. Fresh(1)]) : Bench.Rmi(RmiCommand.OpMemDonate, _handle, Bench.NewGranule(), 0),
        "RMI_OP_MEM_DONATE too much" => Donate(_handle, [.. Fresh(3)]),
        "RMI_OP_MEM_DONATE what is not DELEGATED" => Donate(_handle, Bench.NewGranule()),
        "RMI_OP_MEM_RECLAIM" => Bench.Rmi(RmiCommand.OpMemReclaim, _handle, Bench.NewGranule(), 512),
        "RMI_OP_MEM_RECLAIM without room" => Bench.Rmi(RmiCommand.OpMemReclaim, _handle, Bench.NewGranule(), 0),
        "RMI_OP_CANCEL" => Bench.Rmi(RmiCommand.OpCancel, _handle),
        "RMI_REC_DESTROY of its object" => Bench.Rmi(RmiCommand.RecDestroy, _rec),
        "RMI_REALM_ACTIVATE of another Realm" => Bench.Rmi(RmiCommand.RealmActivate, _otherRealm.Rd),
        _ => throw new ArgumentException($"'{name}' is no event", nameof(name)),
    };

    private static OperationLifecycle Make(string state, string name)
    {
        if (state == "RECLAIMING")
            return Destroying();
        var it = new OperationLifecycle(new RmmBench(FixedPlan.RecCreate(2)));
        it.Begin();
        switch (state)
        {
            case "DONATING_PARTLY":
                it.Donate(it._handle, it._pages[0]);
                break;
            case "RUNNING":
                it.Donate(it._handle, it._pages);
                break;
            case "RETURNING" or "ENDED":
                it.Donate(it._handle, it._pages[0]);
                it.Bench.Rmi(RmiCommand.OpCancel, it._handle);
                break;
            case "NONE":
                it.Bench.Succeed(RmiCommand.OpCancel, it._handle);
                break;
        }
        if (state == "ENDED")
            it.Bench.Rmi(RmiCommand.OpMemReclaim, it._handle, it.Bench.NewGranule(), 512);
        return it;
    }

    private IEnumerable<ulong> Fresh(int count) => Enumerable.Range(0, count).Select(_ => Bench.NewDelegated()).ToArray();

    private void Begin()
    {
        ulong parameters = Bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code));
        Assert.That(Bench.Rmi(RmiCommand.RecCreate, _realm.Rd, _rec, parameters).Status, Is.EqualTo(RmiStatus.Incomplete));
        _handle = Bench.X[1];
    }

    // A REC that has memory of the host gives it back before it goes.
    private static OperationLifecycle Destroying()
    {
        var it = new OperationLifecycle(new RmmBench(new RmmOptions { Sro = SroMode.Spec }));
        it.Begin();
        while (it.State.StartsWith("DONATING", StringComparison.Ordinal))
            it.Donate(it._handle, it.Bench.NewDelegated());
        it.Bench.Succeed(RmiCommand.OpContinue, it._handle);
        Assert.That(it.Bench.Rmi(RmiCommand.RecDestroy, it._rec).Status, Is.EqualTo(RmiStatus.Incomplete));
        it._handle = it.Bench.X[1];
        return it;
    }
}
