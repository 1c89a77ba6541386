using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Makes one failure condition of a command hold.</summary>
/// <param name="Condition">Its name.</param>
/// <param name="Result">What the command must answer.</param>
/// <param name="Apply">What to change.</param>
internal sealed record Break(string Condition, RmiResult Result, Action<Scenario> Apply)
{
    /// <summary>
    /// Whether it leaves in a register what another condition has put there, so that putting the register back takes only this one away.
    /// </summary>
    public bool Composes { get; init; }

    public static Break Input(string condition, Action<Scenario> apply) => new(condition, RmiStatus.ErrorInput, apply);

    /// <summary>The monitor refuses a call of the RMM.</summary>
    public static Break Refused(string condition, RmiStatus status, FirmeCommand call, FirmeStatus answer) =>
        new(condition, status, s => s.Bench.Refuse(call, answer));

    public static Break RmmState(RmmState state = Arm.Rmi.RmmState.Init) =>
        new("rmm_state", RmiStatus.ErrorGlobal, s => s.Bench.Rmm.Context.State = state);

    /// <summary>Not aligned, not tracked, not in the right state.</summary>
    public static Break[] Granule(string name, int register) =>
    [
        Input(name + "_align", s => s.A[register] += 8),
        Input(name + "_bound", s => s.A[register] = 0x1000UL * (ulong)register),
        Input(name + "_state", s => s.A[register] = s.Bench.NewGranule()),
    ];

    /// <summary>Not aligned, not the host's.</summary>
    public static Break[] HostPage(string name, int register) =>
    [
        Input(name + "_align", s => s.A[register] += 8),
        Input(name + "_pas", s => s.A[register] = s.Bench.NewDelegated()),
    ];

    public static Break[] Range(int baseRegister, int topRegister) =>
    [
        Input("base_align", s => s.A[baseRegister] += 8),
        Input("top_align", s => s.A[topRegister] += 8),
        Input("size", s => s.A[topRegister] = s.A[baseRegister] - RmmBench.Granule) with { Composes = true },
    ];
}
