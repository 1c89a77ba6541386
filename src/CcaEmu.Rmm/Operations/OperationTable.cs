using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Operations;

/// <summary>The stateful operations under way: begins them, finds them by handle, keeps other commands from their objects.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Stateful RMI operations". A handle is never used again, so that one that is kept too long
/// is found out.
/// </remarks>
/// <param name="policy">Which commands are split, and how.</param>
internal sealed class OperationTable(OperationPolicy policy)
{
    /// <summary>Operations that can be under way at once.</summary>
    public const int Capacity = 32;

    private readonly Dictionary<ulong, StatefulOperation> _operations = [];
    private ulong _lastHandle;

    /// <summary>How many are under way.</summary>
    public int Count => _operations.Count;

    /// <summary>All that are under way.</summary>
    public IEnumerable<StatefulOperation> All => _operations.Values;

    /// <summary>Which commands are split, and how.</summary>
    public OperationPolicy Policy => policy;

    /// <summary>The operation of a handle, or null.</summary>
    public StatefulOperation? Find(ulong handle) => _operations.GetValueOrDefault(handle);

    /// <summary>Whether a command touches an object that is in an intermediate state.</summary>
    public bool IsBlocked(RmiHandler handler, RmiCall call)
    {
        if (_operations.Count == 0)
            return false;
        foreach (Footprint part in handler.Footprints)
        {
            ObjectRange range = part.Resolve(call);
            foreach (StatefulOperation operation in _operations.Values)
            {
                if (operation.Conflicts(range))
                    return true;
            }
        }
        return false;
    }

    /// <summary>Whether a command names an operation whose last step is being made, by another PE: its answer is not known yet.</summary>
    /// <param name="handler">The command.</param>
    /// <param name="call">The call.</param>
    public bool IsBusy(RmiHandler handler, RmiCall call) => handler.ContinuesOperation && Find(call[1]) is { IsUnderWay: true };

    /// <summary>Turns a command that has met no failure condition into an operation, where it is to be one.</summary>
    /// <param name="handler">The command.</param>
    /// <param name="call">The call.</param>
    /// <param name="answer">INCOMPLETE; or BUSY where the command has to be one and there is no room for it.</param>
    /// <returns>False where the command takes effect at once.</returns>
    public bool TryBegin(RmiHandler handler, RmiCall call, out RmiResult answer)
    {
        answer = default;
        if (policy.PlanFor(handler, call) is not { } plan)
            return false;
        if (_operations.Count == Capacity)
        {
            answer = RmiStatus.Busy;
            return plan.Donations.Count > 0 || plan.Returns.Count > 0;
        }
        var operation = new StatefulOperation(++_lastHandle << 8 | 0xA5, handler, call, plan);
        _operations.Add(operation.Handle, operation);
        handler.Begun(call);
        if (plan.Returns.Count > 0)
            handler.Released(call);
        call.Return(1, operation.Handle);
        answer = Answer(operation, call);
        return true;
    }

    /// <summary>INCOMPLETE with what the operation wants next; the requirements of a donation are put into X2.</summary>
    public static RmiResult Answer(StatefulOperation operation, RmiCall call)
    {
        if (operation.State == OperationState.Donating)
            call.Return(2, operation.Wanted.Encode());
        return operation.Incomplete;
    }

    /// <summary>RMI_OP_CONTINUE.</summary>
    public RmiResult Continue(StatefulOperation operation, RmiCall call, RmiContinueFlags flags)
    {
        switch (operation.State)
        {
            case OperationState.Ended:
                _operations.Remove(operation.Handle);
                return operation.End(call.Outputs);
            case OperationState.Running when (flags & RmiContinueFlags.Stop) != 0 || operation.TakesEffect():
                operation.IsUnderWay = true;
                call.Resume(operation);
                return operation.Handler.Execute(call);
            default:
                return Answer(operation, call);
        }
    }

    /// <summary>
    /// The resumed command has ended. Memory that it has not used goes back first, and the result comes after that.
    /// </summary>
    /// <returns>What the continuation answers.</returns>
    public RmiResult End(StatefulOperation operation, RmiCall call, RmiResult result)
    {
        operation.IsUnderWay = false;
        if (operation.Donated.Count == 0)
        {
            _operations.Remove(operation.Handle);
            return result;
        }
        operation.Return(result, call.Outputs);
        call.Outputs[1..4].Clear();
        return operation.Incomplete;
    }

    /// <summary>RMI_OP_CANCEL of an operation that can be cancelled.</summary>
    public RmiResult Cancel(StatefulOperation operation, RmiCall call)
    {
        operation.Return(RmiResult.Success, call.Outputs);
        if (operation.OffersMemory)
            return operation.Incomplete;
        _operations.Remove(operation.Handle);
        return RmiResult.Success;
    }
}
