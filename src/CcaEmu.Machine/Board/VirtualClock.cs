using CcaEmu.Cpu;

namespace CcaEmu.Machine.Board;

/// <summary>Virtual time: a function of modelled cycles, never of the host's clock.</summary>
/// <remarks>One retired instruction is one cycle; exceptions and managed layers charge theirs (<see cref="ProcessingElement.Charge(in Cpu.Accounting.Work)"/>).</remarks>
public static class VirtualClock
{
    /// <summary>Nominal PE frequency in Hz: turns modelled cycles into modelled time.</summary>
    public const ulong CyclesPerSecond = 2_000_000_000;

    /// <summary>System counter frequency in Hz (CNTFRQ_EL0).</summary>
    public const ulong CounterFrequency = 100_000_000;

    /// <summary>Modelled cycles in a tick of the system counter.</summary>
    public const ulong CyclesPerTick = CyclesPerSecond / CounterFrequency;

    // 73 years: nothing that is due later ever comes, so that no sum of times overflows.
    private const ulong EndOfTime = 1UL << 62;

    /// <summary>The system counter after a number of modelled cycles.</summary>
    /// <param name="modelledCycles">Cycles since reset.</param>
    public static ulong CountAt(ulong modelledCycles) => modelledCycles / CyclesPerTick;

    /// <summary>The first modelled cycle at which the system counter has reached a value.</summary>
    /// <param name="count">Value of the system counter; for one that is more than 70 years away, the end of time.</param>
    public static ulong CyclesAt(ulong count) => count > EndOfTime / CyclesPerTick ? ulong.MaxValue : count * CyclesPerTick;

    /// <summary>The first modelled cycle at which the system counter has gone on by a number of ticks.</summary>
    /// <param name="modelledCycles">Cycles since reset.</param>
    /// <param name="ticks">Ticks from then.</param>
    public static ulong CyclesAfter(ulong modelledCycles, ulong ticks)
    {
        ulong count = CountAt(modelledCycles);
        return ticks > ulong.MaxValue - count ? ulong.MaxValue : CyclesAt(count + ticks);
    }

    /// <summary>Modelled time in nanoseconds after a number of modelled cycles.</summary>
    /// <param name="modelledCycles">Cycles since reset.</param>
    public static double NanosecondsAt(ulong modelledCycles) => modelledCycles * (1e9 / CyclesPerSecond);
}
