namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Process state as SPSR_ELx holds it. Process state, in the positions of SPSR_ELx.</summary>
/// <remarks>Arm ARM (DDI 0487), section "SPSR_EL2, Saved Program Status Register (EL2)" and its siblings.</remarks>
public static class PSTATE
{
    /// <summary>Level and stack pointer: 0 EL0t, 4 EL1t, 5 EL1h, 8 EL2t, 9 EL2h, 12 EL3t, 13 EL3h.</summary>
    public static BitField M => new(0, 4);

    /// <summary>AArch32 state.</summary>
    public const ulong nRW = 1UL << 4;

    /// <summary>FIQ mask.</summary>
    public const ulong F = 1UL << 6;

    /// <summary>IRQ mask.</summary>
    public const ulong I = 1UL << 7;

    /// <summary>SError mask.</summary>
    public const ulong A = 1UL << 8;

    /// <summary>Debug exception mask.</summary>
    public const ulong D = 1UL << 9;

    /// <summary>All four masks.</summary>
    public static BitField DAIF => new(6, 4);

    /// <summary>Kind of the last indirect branch.</summary>
    public static BitField BTYPE => new(10, 2);

    /// <summary>Speculative store bypass safe.</summary>
    public const ulong SSBS = 1UL << 12;

    /// <summary>All interrupts masked (FEAT_NMI).</summary>
    public const ulong ALLINT = 1UL << 13;

    /// <summary>Illegal execution state.</summary>
    public const ulong IL = 1UL << 20;

    /// <summary>Software step.</summary>
    public const ulong SS = 1UL << 21;

    /// <summary>Privileged access never.</summary>
    public const ulong PAN = 1UL << 22;

    /// <summary>User access override.</summary>
    public const ulong UAO = 1UL << 23;

    /// <summary>Data independent timing.</summary>
    public const ulong DIT = 1UL << 24;

    /// <summary>Tag check override.</summary>
    public const ulong TCO = 1UL << 25;

    /// <summary>Overflow.</summary>
    public const ulong V = 1UL << 28;

    /// <summary>Carry.</summary>
    public const ulong C = 1UL << 29;

    /// <summary>Zero.</summary>
    public const ulong Z = 1UL << 30;

    /// <summary>Negative.</summary>
    public const ulong N = 1UL << 31;

    /// <summary>All four flags.</summary>
    public static BitField NZCV => new(28, 4);
}
