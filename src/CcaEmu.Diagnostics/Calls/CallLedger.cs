using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Calls;

/// <summary>Makes calls out of exceptions: pairs each SMC with the exception return that answers it, and keeps count.</summary>
/// <remarks>
/// It knows nothing of the layers, only of the two events every layer makes, managed or native. An SMC is answered when its caller is
/// entered again at its return address. A Realm's SMC is trapped by HCR_EL2.TSC, and a trap's preferred return address is the SMC itself
/// (Arm ARM, "Preferred exception return address"), so that the RMM has to go on one instruction behind it.
/// </remarks>
public sealed class CallLedger : IPeObserver
{
    private const ulong InstructionBytes = 4;

    private readonly OpenCalls _open = new();
    private readonly BegunOperations _operations = new();
    private readonly RecentTable<CallTally> _tallies = new(TallyOf, key => new CallTally((CallInterface)(key >> 32), (uint)key));
    private readonly ulong[] _exits = new ulong[256];
    private ICallObserver[] _listeners = [];

    /// <summary>Successful returns of RMI_REC_ENTER by exit reason, as far as the run page could be read.</summary>
    public IEnumerable<(RmiRecExitReason Reason, ulong Count)> RecExits =>
        _exits.Select((count, reason) => ((RmiRecExitReason)reason, count)).Where(exit => exit.count != 0);

    /// <summary>Adds a listener for the life of the ledger.</summary>
    /// <param name="listener">Who is told, in the order of subscription.</param>
    public void Subscribe(ICallObserver listener) => _listeners = [.. _listeners, listener];

    /// <summary>The functions of an interface that were called, by name; the two conventions of a function are one.</summary>
    /// <param name="interface">Which interface; the functions of <see cref="CallInterface.Other"/> are not told apart.</param>
    public IReadOnlyList<CallStatistics> StatisticsOf(CallInterface @interface) =>
    [
        .. _tallies.All.Values.Where(tally => tally.Interface == @interface && tally.Count != 0)
            .GroupBy(tally => SmcNames.NameOf(tally.FunctionId))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CallStatistics(group.Key, Sum(group, tally => tally.Count), Sum(group, tally => tally.Cycles))),
    ];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.Type != ExceptionType.Synchronous || new EsrValue(taken.Syndrome).EC != ExceptionClass.Smc64)
            return;
        bool trapped = taken.Target != ExceptionLevel.EL3;
        // Written where it stays: a record is large, and there is one for every call of a run.
        ref CallRecord call = ref _open.Open(CallerContext.Of(pe, taken.SourceState, taken.Source));
        call.PeIndex = pe.Index;
        call.CallerState = taken.SourceState;
        call.CallerLevel = taken.Source;
        call.ReturnAddress = trapped ? taken.ReturnAddress + InstructionBytes : taken.ReturnAddress;
        CallRegisters.Read(pe, ref call.Arguments);
        call.StartInstructions = pe.RetiredInstructions;
        call.StartCycles = pe.ModelledCycles;
        call.Interface = Classify(new SmcFunctionId(call.FunctionId), taken.SourceState, taken.Source);
        call.Outcome = IsOneWay(call) ? CallOutcome.OneWay : CallOutcome.Pending;
        call.Operation = _operations.CommandOf(call);
        Tally(call).Count++;
        foreach (ICallObserver listener in _listeners)
            listener.OnCall(pe, call);
        if (call.Outcome != CallOutcome.Pending)
            _open.Close(call.Place);
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        // An SMC is answered from EL2 or EL3.
        if (from < ExceptionLevel.EL2)
            return;
        int place = _open.Find(CallerContext.Of(pe, pe.SecurityState, pe.CurrentLevel));
        if (place < 0)
            return;
        ref CallRecord call = ref _open[place];
        call.EndInstructions = pe.RetiredInstructions;
        call.EndCycles = pe.ModelledCycles;
        call.Outcome = OutcomeOf(call, pe.PC);
        if (call.Outcome == CallOutcome.Returned)
            Complete(pe, ref call);
        else if (call.Outcome == CallOutcome.Repeated)
            Tally(call).Count--;
        foreach (ICallObserver listener in _listeners)
            listener.OnReturn(pe, call);
        _open.Close(place);
    }

    private CallTally Tally(in CallRecord call) => _tallies[(ulong)call.Interface << 32 | call.FunctionId];

    // Whatever a guest makes up, there is no more of this than there are functions in the ranges of the interfaces.
    private static ulong TallyOf(ulong key) => (CallInterface)(key >> 32) == CallInterface.Other ? key & ~(ulong)uint.MaxValue : key;

    private static CallOutcome OutcomeOf(in CallRecord call, ulong pc)
    {
        if (pc == call.ReturnAddress)
            return CallOutcome.Returned;
        bool trapped = call.CallerLevel < ExceptionLevel.EL2;
        return trapped && pc == call.ReturnAddress - InstructionBytes ? CallOutcome.Repeated : CallOutcome.Abandoned;
    }

    private void Complete(ProcessingElement pe, ref CallRecord call)
    {
        CallRegisters.Read(pe, ref call.Results);
        _operations.Note(call);
        Tally(call).Cycles += call.EndCycles - call.StartCycles;
        bool entered = call.Interface == CallInterface.Rmi
            && new SmcFunctionId(call.FunctionId).WithoutSveHint.Value == (uint)RmiCommand.RecEnter
            && new RmiResult(call.Results[0]).IsSuccess;
        if (!entered)
            return;
        call.Exit = RecExit.Read(pe, call.Arguments[2]);
        if (call.Exit is { } exit)
            _exits[(byte)exit.Reason]++;
    }

    private static CallInterface Classify(SmcFunctionId functionId, SecurityState state, ExceptionLevel level) => (state, level) switch
    {
        (SecurityState.NonSecure, ExceptionLevel.EL2) when SmcRanges.IsRmi(functionId) => CallInterface.Rmi,
        (SecurityState.Realm, ExceptionLevel.EL2) when SmcRanges.IsRmmEl3(functionId) => CallInterface.RmmEl3,
        (SecurityState.Realm, ExceptionLevel.EL1) when SmcRanges.IsRsi(functionId) => CallInterface.Rsi,
        (SecurityState.Realm, ExceptionLevel.EL1) when SmcRanges.IsPsci(functionId) => CallInterface.Psci,
        _ => CallInterface.Other,
    };

    // With these two the RMM hands the PE back; when it is entered again behind them, that is the next request and no answer.
    private static bool IsOneWay(in CallRecord call) =>
        call.Interface == CallInterface.RmmEl3
        && (RmmEl3Command)new SmcFunctionId(call.FunctionId).WithoutSveHint.Value
            is RmmEl3Command.RmiReqComplete or RmmEl3Command.BootComplete;

    private static ulong Sum(IEnumerable<CallTally> tallies, Func<CallTally, ulong> part) =>
        tallies.Aggregate(0UL, (sum, tally) => sum + part(tally));
}
