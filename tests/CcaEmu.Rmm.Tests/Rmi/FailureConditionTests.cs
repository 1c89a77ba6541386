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
    private static IEnumerable<CommandScenario> Scenarios() =>
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
        var (command, _, breaks, _, _, _) = (CommandScenario)scenario;
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
    public void The_first_of_two_conditions_decides(object scenario, object first, object second)
    {
        // The later one is made to hold first, so that the earlier one certainly holds at the end.
        Assert.That(Run((CommandScenario)scenario, (Break)second, (Break)first), Is.EqualTo(((Break)first).Result));
    }

    private static RmiResult Run(CommandScenario it, params Break[] breaks)
    {
        // Breaks reach behind the RMM, so what it finds unsound afterwards is not its fault; that a failure changes nothing is.
        RmmOptions options = it.Options ?? new RmmOptions();
        using var bench = new RmmBench(options with { ChecksIsolation = true }, mustBeSound: false, monitor: new MonitorOptions { DynamicLevel1Gpts = it.DynamicGpt });
        var scenario = new Scenario(bench, it.Command);
        it.Arrange(scenario);
        foreach (Break condition in breaks)
            condition.Apply(scenario);
        RmiResult result = scenario.Go();
        Assert.That(bench.Rmm.IsolationFindings.Where(finding => finding.Contains("yet something has changed", StringComparison.Ordinal)), Is.Empty);
        return result;
    }
}
