using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Keeps the calls that were refused: a host's RMI calls, a Realm's RSI and PSCI calls.</summary>
/// <remarks>For refusals that depend on a parameter page, the page is kept as it was at the call.</remarks>
public sealed class FailureLog : ICallObserver
{
    /// <summary>How many are kept of the first, and how many of the last.</summary>
    public const int Capacity = 64;

    private readonly List<RefusedCall> _first = [];
    private readonly Queue<RefusedCall> _last = [];
    private readonly Dictionary<ulong, CallRecord> _open = [];

    /// <summary>How many there were.</summary>
    public ulong Total { get; private set; }

    /// <summary>The last command that was answered BLOCKED and has not been made again with another answer; null for none.</summary>
    public RefusedCall? Blocked { get; private set; }

    /// <summary>Operations that began with INCOMPLETE and have not come to their end, by handle.</summary>
    public IReadOnlyDictionary<ulong, CallRecord> OpenOperations => _open;

    /// <summary>What is kept, oldest first. BUSY and BLOCKED are no refusals: they ask for the same call again, later.</summary>
    public IEnumerable<RefusedCall> Calls => _first.Concat(_last);

    /// <summary>Refusals of one RMI command.</summary>
    /// <param name="command">The command.</param>
    public IEnumerable<RefusedCall> Of(RmiCommand command) => Calls.Where(refused => refused.Call.Is(command));

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (call.Outcome != CallOutcome.Returned)
            return;
        NotePostponement(pe, call);
        NoteOperation(call);
        if (!IsRefusal(call))
            return;
        Total++;
        var refused = new RefusedCall(call, Total, ParametersOf(pe, call));
        if (_first.Count < Capacity)
        {
            _first.Add(refused);
            return;
        }
        if (_last.Count == Capacity)
            _last.Dequeue();
        _last.Enqueue(refused);
    }

    private void NotePostponement(ProcessingElement pe, in CallRecord call)
    {
        if (call.Interface != CallInterface.Rmi)
            return;
        RmiStatus status = new RmiResult(call.Results[0]).Status;
        if (status == RmiStatus.Blocked)
            Blocked = new RefusedCall(call, Total, ParametersOf(pe, call));
        else if (status != RmiStatus.Busy && Blocked?.Call is { } waiting && waiting.FunctionId == call.FunctionId && waiting.Arguments[1] == call.Arguments[1])
            Blocked = null;
    }

    private void NoteOperation(in CallRecord call)
    {
        if (call.Interface != CallInterface.Rmi)
            return;
        RmiStatus status = new RmiResult(call.Results[0]).Status;
        if (!BegunOperations.IsStep(call) && status == RmiStatus.Incomplete)
            _open[call.Results[1]] = call;
        else if ((call.Is(RmiCommand.OpContinue) || call.Is(RmiCommand.OpCancel)) && status is not (RmiStatus.Incomplete or RmiStatus.Busy or RmiStatus.Blocked))
            _open.Remove(call.Arguments[1]);
    }

    private static bool IsRefusal(in CallRecord call) => call.Interface switch
    {
        CallInterface.Rmi => (long)call.Results[0] < 0
            || new RmiResult(call.Results[0]).Status is not (RmiStatus.Success or RmiStatus.Incomplete or RmiStatus.Busy or RmiStatus.Blocked),
        CallInterface.Rsi => call.Results[0] is not ((ulong)RsiStatus.Success or (ulong)RsiStatus.Incomplete),
        CallInterface.Psci => (int)call.Results[0] < 0,
        CallInterface.RmmEl3 => (int)call.Results[0] < 0,
        _ => call.CallerState == SecurityState.Realm && call.Results[0] == ulong.MaxValue,
    };

    private static byte[] ParametersOf(ProcessingElement pe, in CallRecord call)
    {
        ulong address = call.Is(RmiCommand.RealmCreate) || call.Is(RmiCommand.RecEnter) ? call.Arguments[2]
            : call.Is(RmiCommand.RecCreate) ? call.Arguments[3] : 0;
        if (address == 0 || (address & 0xFFF) != 0)
            return [];
        byte[] page = new byte[0x1000];
        return pe.Physical.Peek(new PhysicalAddress(address, Pas.NonSecure), page).Ok ? page : [];
    }
}
