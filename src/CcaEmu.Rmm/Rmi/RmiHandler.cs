using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Rmi;

/// <summary>One RMI command: its failure conditions in order of priority, and its effect.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "RMI commands". The order refines the partial order of the command's page.
/// </remarks>
internal abstract class RmiHandler
{
    /// <summary>Declares a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="conditions">Failure conditions: the first that holds decides.</param>
    protected RmiHandler(RmiCommand command, IReadOnlyList<RmiCondition> conditions)
    {
        Command = command;
        Conditions = conditions;
    }

    /// <summary>Which command.</summary>
    public RmiCommand Command { get; }

    /// <summary>Failure conditions in order of priority.</summary>
    public IReadOnlyList<RmiCondition> Conditions { get; }

    /// <summary>Checks the conditions and, where none holds, lets the command take effect.</summary>
    public RmiResult Execute(RmiCall call)
    {
        for (int i = 0; i < Conditions.Count; i++)
        {
            RmiResult result = Conditions[i].Check(call);
            if (!result.IsSuccess)
                return result;
        }
        return Apply(call);
    }

    /// <summary>The effect. A failure here has changed nothing that the caller can see.</summary>
    protected abstract RmiResult Apply(RmiCall call);
}
