namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Physical Address Register. What an AT instruction found.</summary>
/// <remarks>Arm ARM (DDI 0487), section "PAR_EL1, Physical Address Register".</remarks>
public static class PAR_EL1
{
    /// <summary>The translation failed.</summary>
    public const ulong F = 1UL << 0;

    /// <summary>Failed: fault status code.</summary>
    public static BitField FST => new(1, 6);

    /// <summary>Failed: stage 2 fault on a stage-1 walk.</summary>
    public const ulong PTW = 1UL << 8;

    /// <summary>Failed: the fault was at stage 2.</summary>
    public const ulong S = 1UL << 9;

    /// <summary>Succeeded: shareability.</summary>
    public static BitField SH => new(7, 2);

    /// <summary>Succeeded: with NSE, the PAS of the output.</summary>
    public const ulong NS = 1UL << 9;

    /// <summary>Succeeded: with NS, the PAS of the output.</summary>
    public const ulong NSE = 1UL << 11;

    /// <summary>Succeeded: bits 51:12 of the physical address.</summary>
    public static BitField PA => new(12, 40);

    /// <summary>Succeeded: memory attributes, as in MAIR.</summary>
    public static BitField ATTR => new(56, 8);
}
