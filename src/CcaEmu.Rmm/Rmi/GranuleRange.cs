using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using static CcaEmu.Rmm.Rmi.RmiConditions;

namespace CcaEmu.Rmm.Rmi;

/// <summary>
/// What delegating and undelegating a range have in common: granule by granule through the monitor, as far as it goes.
/// </summary>
internal abstract class GranuleRange : RmiHandler
{
    /// <summary>A call ends after this many granules at the latest, so that the host gets its interrupts: 2 MiB.</summary>
    public const int GranulesPerCall = 512;

    private readonly GranuleState _from;
    private readonly GranuleState _to;
    private readonly RmmEl3Command _monitorCall;

    protected GranuleRange(
        RmiCommand command, GranuleState from, GranuleState to, RmmEl3Command monitorCall, RmiCondition[] first)
        : base(command,
        [
            .. first,
            Aligned("base_align", 1),
            Aligned("top_align", 2),
            RmiCondition.When("size", RmiStatus.ErrorInput, call => call[2] <= call[1]),
            RmiCondition.When("tracking", RmiStatus.ErrorTracking, call => !call.Rmm.Granules.IsTracked(call[1])),
            RmiCondition.When("gran_state", RmiStatus.ErrorInput, call => call.StateOf(call[1]) != from),
        ], Footprint.Granules(1, 2))
    {
        _from = from;
        _to = to;
        _monitorCall = monitorCall;
    }

    protected sealed override RmiResult Apply(RmiCall call) => call.Defer(() => Run(call));

    /// <summary>Done before the monitor is asked.</summary>
    protected abstract void Prepare(RmiCall call, ulong granule);

    // One granule after the other: state, wipe, GPI. The first failure is the command's; later ones end it.
    private async Script Run(RmiCall call)
    {
        ulong granule = call[1];
        ulong limit = call.Rmm.Operations.Policy.ProgressLimit(GranulesPerCall) * GranuleTable.GranuleSize;
        ulong end = Math.Min(call[2], call[1] + limit);
        while (granule < end && call.Rmm.Granules.Is(granule, _from))
        {
            Prepare(call, granule);
            // Nobody else may take it while the monitor works.
            call.Rmm.Granules[granule] = GranuleState.Internal;
            SmcCall result = await call.RmmPe.Script.Smc(new SmcCall((ulong)_monitorCall, granule));
            bool moved = (RmmEl3Status)(long)result.X0 == RmmEl3Status.Ok;
            call.SetState(granule, moved ? _to : _from);
            if (!moved)
                break;
            granule += GranuleTable.GranuleSize;
        }
        call.Return(1, granule);
        call.Finish(granule > call[1] ? RmiResult.Success : RmiStatus.ErrorInput);
    }
}

/// <summary>RMI_GRANULE_RANGE_DELEGATE: gives Non-secure memory to the Realm world.</summary>
internal sealed class GranuleRangeDelegate() : GranuleRange(
    RmiCommand.GranuleRangeDelegate, GranuleState.Undelegated, GranuleState.Delegated, RmmEl3Command.GtsiDelegate, [RmmActive])
{
    protected override void Prepare(RmiCall call, ulong granule)
    {
    }
}

/// <summary>RMI_GRANULE_RANGE_UNDELEGATE: gives memory back to the Non-secure world, wiped.</summary>
internal sealed class GranuleRangeUndelegate() : GranuleRange(
    RmiCommand.GranuleRangeUndelegate, GranuleState.Delegated, GranuleState.Undelegated, RmmEl3Command.GtsiUndelegate, [])
{
    protected override void Prepare(RmiCall call, ulong granule) => call.Wipe(granule);
}
