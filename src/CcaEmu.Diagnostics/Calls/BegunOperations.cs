using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>The commands of a host that have become stateful operations, by their handles: an RMI_OP_CONTINUE names a handle and nothing else.</summary>
/// <remarks>RMM specification, "Stateful RMI operations". The latest ones are kept; a handle that is given out again stands for the later command.</remarks>
internal sealed class BegunOperations
{
    private const ulong Capacity = 32;

    private readonly CallRecord[] _begun = new CallRecord[Capacity];
    private ulong _made;

    /// <summary>Whether a call is a step of an operation that another one has begun.</summary>
    /// <param name="call">The call.</param>
    public static bool IsStep(in CallRecord call) => call.Interface == CallInterface.Rmi
        && (RmiCommand)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value
            is RmiCommand.OpContinue or RmiCommand.OpMemDonate or RmiCommand.OpMemReclaim or RmiCommand.OpCancel;

    /// <summary>Remembers a call that has returned, if it has become an operation.</summary>
    /// <param name="call">The call.</param>
    public void Note(in CallRecord call)
    {
        bool begins = call.Interface == CallInterface.Rmi && call.Outcome == CallOutcome.Returned
            && new RmiResult(call.Results[0]).Status == RmiStatus.Incomplete && !IsStep(call);
        if (!begins)
            return;
        int known = IndexOf(call.Results[1]);
        _begun[known >= 0 ? known : (int)(_made++ % Capacity)] = call;
    }

    /// <summary>Finds the command that a step belongs to.</summary>
    /// <param name="step">The step; any other call belongs to none.</param>
    /// <param name="command">Takes the command, as it was when it became an operation.</param>
    /// <returns>Whether it is known.</returns>
    public bool TryFind(in CallRecord step, out CallRecord command)
    {
        int found = CommandIndexOf(step);
        command = found >= 0 ? _begun[found] : default;
        return found >= 0;
    }

    /// <summary>W0 of the command that a step belongs to; 0 where that is not known, and for any other call.</summary>
    /// <param name="step">The step.</param>
    public uint CommandOf(in CallRecord step) => CommandIndexOf(step) is >= 0 and var found ? _begun[found].FunctionId : 0;

    private int CommandIndexOf(in CallRecord step) => IsStep(step) ? IndexOf(step.Arguments[1]) : -1;

    private int IndexOf(ulong handle)
    {
        for (int i = 0; i < (int)Math.Min(_made, Capacity); i++)
        {
            if (_begun[i].Results[1] == handle)
                return i;
        }
        return -1;
    }
}
