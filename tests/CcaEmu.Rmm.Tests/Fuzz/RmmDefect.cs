using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Campaign.RmiFuzz;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm.Tests.Fuzz;

/// <summary>A known defect of one command.</summary>
/// <param name="Name">What is wrong, as a sentence.</param>
/// <param name="Command">Which command.</param>
/// <param name="Conditions">Changes its failure conditions.</param>
/// <param name="Effect">Changes its effect.</param>
/// <param name="ForgetsGpi">Whether the last granule of each request to the monitor is left out, unnoticed.</param>
internal sealed record RmmDefect(
    string Name, RmiCommand Command, Func<IReadOnlyList<RmiCondition>, IEnumerable<RmiCondition>>? Conditions = null,
    Func<RmiCall, Func<RmiResult>, RmiResult>? Effect = null, bool ForgetsGpi = false) : IRmmDefect
{
    public override string ToString() => Name;

    public RmiHandler Replace(RmiHandler handler) => handler.Command != Command || ForgetsGpi
        ? handler
        : new WrappedHandler(handler, [.. Conditions?.Invoke(handler.Conditions) ?? handler.Conditions], Effect ?? ((_, inner) => inner()));

    public void Attach(Machine.Machine machine)
    {
        if (ForgetsGpi)
            machine.Bus.Subscribe(new Forgetful(machine.Pes.Count));
    }

    /// <summary>An effect with something after it, where it has succeeded.</summary>
    public static Func<RmiCall, Func<RmiResult>, RmiResult> Then(Action<RmiCall> after) => (call, inner) =>
    {
        RmiResult result = inner();
        if (result.IsSuccess)
            after(call);
        return result;
    };

    /// <summary>Conditions without one.</summary>
    public static Func<IReadOnlyList<RmiCondition>, IEnumerable<RmiCondition>> Without(string name) =>
        conditions => conditions.Where(condition => condition.Name != name);

    /// <summary>Conditions of which one has another status.</summary>
    public static Func<IReadOnlyList<RmiCondition>, IEnumerable<RmiCondition>> Answers(string name, RmiStatus status) =>
        conditions => conditions.Select(condition => condition.Name != name
            ? condition
            : new RmiCondition(name, call => condition.Check(call).IsSuccess ? RmiResult.Success : status));

    /// <summary>Conditions before one of which something is done.</summary>
    public static Func<IReadOnlyList<RmiCondition>, IEnumerable<RmiCondition>> Before(string name, Action<RmiCall> action) =>
        conditions => conditions.Select(condition => condition.Name != name ? condition : new RmiCondition(name, call =>
        {
            action(call);
            return condition.Check(call);
        }));

    /// <summary>Conditions one of which does something where it holds.</summary>
    public static Func<IReadOnlyList<RmiCondition>, IEnumerable<RmiCondition>> WhereItHolds(string name, Action<RmiCall> action) =>
        conditions => conditions.Select(condition => condition.Name != name ? condition : new RmiCondition(name, call =>
        {
            RmiResult result = condition.Check(call);
            if (!result.IsSuccess)
                action(call);
            return result;
        }));

    // Between RMM and monitor: one granule less is asked for, and the answer is the one to the whole request.
    private sealed class Forgetful(int pes) : IPeObserver
    {
        private readonly ulong[] _asked = new ulong[pes];

        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
            if (taken.SourceState == SecurityState.Realm && (uint)pe.X(0) == (uint)FirmeCommand.GmGpiSet && pe.X(2) > 1)
            {
                _asked[pe.Index] = pe.X(2);
                pe.X(2)--;
            }
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            if (from != ExceptionLevel.EL3 || pe.SecurityState != SecurityState.Realm || _asked[pe.Index] == 0)
                return;
            pe.X(1) += pe.X(1) == _asked[pe.Index] - 1 ? 1UL : 0;
            _asked[pe.Index] = 0;
        }
    }
}
