using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rsi;
using CcaEmu.Rmm.Run;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rsi;

/// <summary>
/// Every failure condition of every call of a Realm alone, and every two at once: the one that is declared first decides.
/// </summary>
public sealed class RsiConditionTests
{
    private RmmBench _bench = null!;

    private static IEnumerable<TestCaseData> Calls() =>
        RsiScenarios.All().Select(scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.Name));

    private static IEnumerable<TestCaseData> Single() =>
        from scenario in RsiScenarios.All()
        from i in Enumerable.Range(0, scenario.Breaks.Length)
        select new TestCaseData(scenario, scenario.Breaks[i])
            .SetArgDisplayNames(scenario.Name, $"{scenario.Breaks[i].Condition} ({i})");

    private static IEnumerable<TestCaseData> Pairs() =>
        from scenario in RsiScenarios.All()
        from first in Enumerable.Range(0, scenario.Breaks.Length)
        from second in Enumerable.Range(first + 1, scenario.Breaks.Length - first - 1)
        let one = scenario.Breaks[first]
        let other = scenario.Breaks[second]
        where one.Condition != other.Condition
        select new TestCaseData(scenario, one, other)
            .SetArgDisplayNames(scenario.Name, $"{one.Condition} ({first})", $"{other.Condition} ({second})");

    private static IReadOnlyList<ImpossiblePair> Impossible { get; } = ImpossiblePairs.OfRealm();

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void Every_call_with_failure_conditions_has_a_scenario() =>
        Assert.That(RsiScenarios.All().Select(scenario => scenario.Name), Is.EquivalentTo(RsiScenarios.Declared().Keys));

    [TestCaseSource(nameof(Calls))]
    public void Every_declared_condition_is_tested_in_its_place(object scenario)
    {
        var it = (RsiScenario)scenario;
        Assert.That(
            it.Breaks.Select(condition => condition.Condition).Distinct(),
            Is.EqualTo(RsiScenarios.Declared()[it.Name].Select(condition => condition.Name)));
    }

    [TestCaseSource(nameof(Calls))]
    public void No_condition_holds_for_a_good_call(object scenario)
    {
        var it = (RsiScenario)scenario;
        Assert.That(Holding(it, it.X, Start(it, it.X)), Is.Empty);
    }

    [TestCaseSource(nameof(Single))]
    public void A_condition_gives_its_status(object scenario, object condition)
    {
        var it = (RsiScenario)scenario;
        var broken = (RsiBreak)condition;
        ulong[] x = Broken(it, broken);
        TestRealm realm = Start(it, x, broken);
        Assert.That(Holding(it, x, realm), Does.Contain(broken.Condition));
        Assert.That(realm.Finish()[0], Is.EqualTo(broken.X0));
    }

    [TestCaseSource(nameof(Pairs))]
    public void The_first_of_two_conditions_decides(object scenario, object first, object second)
    {
        var it = (RsiScenario)scenario;
        var one = (RsiBreak)first;
        var other = (RsiBreak)second;
        ulong[] x = Broken(it, other, one);
        TestRealm realm = Start(it, x, other, one);
        // Most conditions of RSI have one status, so which one decides shows only in their order.
        string[] holding = Holding(it, x, realm);
        Assert.That(holding[0], Is.EqualTo(one.Condition));
        bool isImpossible = Impossible.Any(pair => (pair.Command, pair.First, pair.Second) == (it.Name, one.Condition, other.Condition));
        Assert.That(holding.Contains(other.Condition), Is.Not.EqualTo(isImpossible), $"{other.Condition} beside {one.Condition}");
        Assert.That(realm.Finish()[0], Is.EqualTo(one.X0));
    }

    [Test]
    public void Every_pair_that_is_called_impossible_is_one_of_two_declared_conditions() =>
        Assert.That(
            Impossible.Select(pair => (pair.Command, pair.First, pair.Second)),
            Is.SubsetOf(RsiScenarios.Declared().SelectMany(declared =>
                ImpossiblePairs.Of(declared.Key, [.. declared.Value.Select(condition => condition.Name)]))).And.Unique);

    private static ulong[] Broken(RsiScenario it, params RsiBreak[] breaks)
    {
        ulong[] x = [.. it.X];
        foreach (RsiBreak condition in breaks)
            condition.Apply(x);
        return x;
    }

    private TestRealm Start(RsiScenario it, ulong[] x, params RsiBreak[] breaks)
    {
        var realm = new TestRealm(_bench);
        realm.MapInit(TestRealm.Data, []);
        realm.MapCode([.. A64.Call(x), .. A64.Report(), A64.Stop]);
        realm.NewRec();
        realm.NewRec(runnable: false, mpidr: 1);
        realm.Activate();
        var rec = new Rec(new RealmMemory(_bench.Pe.Physical), realm.Rec);
        it.Prepare?.Invoke(rec);
        foreach (RsiBreak condition in breaks)
            condition.OnRec?.Invoke(rec);
        return realm;
    }

    // Names of the conditions that hold for a call of the Realm, past the interface; the PE is in the host's hands.
    private string[] Holding(RsiScenario it, ulong[] x, TestRealm realm)
    {
        var memory = new RealmMemory(_bench.Pe.Physical);
        var context = new RealmContext(_bench.Rmm.Context, _bench.Pe);
        context.Begin(new Rec(memory, realm.Rec), new Rd(memory, realm.Rd));
        var call = new RsiCall(context);
        for (int i = 0; i < x.Length; i++)
            call[i] = x[i];
        return [.. HoldingOf(RsiScenarios.Declared()[it.Name], call)];
    }

    // A condition may rely on those before it: an IPA outside the IPA space has no entry, so it has no RAM either.
    private static IEnumerable<string> HoldingOf(IReadOnlyList<RsiCondition> conditions, RsiCall call)
    {
        foreach (RsiCondition condition in conditions)
        {
            if (condition.Name == "addr_ripas" && !call.Rd.Contains(call[1]))
                yield return condition.Name;
            else if (condition.Fails(call))
                yield return condition.Name;
        }
    }
}
