namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Interrupt Controller VGIC Type Register. What the virtual CPU interface offers.</summary>
/// <remarks>Arm GIC architecture (IHI 0069), section "ICH_VTR_EL2, Interrupt Controller VGIC Type Register".</remarks>
public static class ICH_VTR_EL2
{
    /// <summary>List registers, minus one.</summary>
    public static BitField ListRegs => new(0, 5);

    /// <summary>ICH_HCR_EL2.TDIR works by itself.</summary>
    public const ulong TDS = 1UL << 19;

    /// <summary>No direct injection of virtual interrupts.</summary>
    public const ulong nV4 = 1UL << 20;

    /// <summary>Affinity level 3 is supported.</summary>
    public const ulong A3V = 1UL << 21;

    /// <summary>0: 16 bits of interrupt number, 1: 24.</summary>
    public static BitField IDbits => new(23, 3);

    /// <summary>Preemption bits, minus one.</summary>
    public static BitField PREbits => new(26, 3);

    /// <summary>Priority bits, minus one.</summary>
    public static BitField PRIbits => new(29, 3);
}
