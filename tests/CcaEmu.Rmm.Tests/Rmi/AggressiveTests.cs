using System.Numerics;
using CcaEmu.Arm.Rmi;
using CcaEmu.Monitor;
using CcaEmu.Rmm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>
/// An aggressive RMM does with every command what the command's declaration lets it: splits it, answers BUSY and BLOCKED, asks for memory in
/// awkward shapes, gives memory back late.
/// </summary>
public sealed class AggressiveTests
{
    private const int MostSeeds = 150;
    private const ulong Region = 0x8000_0000, OtherRegion = 0xC000_0000;

    // What is seen of each command that moves memory.
    private static readonly (RmiCommand Command, (string Name, Func<OperationCourse, bool> Is)[] Behaviour)[] Moves =
    [
        (RmiCommand.RealmCreate, Awkward), (RmiCommand.RecCreate, Awkward),
        (RmiCommand.RealmDestroy, [InPieces]),
        (RmiCommand.RecDestroy, [InPieces, ("keeps it until the Realm goes", course => course.Returned.Count == 0)]),
        (RmiCommand.GranuleTrackingSet, [.. Awkward, InPieces]),
        (RmiCommand.GptL1Create, [("asks for a run that is the host's", course => course.Asked is [{ IsContiguous: true, IsUndelegated: true }])]),
        (RmiCommand.GptL1Destroy, [("gives the table back", course => course.Returned is [1])]),
        (RmiCommand.RmmActivate, []), // all that it needs it has from boot
    ];

    private static (string Name, Func<OperationCourse, bool> Is)[] Awkward =>
    [
        ("asks more than once", course => course.Asked.Count > 1),
        ("asks for a number that is no power of two", course => course.Asked.Exists(asked => !BitOperations.IsPow2(asked.Count))),
        ("asks for a run", course => course.Asked.Exists(asked => asked.IsContiguous)),
        ("asks for pages anywhere", course => course.Asked.Exists(asked => !asked.IsContiguous)),
        ("asks for a block", course => course.Asked.Exists(asked => asked.Level == 2)),
    ];

    private static (string Name, Func<OperationCourse, bool> Is) InPieces => ("gives memory back in pieces", course => course.Returned.Count > 1);

    private static (string Name, Func<OperationCourse, bool> Is)[] Any =>
    [
        ("is BUSY", course => course.Refusals.Contains(RmiStatus.Busy)),
        ("is BLOCKED", course => course.Refusals.Contains(RmiStatus.Blocked)),
        ("needs several continuations", course => course.Continuations > 2),
    ];

    private static IEnumerable<RmiCommand> Stateful() => RmiHandlers.Create().Where(handler => handler.IsStateful).Select(handler => handler.Command);

    [Test]
    public void Of_every_command_that_moves_memory_it_is_said_how() =>
        Assert.That(
            Moves.Select(line => line.Command),
            Is.EquivalentTo(RmiHandlers.Create().Where(handler => handler.MovesMemory).Select(handler => handler.Command)));

    [TestCaseSource(nameof(Stateful))]
    public void A_stateful_command_is_always_split_and_in_every_way_that_is_allowed(RmiCommand command)
    {
        List<(string Name, Func<OperationCourse, bool> Is)> missing = [.. Any, .. Moves.Where(line => line.Command == command).SelectMany(line => line.Behaviour)];
        CommandScenario[] cases = [.. Cases(command)];
        Assert.That(cases, Is.Not.Empty);
        for (ulong seed = 1; missing.Count > 0 && seed <= MostSeeds; seed++)
        {
            foreach (CommandScenario it in cases)
            {
                OperationCourse course = Course(it, seed);
                Assert.That(course.Result.IsSuccess, $"seed {seed}: {course.Result}");
                Assert.That(course.IsSplit, $"seed {seed}");
                missing.RemoveAll(behaviour => behaviour.Is(course));
            }
        }
        Assert.That(missing.Select(behaviour => behaviour.Name), Is.Empty, $"never seen of {command} by {MostSeeds} seeds");
    }

