using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Rmi;

/// <summary>One failure condition of a command.</summary>
/// <param name="Name">The name the specification's command page gives it, or the best fit.</param>
/// <param name="Check">
/// Success where the condition does not hold; else the command's result. It may note what it found in the call.
/// </param>
internal sealed record RmiCondition(string Name, Func<RmiCall, RmiResult> Check)
{
    /// <summary>The monitor's refusal that the condition is; null where the RMM finds it before the command takes effect.</summary>
    public RmiRefusal? Refusal { get; private init; }

    /// <summary>A condition with one fixed status.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="status">What the command answers.</param>
    /// <param name="fails">Whether the condition holds.</param>
    public static RmiCondition When(string name, RmiStatus status, Func<RmiCall, bool> fails) =>
        new(name, call => fails(call) ? status : RmiResult.Success);

    /// <summary>
    /// A condition that only the monitor knows: it shows when the command takes effect, so it stands behind all that the RMM checks itself.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="status">What the command answers.</param>
    /// <param name="answers">The monitor's answers that lead to it; none for whatever no condition before it names.</param>
    public static RmiCondition Refused(string name, RmiStatus status, params FirmeStatus[] answers) =>
        new(name, _ => RmiResult.Success) { Refusal = new RmiRefusal(status, answers) };

    /// <summary>A condition that answers ERROR_RTT with the level where the call's walk has ended.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="holds">What must be so for the command to go on.</param>
    public static RmiCondition Unless(string name, Func<RmiCall, bool> holds) =>
        new(name, call => holds(call) ? RmiResult.Success : RmiResult.ErrorRtt(call.Walk.Level));
}
