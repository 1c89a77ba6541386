namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Profiling Buffer Status/syndrome Register (EL1).</summary>
/// <remarks>Arm ARM (DDI 0487), section "PMBSR_EL1, Profiling Buffer Status/syndrome Register (EL1)".</remarks>
public static class PMBSR_EL1
{
    /// <summary>Syndrome of the event: a fault status code, or 1 where the buffer is full.</summary>
    public static BitField MSS => new(0, 16);

    /// <summary>A sample collided with another.</summary>
    public const ulong COLL = 1UL << 16;

    /// <summary>An event happened: profiling is stopped and the interrupt requested.</summary>
    public const ulong S = 1UL << 17;

    /// <summary>An External abort on a write of the buffer.</summary>
    public const ulong EA = 1UL << 18;

    /// <summary>The last record is incomplete.</summary>
    public const ulong DL = 1UL << 19;

    /// <summary>Class of the event: 0x00 other, 0x1E granule protection check fault, 0x24 stage 1 fault, 0x25 stage 2 fault.</summary>
    public static BitField EC => new(26, 6);
}
