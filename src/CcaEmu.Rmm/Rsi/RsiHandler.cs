using CcaEmu.Arm.Rsi;
using CcaEmu.Rmm.Run;

namespace CcaEmu.Rmm.Rsi;

/// <summary>One RSI command: its failure conditions in order of priority, and its effect.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "RSI commands".</remarks>
internal abstract class RsiHandler
{
    /// <summary>Declares a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="conditions">Failure conditions: the first that holds decides.</param>
    protected RsiHandler(RsiCommand command, IReadOnlyList<RsiCondition> conditions)
    {
        Command = command;
        Conditions = conditions;
    }

    /// <summary>Which command.</summary>
    public RsiCommand Command { get; }

    /// <summary>Failure conditions in order of priority.</summary>
    public IReadOnlyList<RsiCondition> Conditions { get; }

    /// <summary>Checks the conditions and, where none holds, lets the command take effect.</summary>
    public RealmOutcome Execute(RsiCall call) =>
        RsiCondition.TryFail(Conditions, call, out RealmOutcome failure) ? failure : Apply(call);

    /// <summary>The effect; ends with one of the endings of <see cref="RsiCall"/>.</summary>
    protected abstract RealmOutcome Apply(RsiCall call);
}
