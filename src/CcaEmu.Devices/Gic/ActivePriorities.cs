using System.Numerics;

namespace CcaEmu.Devices.Gic;

/// <summary>The active priorities of a group: a bit for each level that can be preempted, the highest priority in bit 0.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), "Active priorities". Five bits of a priority decide, so that one register holds them all.</remarks>
internal static class ActivePriorities
{
    /// <summary>Running priority where nothing is active.</summary>
    public const int Idle = 0xFF;

    private const int Shift = 8 - GicConfiguration.PriorityBits;

    /// <summary>The bit of a group priority.</summary>
    public static uint BitOf(int priority) => 1u << (priority >> Shift);

    /// <summary>The highest active priority.</summary>
    public static int Highest(uint active) => active == 0 ? Idle : BitOperations.TrailingZeroCount(active) << Shift;

    /// <summary>What is active after a priority drop.</summary>
    public static uint Drop(uint active) => active & (active - 1);

    /// <summary>The bits of a priority that decide preemption, of a binary point of Group 0.</summary>
    public static int GroupPriorityMask(int binaryPoint) => ~0 << (binaryPoint + 1);
}
