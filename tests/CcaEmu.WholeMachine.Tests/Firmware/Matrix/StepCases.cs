using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// Software step of one NOP at every level: each combination of MDSCR_EL1.SS and KDE, MDCR_EL2.TDE, MDCR_EL3.SDD, the OS lock, PSTATE.D and the
/// SPSR_EL3.SS that the return brings. A step exception is taken behind the NOP, before it, or not at all.
/// </summary>
/// <remarks>Arm ARM, D2 "Software Step exceptions"; J1.1 AArch64.GenerateDebugExceptionsFrom(), J1.3 DebugExceptionReturnSS().</remarks>
internal static class StepCases
{
    private const uint Nop = 0xD503_201F;
    private const ulong Ss = 1;
    private const ulong Kde = 1 << 13;
    private const ulong Tde = 1 << 8;
    private const ulong Sdd = 1 << 16;
    private const ulong SpsrSs = 1 << 21;
    private const ulong D = 1 << 9;
    private const ulong DebugStatus = 0x22;
    private const ulong InstructionStep = 1 << 24;

    private static readonly bool[] Both = [false, true];

    public static IEnumerable<NativeCase> Of(Situation situation) =>
        from level in Enum.GetValues<ExceptionLevel>()
        where situation.IsReachable(level)
        from ss in Both
        from kde in Both
        from tde in Both
        from sdd in Both
        from locked in Both
        from masked in Both
        from active in Both
        select Case(situation, level, ss, kde, tde, sdd, locked, masked, active);

    private static NativeCase Case(
        Situation situation, ExceptionLevel level, bool ss, bool kde, bool tde, bool sdd, bool locked, bool masked, bool active)
    {
        int target = situation.HasEl2 && (situation.Tge || tde) ? 2 : 1;
        bool allowed = !locked && !(situation.State == SecurityState.Secure && level != ExceptionLevel.EL3 && sdd);
        bool enabled = ss && allowed && ((int)level == target ? kde && !masked : target > (int)level);
        RegisterWrite[] changes =
        [
            Situation.Write(R.MDSCR_EL1, (ss ? Ss : 0) | (kde ? Kde : 0)),
            Situation.Write(R.MDCR_EL2, situation.Value(R.MDCR_EL2) | (tde ? Tde : 0)),
            Situation.Write(R.MDCR_EL3, situation.Value(R.MDCR_EL3) | (sdd ? Sdd : 0)),
            Situation.Write(R.OSLAR_EL1, locked ? 1UL : 0),
        ];
        ulong spsr = Situation.Spsr(level) & ~D | (masked ? D : 0) | (active ? SpsrSs : 0);
        string condition = $"SS {Bit(ss)}, KDE {Bit(kde)}, TDE {Bit(tde)}, SDD {Bit(sdd)}, OSLK {Bit(locked)}, PSTATE.D {Bit(masked)}, SPSR.SS {Bit(active)}";
        uint[] stub = [Nop, Leaving.Word(level)];
        NativeEnd end = !enabled ? Leaving.End(situation, level, stub.Length)
            : new NativeEnd(target, Situation.Vector(level, target),
                ((int)level == target ? 0x33UL : 0x32UL) << 26 | 1 << 25 | (active ? InstructionStep : 0) | DebugStatus, active ? 4UL : 0);
        return new NativeCase("Step over NOP", situation.Place(level), condition, situation.Setup, changes, stub, spsr, end)
        {
            Checks = [new ValueCheck(ValueCheck.SavedSpsr, SpsrSs, 0)],
        };
    }

    private static int Bit(bool value) => value ? 1 : 0;
}
