using System.Globalization;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Where two traces stop saying the same, with what led to it.</summary>
public sealed record TraceDivergence
{
    /// <summary>Events that are the same in both, from the beginning.</summary>
    public required ulong Common { get; init; }

    /// <summary>The last of them, oldest first.</summary>
    public required IReadOnlyList<TraceEvent> Before { get; init; }

    /// <summary>What one has from there on; empty where it has come to its end.</summary>
    public required IReadOnlyList<TraceEvent> Left { get; init; }

    /// <summary>What the other has.</summary>
    public required IReadOnlyList<TraceEvent> Right { get; init; }

    /// <summary>Calls that had not returned on the PE where it happens, the outermost first.</summary>
    public required IReadOnlyList<CallEvent> CallsUnderWay { get; init; }

    /// <summary>What is different, one phrase each.</summary>
    public IEnumerable<string> Differences
    {
        get
        {
            if (Left.Count == 0 || Right.Count == 0)
                return [$"the {(Left.Count == 0 ? "first" : "second")} trace ends here"];
            return Compare(Left[0], Right[0]);
        }
    }

    private static IEnumerable<string> Compare(TraceEvent one, TraceEvent other)
    {
        if (one.Place != other.Place)
            yield return $"place: {Place(one)} against {Place(other)}";
        if (one.Stamp.Retired != other.Stamp.Retired)
            yield return Text($"retired instructions: {one.Stamp.Retired} against {other.Stamp.Retired}");
        if (one.Stamp.Charged != other.Stamp.Charged)
            yield return Text($"charged cycles: {one.Stamp.Charged} against {other.Stamp.Charged}");
        IEnumerable<string> details = (one, other) switch
        {
            (InstructionEvent a, InstructionEvent b) => Compare(a, b),
            (RegistersEvent a, RegistersEvent b) => Compare(a.Values, b.Values, a),
            (CallEvent a, CallEvent b) => Compare(a, b),
            _ when one.GetType() != other.GetType() => ["another kind of event"],
            _ => [],
        };
        foreach (string detail in details)
            yield return detail;
    }

    private static IEnumerable<string> Compare(InstructionEvent one, InstructionEvent other)
    {
        if (one.Pc != other.Pc)
            yield return Text($"PC: 0x{one.Pc:X} against 0x{other.Pc:X}");
        if (one.Word != other.Word)
            yield return Text($"instruction: {one.Word:x8} against {other.Word:x8}");
        foreach (string register in Compare(one.Changes, other.Changes, one))
            yield return register;
        if (one.Accesses.Count != other.Accesses.Count || !one.Accesses.Zip(other.Accesses, (a, b) => a.IsSame(b)).All(same => same))
            yield return "memory: what it reads or writes, or where";
    }

    private static IEnumerable<string> Compare(IReadOnlyList<RegisterValue> one, IReadOnlyList<RegisterValue> other, TraceEvent at)
    {
        foreach (int register in one.Concat(other).Select(value => value.Register).Distinct())
        {
            string left = Value(one, register), right = Value(other, register);
            if (left != right)
                yield return $"{TraceRegister.Name(register, at.Place.Level, (at as InstructionEvent)?.Word ?? 0)}: {left} against {right}";
        }
    }

    private static string Value(IReadOnlyList<RegisterValue> values, int register)
    {
        foreach (RegisterValue value in values)
        {
            if (value.Register == register)
                return register < TraceRegister.V0 ? Text($"0x{value.Low:X}") : Text($"0x{value.High:X16}{value.Low:X16}");
        }
        return "unchanged";
    }

    private static IEnumerable<string> Compare(CallEvent one, CallEvent other)
    {
        for (int i = 0; i < Calls.CallRegisters.Count; i++)
        {
            if (one.Call.Arguments[i] != other.Call.Arguments[i])
                yield return Text($"X{i} at the call: 0x{one.Call.Arguments[i]:X} against 0x{other.Call.Arguments[i]:X}");
            if (one.Call.Results[i] != other.Call.Results[i])
                yield return Text($"X{i} at the return: 0x{one.Call.Results[i]:X} against 0x{other.Call.Results[i]:X}");
        }
    }

    private static string Place(TraceEvent @event) => Text($"PE{@event.Place.PeIndex} {@event.Place.World}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