    [Test]
    public void Every_command_about_operations_is_BUSY_now_and_then_and_none_is_BLOCKED()
    {
        using RmmBench bench = NewBench(1, dynamicGpt: false);
        var realm = new TestRealm(bench);
        ulong parameters = bench.NewPage(TestRealm.RecParams(true, 0, TestRealm.Code)), rec = bench.NewDelegated();
        for (int i = 0; i < 40; i++)
        {
            bench.Patient!.Cancel(RmiCommand.RecCreate, realm.Rd, rec, parameters);
            bench.NewDelegated();
        }
        bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
        bench.Succeed(RmiCommand.RealmDestroy, realm.Rd);
        RmiCommand[] continuing = [.. RmiHandlers.Create().Where(handler => handler.ContinuesOperation).Select(handler => handler.Command)];
        Assert.That(continuing.Where(command => !bench.Patient!.Answers.Contains((command, RmiStatus.Busy))), Is.Empty);
        Assert.That(continuing.Where(command => bench.Patient!.Answers.Contains((command, RmiStatus.Blocked))), Is.Empty);
    }

    [Test]
    public void A_command_that_may_not_be_split_never_is_and_is_never_BUSY()
    {
        RmiHandler[] whole = [.. RmiHandlers.Create().Where(handler => !handler.IsStateful && !handler.ContinuesOperation && handler.Conditions.Count > 0)];
        foreach (CommandScenario it in whole.SelectMany(handler => Cases(handler.Command)))
        {
            for (ulong seed = 1; seed <= 3; seed++)
            {
                OperationCourse course = Course(it, seed);
                Assert.That(course.Result.IsSuccess && !course.IsSplit && course.Refusals.Count == 0, $"{it.Command}, seed {seed}: {course.Result}");
            }
        }
    }

    // What fails no condition, and what the scenarios of failures do not lead to.
    private static IEnumerable<CommandScenario> Cases(RmiCommand command) => command switch
    {
        RmiCommand.GptL1Destroy =>
        [
            new(command, s =>
            {
                s.Bench.Succeed(RmiCommand.GptL1Create, Region);
                s.A[1] = Region;
            }, [], DynamicGpt: true),
        ],
        RmiCommand.GranuleTrackingSet => [new(command, s => Track(s, RmiTrackingState.None, RmiTrackingState.Fine), []), new(command, StopTracking, [])],
        _ => FailureConditionTests.Scenarios().Where(it => it.Command == command),
    };

    private static void Track(Scenario s, RmiTrackingState before, RmiTrackingState wanted)
    {
        s.Bench.Succeed(RmiCommand.GranuleTrackingSet, OtherRegion, 0, (ulong)before);
        (s.A[1], s.A[3]) = (OtherRegion, (ulong)wanted);
    }

    private static void StopTracking(Scenario s)
    {
        Track(s, RmiTrackingState.None, RmiTrackingState.None);
        Track(s, RmiTrackingState.Fine, RmiTrackingState.None);
    }

    private static OperationCourse Course(CommandScenario it, ulong seed)
    {
        using RmmBench bench = NewBench(seed, it.DynamicGpt);
        var scenario = new Scenario(bench, it.Command);
        it.Arrange(scenario);
        return bench.Patient!.Make(it.Command, scenario.A.AsSpan(1));
    }

    private static RmmBench NewBench(ulong seed, bool dynamicGpt)
    {
        var bench = new RmmBench(
            new RmmOptions { Sro = SroMode.Aggressive, SroSeed = seed }, activate: false, monitor: new MonitorOptions { DynamicLevel1Gpts = dynamicGpt }, checks: false);
        bench.Patient = new PatientHost(bench);
        bench.Succeed(RmiCommand.RmmActivate);
        return bench;
    }
}
