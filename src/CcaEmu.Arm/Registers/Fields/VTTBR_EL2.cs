namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Virtualization Translation Table Base Register. Where stage 2 starts, and for which virtual machine.</summary>
/// <remarks>Arm ARM (DDI 0487), section "VTTBR_EL2, Virtualization Translation Table Base Register".</remarks>
public static class VTTBR_EL2
{
    /// <summary>The table is common, not private to the PE.</summary>
    public const ulong CnP = 1UL << 0;

    /// <summary>Bits 47:1 of the table's address; low bits are RES0 up to its alignment.</summary>
    public static BitField BADDR => new(1, 47);

    /// <summary>The virtual machine identifier.</summary>
    public static BitField VMID => new(48, 16);
}
