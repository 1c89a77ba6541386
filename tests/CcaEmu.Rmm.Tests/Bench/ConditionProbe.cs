using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Asks the failure conditions of a command one by one which of them hold for the registers of a scenario; makes no command.</summary>
internal sealed class ConditionProbe(RmmBench bench, RmiHandler handler)
{
    // Of its own, so that nothing of the RMM's calls is touched.
    private readonly RmmPe _pe = new(bench.Rmm, bench.Rmm.Context, bench.Pe);

    /// <summary>The first condition that holds, which decides; null where none does.</summary>
    public string? Deciding(ReadOnlySpan<ulong> registers)
    {
        RmiCall call = Begin(registers);
        return handler.Conditions.FirstOrDefault(condition => Holds(condition, call))?.Name;
    }

    /// <summary>Every condition that holds, whatever the ones before it say, up to one that finds no object where the others look at one.</summary>
    public HashSet<string> Holding(ReadOnlySpan<ulong> registers)
    {
        RmiCall call = Begin(registers);
        var holding = new HashSet<string>();
        string? last = null;
        foreach (RmiCondition condition in handler.Conditions)
        {
            if (Holds(condition, call))
            {
                holding.Add(condition.Name);
                last ??= Finds(condition.Name);
            }
            if (condition.Name == last)
                break;
        }
        return holding;
    }

    // The condition after which nothing can be asked any more: no RD, REC, operation, list or entry has been found.
    private string? Finds(string condition) => condition switch
    {
        "rd_align" or "rd_bound" or "rd_state" => "rd_state",
        "rec_align" or "rec_bound" or "rec_state" => "rec_state",
        "target_align" or "target_bound" or "target_state" => "target_state",
        "level_bound" => "ipa_bound",
        "rtt_walk" => "rtte_state",
        "complete" or "oaddr_valid" or "entry_state" or "ipa_bound" => condition,
        "rtte_state" when handler.Command is RmiCommand.RttDestroy or RmiCommand.RttFold => condition,
        _ => null,
    };

    // What only the monitor knows holds where the bench has it refuse.
    private bool Holds(RmiCondition condition, RmiCall call) => condition.Refusal is { } refusal
        ? bench.Refusal is { } answer && refusal.Covers(answer) && IsFirst(refusal, answer)
        : !condition.Check(call).IsSuccess;

    private bool IsFirst(RmiRefusal refusal, FirmeStatus answer) =>
        handler.Conditions.Select(condition => condition.Refusal).First(other => other?.Covers(answer) == true) == refusal;

    private RmiCall Begin(ReadOnlySpan<ulong> registers)
    {
        for (int i = 1; i < 8; i++)
            bench.Pe.X(i) = registers[i];
        bench.Pe.X(0) = (ulong)handler.Command;
        _pe.Call.Begin();
        return _pe.Call;
    }
}
