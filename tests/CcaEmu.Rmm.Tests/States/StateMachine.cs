using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.States;

/// <summary>Something that has states, on a machine of its own, brought into one of them.</summary>
internal abstract class StateSubject(RmmBench bench) : IDisposable
{
    public RmmBench Bench => bench;

    /// <summary>The state it is in now.</summary>
    public abstract string State { get; }

    /// <summary>Lets an event happen.</summary>
    public abstract RmiResult Fire(string name);

    public void Dispose() => bench.Dispose();

    /// <summary>Makes a command; where it becomes an operation, to its end.</summary>
    protected RmiResult Complete(RmiCommand command, params ReadOnlySpan<ulong> arguments)
    {
        RmiResult result = bench.Rmi(command, arguments);
        if (result.Status != RmiStatus.Incomplete)
            return result;
        ulong handle = bench.X[1];
        while (result.Status == RmiStatus.Incomplete)
        {
            result = result.MemoryRequest switch
            {
                RmiMemoryRequest.Donate => Donate(handle, bench.NewDelegated()),
                RmiMemoryRequest.Reclaim => bench.Rmi(RmiCommand.OpMemReclaim, handle, bench.NewGranule(), 512),
                _ => bench.Rmi(RmiCommand.OpContinue, handle),
            };
        }
        return result;
    }

    /// <summary>Gives an operation pages.</summary>
    protected RmiResult Donate(ulong handle, params ReadOnlySpan<ulong> pages)
    {
        ulong list = bench.NewGranule();
        for (int i = 0; i < pages.Length; i++)
            bench.Write64(list + (ulong)i * 8, Rmi.RttRangeScenarios.Pages(pages[i], 1));
        return bench.Rmi(RmiCommand.OpMemDonate, handle, list, (ulong)pages.Length);
    }
}

/// <summary>A kind of thing with states: its states by name, and how one is made.</summary>
/// <param name="Name">Of the table that says what must happen.</param>
/// <param name="States">The states that the code has.</param>
/// <param name="Events">What can happen.</param>
/// <param name="Make">Brings one into a state, for an event.</param>
internal sealed record StateMachine(string Name, IReadOnlyList<string> States, IReadOnlyList<string> Events, Func<string, string, StateSubject> Make)
{
    public static IReadOnlyList<StateMachine> All { get; } =
    [
        RmmLifecycle.Machine, GranuleLifecycle.Machine, TrackingLifecycle.Machine, RealmLifecycle.Machine, RecLifecycle.Machine, EntryLifecycle.Machine,
        OperationLifecycle.Machine,
    ];

    public StateTable Table => StateTable.Read(Name + ".txt");
}
