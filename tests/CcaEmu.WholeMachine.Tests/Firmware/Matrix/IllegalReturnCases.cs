using CcaEmu.Arm;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>
/// Exception returns from EL3, EL2 and EL1 with every value of SPSR_ELx.M, with and without IL: a legal one arrives at its level, an illegal one
/// stays with PSTATE.IL set, and takes flags and masks along all the same.
/// </summary>
/// <remarks>Arm ARM, J1.3 IllegalExceptionReturn(), ELFromSPSR() and SetPSTATEFromPSR(), without AArch32 and with SCR_EL3.EEL2 = 0.</remarks>
internal static class IllegalReturnCases
{
    private const uint Eret = 0xD69F_03E0;
    private const ulong TargetOffset = 12;
    private const ulong IllegalState = 0x0EUL << 26 | 1 << 25;
    private const ulong Il = 1 << 20;
    private const ulong Flags = 0xAUL << 28;
    private const ulong Masks = 0x280;

    public static IEnumerable<NativeCase> Of(Situation situation) =>
        from source in (ExceptionLevel[])[ExceptionLevel.EL1, ExceptionLevel.EL2, ExceptionLevel.EL3]
        where situation.IsReachable(source)
        from reserved in source == ExceptionLevel.EL3 && situation.State == SecurityState.Secure ? (bool[])[false, true] : [false]
        from mode in Enumerable.Range(0, 32)
        from il in (bool[])[false, true]
        select Case(situation, source, (ulong)mode, il, reserved);

    private static NativeCase Case(Situation situation, ExceptionLevel source, ulong mode, bool il, bool reserved)
    {
        (R spsr, R elr) = source switch
        {
            ExceptionLevel.EL1 => (R.SPSR_EL1, R.ELR_EL1),
            ExceptionLevel.EL2 => (R.SPSR_EL2, R.ELR_EL2),
            _ => (R.SPSR_EL3, R.ELR_EL3),
        };
        bool illegal = IsIllegal(situation, source, mode, reserved);
        ulong run = illegal ? (ulong)source << 2 | 1 : mode;
        bool stops = illegal || il;
        uint[] stub = [Situation.Msr(spsr, 0), Situation.Msr(elr, 1), Eret, Leaving.SvcWord];
        string condition = $"SPSR_ELx.M = 0b{mode:b5}{(il ? ", IL" : "")}{(reserved ? ", NSE and NS reserved" : "")}";
        RegisterWrite[] changes = reserved ? [Situation.Write(R.SCR_EL3, situation.Value(R.SCR_EL3) | SCR_EL3.NSE)] : [];
        return new NativeCase("ERET", situation.Place(source), condition, situation.Setup, changes, stub, Situation.Spsr(source), End(situation, run, stops))
        {
            X0 = Flags | Masks | mode | (il ? Il : 0),
            X1Offset = TargetOffset,
            Checks = [new ValueCheck(ValueCheck.SavedSpsr, 0xF010_03DF, Flags | Masks | run | (stops ? Il : 0))],
        };
    }

    private static NativeEnd End(Situation situation, ulong run, bool stops)
    {
        var level = (ExceptionLevel)(run >> 2);
        int vector = level == ExceptionLevel.EL0 ? 8 : (run & 1) != 0 ? 4 : 0;
        return stops ? new NativeEnd(situation.Target(level), vector, IllegalState, TargetOffset)
            : new NativeEnd(situation.Target(level), vector, Leaving.SvcSyndrome, TargetOffset + 4);
    }

    private static bool IsIllegal(Situation situation, ExceptionLevel source, ulong mode, bool reserved)
    {
        var target = (ExceptionLevel)(mode >> 2 & 3);
        bool isAarch32 = (mode & 16) != 0;
        bool isNoMode = (mode & 2) != 0 || (target == ExceptionLevel.EL0 && (mode & 1) != 0);
        bool isNoState = target != ExceptionLevel.EL3 && reserved;
        bool isSecureEl2 = target == ExceptionLevel.EL2 && !situation.HasEl2;
        bool isHostsEl1 = target == ExceptionLevel.EL1 && situation.HasEl2 && situation.Tge;
        return isAarch32 || isNoMode || isNoState || isSecureEl2 || isHostsEl1 || target > source;
    }
}
