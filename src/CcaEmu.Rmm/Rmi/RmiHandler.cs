using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm.Operations;

namespace CcaEmu.Rmm.Rmi;

/// <summary>One RMI command: its failure conditions in order of priority, what it touches, and its effect.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "RMI commands". The order refines the partial order of the command's page.
/// </remarks>
internal abstract class RmiHandler
{
    private readonly RmiCondition[] _conditions;

    /// <summary>Declares a command.</summary>
    /// <param name="command">Which.</param>
    /// <param name="conditions">Failure conditions: the first that holds decides.</param>
    /// <param name="footprint">What it reads and changes, as far as an operation of another command may have begun to change it.</param>
    protected RmiHandler(RmiCommand command, IReadOnlyList<RmiCondition> conditions, params Footprint[] footprint)
    {
        Command = command;
        _conditions = [.. conditions];
        Footprints = footprint;
        CommandTraits traits = RmiCommandTable.All.First(line => line.FunctionId.Value == (uint)command).Traits;
        IsStateful = (traits & CommandTraits.Stateful) != 0;
        MovesMemory = (traits & CommandTraits.MovesMemory) != 0;
    }

    /// <summary>Which command.</summary>
    public RmiCommand Command { get; }

    /// <summary>Failure conditions in order of priority.</summary>
    public IReadOnlyList<RmiCondition> Conditions => _conditions;

    /// <summary>Failures that nothing on this machine leads to once no condition holds, with the reason; so no test has a case of them.</summary>
    public virtual IReadOnlyList<(string Name, string Reason)> OutOfReach => [];

    /// <summary>What it reads and changes.</summary>
    public IReadOnlyList<Footprint> Footprints { get; }

    /// <summary>Whether it may become a stateful operation.</summary>
    public bool IsStateful { get; }

    /// <summary>Whether it may ask for memory, or give memory back.</summary>
    public bool MovesMemory { get; }

    /// <summary>Whether it is one of the commands about stateful operations.</summary>
    public virtual bool ContinuesOperation => false;

    /// <summary>Whether the object that a call without failure condition makes can keep whatever memory is donated for it.</summary>
    public virtual bool KeepsAnyMemory(RmiCall call) => false;

    /// <summary>Whether memory goes back to the host once the command has taken effect.</summary>
    public virtual bool ReturnsAfterwards => false;

    /// <summary>The memory that a call without failure condition needs of the host.</summary>
    public virtual IReadOnlyList<DonationRequirements> MemoryNeeded(RmiCall call) => [];

    /// <summary>The memory that goes back to the host with the object that a call without failure condition destroys.</summary>
    public virtual IReadOnlyList<AddressRangeDescriptor> MemoryReturned(RmiCall call) => [];

    /// <summary>The call has become an operation.</summary>
    public virtual void Begun(RmiCall call)
    {
    }

    /// <summary>The operation has taken over the memory that <see cref="MemoryReturned"/> named: the object no longer has it.</summary>
    public virtual void Released(RmiCall call)
    {
    }

    /// <summary>Checks the failure conditions.</summary>
    /// <returns>What the first that holds answers, or SUCCESS.</returns>
    public RmiResult Check(RmiCall call)
    {
        foreach (RmiCondition condition in _conditions)
        {
            RmiResult result = condition.Check(call);
            if (!result.IsSuccess)
                return result;
        }
        return RmiResult.Success;
    }

    /// <summary>Checks the failure conditions and, where none holds, lets the command take effect.</summary>
    public RmiResult Execute(RmiCall call)
    {
        RmiResult result = Check(call);
        return result.IsSuccess ? Apply(call) : result;
    }

    /// <summary>Lets a call without failure condition take effect.</summary>
    public RmiResult TakeEffect(RmiCall call) => Apply(call);

    /// <summary>What the declared conditions make of the monitor's answer.</summary>
    /// <param name="answer">X0 of the RMM's call.</param>
    /// <returns>SUCCESS, or what the first condition answers that is such a refusal.</returns>
    /// <exception cref="InvalidOperationException">The command declares no refusal for it.</exception>
    protected RmiResult ResultOf(FirmeStatus answer)
    {
        if (answer == FirmeStatus.Success)
            return RmiResult.Success;
        for (int i = 0; i < Conditions.Count; i++)
        {
            if (Conditions[i].Refusal is { } refusal && refusal.Covers(answer))
                return refusal.Result;
        }
        throw new InvalidOperationException($"{Command} declares no condition for the monitor's answer {answer}");
    }

    /// <summary>The effect. A failure here has changed nothing that the caller can see.</summary>
    protected abstract RmiResult Apply(RmiCall call);
}
