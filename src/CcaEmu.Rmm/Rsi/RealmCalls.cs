using System.Collections.Frozen;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>Serves the SMCs of a Realm: SMCCC_VERSION, PSCI and RSI; everything else is unknown.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm Services Interface"; SMC Calling Convention (DEN0028).</remarks>
internal sealed class RealmCalls
{
    private const ulong ConventionVersion = 0x0001_0002; // 1.2: X0 to X17 carry arguments and results.

    private readonly FrozenDictionary<uint, RsiHandler> _rsi;
    private readonly FrozenDictionary<uint, RsiStatus> _notOffered;
    private readonly RealmPsci _psci;
    private readonly RsiCall _call;

    /// <summary>The services of the RECs of one PE.</summary>
    public RealmCalls(RealmContext context)
    {
        _call = new RsiCall(context);
        _psci = new RealmPsci(_call);
        RmmAbiProfile abi = context.Rmm.Abi;
        _rsi = RsiHandlers.Create().ToFrozenDictionary(handler => abi.NumberOf(handler.Command));
        _notOffered = RsiNotOffered.Answers.ToFrozenDictionary(answer => abi.NumberOf(answer.Key), answer => answer.Value);
    }

    /// <summary>Serves the call in X0.</summary>
    public RealmOutcome Handle()
    {
        SmcFunctionId functionId = new SmcFunctionId((uint)_call[0]).WithoutSveHint;
        if (_rsi.TryGetValue(functionId.Value, out RsiHandler? handler))
            return handler.Execute(_call);
        if (_notOffered.TryGetValue(functionId.Value, out RsiStatus status))
            return _call.Return(status);
        if (SmcRanges.IsPsci(functionId))
            return _psci.Handle(functionId);
        return _call.Return(functionId.Value == (uint)SmcccFunction.Version ? ConventionVersion : SmcccStatus.UnknownFunction);
    }
}
