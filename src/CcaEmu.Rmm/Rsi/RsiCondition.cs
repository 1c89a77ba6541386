using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>One failure condition of a call, with the name of the specification's command page or the best fit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">X0 where it holds.</param>
/// <param name="Fails">Whether it holds.</param>
internal sealed record RsiCondition(string Name, ulong Status, Func<RsiCall, bool> Fails)
{
    /// <summary>A failure condition of an RSI command.</summary>
    public RsiCondition(string name, RsiStatus status, Func<RsiCall, bool> fails)
        : this(name, (ulong)status, fails)
    {
    }

    /// <summary>A failure condition of a PSCI function.</summary>
    public RsiCondition(string name, PsciStatus status, Func<RsiCall, bool> fails)
        : this(name, (ulong)(long)status, fails)
    {
    }

    /// <summary>Ends a call where a condition holds: the first that does decides.</summary>
    /// <param name="conditions">In order of priority.</param>
    /// <param name="call">The call.</param>
    /// <param name="outcome">How it has ended.</param>
    /// <returns>False where none holds: the call goes on.</returns>
    public static bool TryFail(IReadOnlyList<RsiCondition> conditions, RsiCall call, out RealmOutcome outcome)
    {
        for (int i = 0; i < conditions.Count; i++)
        {
            if (!conditions[i].Fails(call))
                continue;
            outcome = call.Return(conditions[i].Status);
            return true;
        }
        outcome = default;
        return false;
    }
}
