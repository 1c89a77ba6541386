using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>State machines of the specification: every event in every state, as the tables beside this file say.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), sections "RMM lifecycle", "Granule state", "Granule tracking region", "Realm lifecycle", "REC lifecycle", "Realm IPA state",
/// "Stateful RMI operations". The tables were written from these sections, not from the code.
/// </remarks>
public sealed class StateMachineTests
{
    private static IEnumerable<TestCaseData> Cells() =>
        from machine in StateMachine.All
        from cell in machine.Table.Cells
        select new TestCaseData(machine, cell).SetArgDisplayNames(machine.Name, cell.State, cell.Event);

    private static IEnumerable<TestCaseData> Machines() =>
        StateMachine.All.Select(machine => new TestCaseData(machine).SetArgDisplayNames(machine.Name));

    [TestCaseSource(nameof(Cells))]
    public void An_event_in_a_state(object machine, object cell)
    {
        (var it, var expected) = ((StateMachine)machine, (StateCell)cell);
        using StateSubject subject = it.Make(expected.State, expected.Event);
        Assert.That(subject.State, Is.EqualTo(expected.State), "it has been brought into this state");
        RmiResult result = subject.Fire(expected.Event);
        Assert.That($"{Name(result.Status)} {subject.State}", Is.EqualTo($"{expected.Status} {expected.Next}"));
    }

    [TestCaseSource(nameof(Machines))]
    public void Every_state_and_every_event_has_its_cells(object machine)
    {
        var it = (StateMachine)machine;
        Assert.That(it.Table.States, Is.EquivalentTo(it.States));
        Assert.That(it.Table.Events, Is.EquivalentTo(it.Events));
        Assert.That(it.Table.Cells, Has.Count.EqualTo(it.States.Count * it.Events.Count));
    }

    [Test]
    public void Every_state_of_the_code_is_a_column()
    {
        Covers<RmmState>("rmm");
        Covers<RealmState>("realm");
        Covers<RecState>("rec");
        Covers<OperationState>("operation");
        Covers<RmiTrackingState>("tracking");
        // Devices are not offered: nothing leads to their states.
        Covers<GranuleState>("granule", GranuleState.Dev, GranuleState.Pdev, GranuleState.Vdev, GranuleState.Vsmmu);
        Covers<Ripas>("entry", Ripas.Dev);
    }

    [Test]
    public void Every_command_is_an_event_of_the_life_of_the_RMM_and_those_with_objects_of_another_machine_too()
    {
        string[] built = [.. RmiHandlers.Create().Select(handler => NameOf(handler.Command))];
        Assert.That(StateMachine.All[0].Table.Events, Is.EquivalentTo(built));
        string[] elsewhere = [.. StateMachine.All.Skip(1).SelectMany(machine => machine.Table.Events).Select(name => name.Split(' ')[0]).Distinct()];
        Assert.That(built.Except(elsewhere), Is.EquivalentTo(new[]
        {
            "RMI_VERSION", "RMI_FEATURES", "RMI_RMM_CONFIG_SET", "RMI_RMM_ACTIVATE", "RMI_RMM_STATE_GET", "RMI_ATTEST_PLAT_TOKEN_REFRESH",
            "RMI_GPT_L1_CREATE", "RMI_GPT_L1_DESTROY",
        }), "these have no object but the RMM and the Granule Protection Table");
    }

    /// <summary>Name of a command.</summary>
    internal static string NameOf(RmiCommand command) => RmiCommandTable.All.First(line => line.FunctionId.Value == (uint)command).Name;

    private static void Covers<TState>(string machine, params TState[] notOffered)
        where TState : struct, Enum
    {
        string[] columns = StateMachine.All.Single(it => it.Name == machine).Table.States;
        foreach (TState state in Enum.GetValues<TState>().Except(notOffered))
            Assert.That(columns, Has.Some.StartsWith(Name(state)), $"{machine} has no column for {state}");
    }

    // ErrorInput is ERROR_INPUT.
    internal static string Name<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
