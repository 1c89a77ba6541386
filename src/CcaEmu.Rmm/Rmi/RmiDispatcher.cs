using System.Collections.Frozen;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Operations;

namespace CcaEmu.Rmm.Rmi;

/// <summary>Finds the handler of a command by its function identifier.</summary>
internal sealed class RmiDispatcher
{
    private readonly FrozenDictionary<uint, RmiHandler> _handlers;
    private readonly FrozenSet<uint> _known;

    /// <summary>A dispatcher for the commands of <see cref="RmiHandlers"/>.</summary>
    /// <param name="replace">Puts another handler in the place of each; null for none.</param>
    public RmiDispatcher(Func<RmiHandler, RmiHandler>? replace)
    {
        Handlers = [.. RmiHandlers.Create().Select(handler => replace?.Invoke(handler) ?? handler)];
        _handlers = Handlers.ToFrozenDictionary(handler => (uint)handler.Command);
        _known = RmiCommandTable.All.Select(line => line.FunctionId.Value).ToFrozenSet();
    }

    /// <summary>Every handler.</summary>
    public IReadOnlyList<RmiHandler> Handlers { get; }

    /// <summary>Serves the command in the PE's X0 to X7, up to the return to the host or to where it has to wait.</summary>
    public void Dispatch(RmiCall call)
    {
        call.Begin();
        call.Rmm.Checker?.Begin(call);
        call.Pe.Charge(RmmCosts.Command);
        // SMCCC: the identifier is W0; the SVE hint says nothing about which function it is.
        uint functionId = new SmcFunctionId((uint)call[0]).WithoutSveHint.Value;
        if (!_handlers.TryGetValue(functionId, out RmiHandler? handler))
        {
            call.RmmPe.Complete(_known.Contains(functionId) ? (ulong)RmiStatus.ErrorNotSupported : SmcccStatus.UnknownFunction);
            return;
        }
        RmiResult result = Execute(handler, call);
        if (!call.IsDeferred)
            call.Finish(result);
    }

    // An object in an intermediate state is no good for checking anything about it: BLOCKED comes first.
    private static RmiResult Execute(RmiHandler handler, RmiCall call)
    {
        OperationTable operations = call.Rmm.Operations;
        if (operations.IsBlocked(handler, call))
            return RmiStatus.Blocked;
        if (operations.IsBusy(handler, call))
            return RmiStatus.Busy;
        if (operations.Policy.Refuses(handler, out RmiResult later))
            return later;
        RmiResult result = handler.Check(call);
        if (!result.IsSuccess)
            return result;
        return operations.TryBegin(handler, call, out RmiResult begun) ? begun : handler.TakeEffect(call);
    }
}
