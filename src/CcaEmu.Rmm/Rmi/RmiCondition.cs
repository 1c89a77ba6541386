using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Rmi;

/// <summary>One failure condition of a command.</summary>
internal sealed class RmiCondition
{
    // One of the two: most conditions have one fixed status, and every command checks a dozen of them.
    private readonly Func<RmiCall, RmiResult>? _check;
    private readonly Func<RmiCall, bool>? _fails;
    private readonly RmiResult _result;

    /// <summary>A condition that decides itself what the command answers.</summary>
    /// <param name="name">The name the specification's command page gives it, or the best fit.</param>
    /// <param name="check">Success where the condition does not hold; else the command's result. It may note what it found in the call.</param>
    public RmiCondition(string name, Func<RmiCall, RmiResult> check) => (Name, _check) = (name, check);

    private RmiCondition(string name, RmiStatus status, Func<RmiCall, bool> fails) => (Name, _result, _fails) = (name, status, fails);

    /// <summary>The name the specification's command page gives it, or the best fit.</summary>
    public string Name { get; }

    /// <summary>The monitor's refusal that the condition is; null where the RMM finds it before the command takes effect.</summary>
    public RmiRefusal? Refusal { get; private init; }

    /// <summary>What the command answers where the condition holds, else SUCCESS.</summary>
    public RmiResult Check(RmiCall call) => _fails is null ? _check!(call) : _fails(call) ? _result : RmiResult.Success;

    /// <summary>A condition with one fixed status.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="status">What the command answers.</param>
    /// <param name="fails">Whether the condition holds.</param>
    public static RmiCondition When(string name, RmiStatus status, Func<RmiCall, bool> fails) =>
        new(name, status, fails);

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
