using CcaEmu.Cpu;

namespace CcaEmu.Machine.Board;

/// <summary>Virtual time: a function of modelled cycles, never of the host's clock.</summary>
/// <remarks>One retired instruction is one cycle; exceptions and managed layers charge theirs (<see cref="ProcessingElement.Charge"/>).</remarks>
public static class VirtualClock
{
    /// <summary>Nominal PE frequency in Hz: turns modelled cycles into modelled time.</summary>
    public const ulong CyclesPerSecond = 2_000_000_000;

    /// <summary>System counter frequency in Hz (CNTFRQ_EL0).</summary>
    public const ulong CounterFrequency = 100_000_000;

    /// <summary>Modelled cycles in a tick of the system counter.</summary>
    public const ulong CyclesPerTick = CyclesPerSecond / CounterFrequency;

    /// <summary>The system counter after a number of modelled cycles.</summary>
    /// <param name="modelledCycles">Cycles since reset.</param>
    public static ulong CountAt(ulong modelledCycles) => modelledCycles / CyclesPerTick;

    /// <summary>Modelled time in nanoseconds after a number of modelled cycles.</summary>
    /// <param name="modelledCycles">Cycles since reset.</param>
    public static double NanosecondsAt(ulong modelledCycles) => modelledCycles * (1e9 / CyclesPerSecond);
}
