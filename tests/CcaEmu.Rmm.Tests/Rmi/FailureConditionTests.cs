using CcaEmu.Arm.Rmi;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>
/// Every failure condition of every command alone, and every two at once: the one that is declared first decides.
/// </summary>
public sealed class FailureConditionTests
{
    internal static IEnumerable<CommandScenario> Scenarios() =>
    [
        .. GlobalScenarios.All(), .. RealmScenarios.All(), .. RecScenarios.All(), .. RttScenarios.All(), .. RttRangeScenarios.All(),
        .. OperationScenarios.All(),
    ];

    private static IEnumerable<TestCaseData> Commands() =>
        Scenarios().Select(scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.Command.ToString()));

    private static IEnumerable<TestCaseData> Single() =>
        from scenario in Scenarios()
        from condition in scenario.Breaks
        select new TestCaseData(scenario, condition).SetArgDisplayNames(scenario.Command.ToString(), condition.Condition);

    private static IEnumerable<TestCaseData> Pairs() =>
        from scenario in Scenarios()
        from first in Enumerable.Range(0, scenario.Breaks.Length)
        from second in Enumerable.Range(first + 1, scenario.Breaks.Length - first - 1)
        select new TestCaseData(scenario, scenario.Breaks[first], scenario.Breaks[second])
            .SetArgDisplayNames(scenario.Command.ToString(), scenario.Breaks[first].Condition, scenario.Breaks[second].Condition);

    [Test]
    public void Every_command_with_failure_conditions_has_a_scenario() =>
        Assert.That(
            Scenarios().Select(scenario => scenario.Command).Order(),
            Is.EqualTo(RmiHandlers.Create().Where(handler => handler.Conditions.Count > 0).Select(handler => handler.Command).Order()));

    [TestCaseSource(nameof(Commands))]
    public void Every_declared_condition_is_tested_in_its_place(object scenario)
    {
        var (command, _, breaks, _, _, _, _) = (CommandScenario)scenario;
        RmiHandler handler = RmiHandlers.Create().Single(handler => handler.Command == command);
        Assert.That(
            breaks.Select(condition => condition.Condition),
            Is.EqualTo(handler.Conditions.Select(condition => condition.Name)));
    }

    [TestCaseSource(nameof(Commands))]
    public void A_command_without_a_failure_condition_succeeds(object scenario)
    {
        var it = (CommandScenario)scenario;
        Assume.That(it.CanSucceed);
        Assert.That(Run(it).Status, Is.EqualTo(RmiStatus.Success).Or.EqualTo(RmiStatus.Incomplete));
    }

    [TestCaseSource(nameof(Single))]
    public void A_condition_gives_its_status(object scenario, object condition)
    {
        var broken = (Break)condition;
        Assert.That(Run((CommandScenario)scenario, broken), Is.EqualTo(broken.Result));
    }

    [TestCaseSource(nameof(Pairs))]
    public void The_first_of_two_conditions_that_both_hold_decides(object scenario, object first, object second)
    {
        (var it, var one, var other) = ((CommandScenario)scenario, (Break)first, (Break)second);
        // The later one is made to hold first, so that the earlier one certainly holds at the end.
        using RmmBench bench = NewBench(it);
        Scenario made = Arrange(bench, it);
        ulong[] good = [.. made.A];
        other.Apply(made);
        ulong[] broken = [.. made.A];
        one.Apply(made);
        var probe = new ConditionProbe(bench, Handler(it));
        bool decides = probe.Deciding(made.A) == one.Condition;
        bool both = decides && (probe.Holding(made.A).Contains(other.Condition) || IsBehind(probe, made, good, broken, one, other));
        bool isImpossible = Impossible.Any(pair => (pair.Command, pair.First, pair.Second) == (it.Command.ToString(), one.Condition, other.Condition));
        Assert.That(both, Is.Not.EqualTo(isImpossible), isImpossible ? "they hold at once: it is possible" : $"{other.Condition} does not hold beside {one.Condition}");
        if (!isImpossible)
            Assert.That(Go(bench, made), Is.EqualTo(one.Result));
    }

    [Test]
    public void Every_pair_that_is_called_impossible_is_one_of_two_declared_conditions() =>
        Assert.That(
            Impossible.Select(pair => (pair.Command, pair.First, pair.Second)),
            Is.SubsetOf(RmiHandlers.Create().SelectMany(handler =>
                ImpossiblePairs.Of(handler.Command.ToString(), [.. handler.Conditions.Select(condition => condition.Name)]))).And.Unique);

    private static IReadOnlyList<ImpossiblePair> Impossible { get; } = ImpossiblePairs.OfHost();

    // A condition about an object can be asked only where the registers name one: with those of the first condition as they were, the second decides.
    private static bool IsBehind(ConditionProbe probe, Scenario made, ulong[] good, ulong[] broken, Break one, Break other)
    {
        ulong[] wrong = [.. made.A];
        ulong[] put = [.. wrong];
        for (int i = 0; i < wrong.Length; i++)
        {
            bool isOfBoth = wrong[i] != broken[i] && broken[i] != good[i];
            if (isOfBoth && !one.Composes)
                return false;
            put[i] = broken[i];
        }
        if (put.SequenceEqual(wrong) || probe.Deciding(put) != other.Condition)
            return false;
        put.CopyTo(made.A, 0);
        Assert.That(Go(made.Bench, made), Is.EqualTo(other.Result), $"with the registers of the first condition put right, {other.Condition} decides");
        wrong.CopyTo(made.A, 0);
        return true;
    }

    private static RmiHandler Handler(CommandScenario it) => RmiHandlers.Create().Single(handler => handler.Command == it.Command);

    // Breaks reach behind the RMM, so what it finds unsound afterwards is not its fault; that a failure changes nothing is.
    private static RmmBench NewBench(CommandScenario it) => new(
        (it.Options ?? new RmmOptions()) with { ChecksIsolation = true }, mustBeSound: false, monitor: new MonitorOptions { DynamicLevel1Gpts = it.DynamicGpt },
        features: it.Features);

    private static Scenario Arrange(RmmBench bench, CommandScenario it)
    {
        var scenario = new Scenario(bench, it.Command);
        it.Arrange(scenario);
        return scenario;
    }

    private static RmiResult Go(RmmBench bench, Scenario scenario)
    {
        RmiResult result = scenario.Go();
        Assert.That(bench.Rmm.IsolationFindings.Where(finding => finding.Contains("yet something has changed", StringComparison.Ordinal)), Is.Empty);
        return result;
    }

    private static RmiResult Run(CommandScenario it, params Break[] breaks)
    {
        using RmmBench bench = NewBench(it);
        Scenario scenario = Arrange(bench, it);
        foreach (Break condition in breaks)
            condition.Apply(scenario);
        if (breaks.Length == 1)
            Assert.That(new ConditionProbe(bench, Handler(it)).Deciding(scenario.A), Is.EqualTo(breaks[0].Condition), "it is this condition that decides");
        return Go(bench, scenario);
    }
}
