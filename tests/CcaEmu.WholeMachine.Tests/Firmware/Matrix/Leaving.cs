using CcaEmu.Arm;

namespace CcaEmu.WholeMachine.Tests.Firmware.Matrix;

/// <summary>How a stub that nothing stopped gets back to EL3, and the exception that shows it.</summary>
internal static class Leaving
{
    private const uint Immediate = 0x7777;
    private const uint Svc = 0xD400_0001 | Immediate << 5;
    private const uint Smc = 0xD400_0003 | Immediate << 5;

    /// <summary>The last word of a stub: SVC at EL0, which has no SMC.</summary>
    public static uint Word(ExceptionLevel level) => level == ExceptionLevel.EL0 ? Svc : Smc;

    /// <summary>SVC, for a stub that does not know its level.</summary>
    public static uint SvcWord => Svc;

    /// <summary>ESR_ELx of that SVC.</summary>
    public const ulong SvcSyndrome = 0x15UL << 26 | 1 << 25 | Immediate;

    /// <summary>The end of a stub of some words, of which the last is <see cref="Word"/>.</summary>
    public static NativeEnd End(Situation situation, ExceptionLevel level, int words) => level == ExceptionLevel.EL0
        ? new NativeEnd(situation.TargetOfEl0, 8, SvcSyndrome, (ulong)words * 4)
        : new NativeEnd(3, Situation.Vector(level, 3), 0x17UL << 26 | 1 << 25 | Immediate, (ulong)words * 4);
}
