using System.Text;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>How many tests the failure conditions of a command have: `FailureConditionTests` and `RsiConditionTests` hold that there are as many.</summary>
/// <param name="Alone">Conditions, each alone.</param>
/// <param name="Pairs">Two that hold at once.</param>
/// <param name="Impossible">Two that cannot.</param>
internal readonly record struct ConditionCounts(int Alone, int Pairs, int Impossible)
{
    /// <summary>Of a command.</summary>
    /// <param name="command">As the table of impossible pairs calls it.</param>
    /// <param name="conditions">How many it declares.</param>
    /// <param name="impossible">That table.</param>
    public static ConditionCounts Of(string command, int conditions, IEnumerable<ImpossiblePair> impossible)
    {
        int never = impossible.Count(pair => pair.Command == command);
        return new(conditions, conditions * (conditions - 1) / 2 - never, never);
    }

    public static ConditionCounts operator +(ConditionCounts one, ConditionCounts other) =>
        new(one.Alone + other.Alone, one.Pairs + other.Pairs, one.Impossible + other.Impossible);

    /// <summary>The line below a table.</summary>
    public string Sentence => $"{Alone} conditions alone, {Pairs} pairs.";

    /// <summary>The cell of a table.</summary>
    public override string ToString() => $"{Alone} + {Pairs}{(Impossible == 0 ? "" : $" ({Impossible} cannot)")}";

    /// <summary>The pairs that cannot hold at once, each with its reason.</summary>
    public static void AppendImpossible(StringBuilder page, IReadOnlyList<ImpossiblePair> impossible)
    {
        page.AppendLine("Pairs that cannot hold at once:");
        page.AppendLine();
        foreach (ImpossiblePair pair in impossible)
            page.AppendLine($"- {pair.Command}, {pair.First} and {pair.Second}: {pair.Why}.");
    }
}
