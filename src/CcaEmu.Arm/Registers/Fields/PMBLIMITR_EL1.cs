namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Profiling Buffer Limit Address Register.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMBLIMITR_EL1, Profiling Buffer Limit Address Register".</remarks>
public static class PMBLIMITR_EL1
{
    /// <summary>The buffer is enabled.</summary>
    public const ulong E = 1UL << 0;

    /// <summary>What happens when the buffer is full: 0 profiling stops, 2 nothing is ever written (Discard mode).</summary>
    public static BitField FM => new(1, 2);

    /// <summary>The limit, in bits 63:12 of an address.</summary>
    public static BitField LIMIT => new(12, 52);
}
