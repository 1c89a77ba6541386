using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>Calls and what came back in words. A run makes the same calls again and again: their texts are made once.</summary>
internal sealed class CallTexts
{
    private readonly Dictionary<uint, (CallRegisters Registers, uint Operation, string Text)> _calls = [];
    private readonly Dictionary<uint, (CallRegisters Registers, RecExit? Exit, CallOutcome Outcome, string Text)> _results = [];

    /// <summary>Name and arguments.</summary>
    public string OfCall(in CallRecord call)
    {
        if (_calls.TryGetValue(call.FunctionId, out var last) && last.Operation == call.Operation && ((ReadOnlySpan<ulong>)last.Registers).SequenceEqual(call.Arguments))
            return last.Text;
        string text = call.DescribeCall();
        _calls[call.FunctionId] = (call.Arguments, call.Operation, text);
        return text;
    }

    /// <summary>What came back.</summary>
    public string OfResult(in CallRecord call)
    {
        if (_results.TryGetValue(call.FunctionId, out var last) && last.Outcome == call.Outcome && last.Exit == call.Exit
            && ((ReadOnlySpan<ulong>)last.Registers).SequenceEqual(call.Results))
            return last.Text;
        string text = call.DescribeResult();
        _results[call.FunctionId] = (call.Results, call.Exit, call.Outcome, text);
        return text;
    }
}
