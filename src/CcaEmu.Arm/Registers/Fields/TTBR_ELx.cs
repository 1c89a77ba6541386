namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Translation Table Base Register 0 and 1. Where a stage-1 walk starts.</summary>
/// <remarks>Arm ARM (DDI 0487), sections of TTBR0_EL1, TTBR1_EL1, TTBR0_EL2 and TTBR0_EL3.</remarks>
public static class TTBR_ELx
{
    /// <summary>The table is common, not private to the PE.</summary>
    public const ulong CnP = 1UL << 0;

    /// <summary>Bits 47:1 of the table's address; low bits are RES0 up to its alignment.</summary>
    public static BitField BADDR => new(1, 47);

    /// <summary>The address space identifier; only in regimes with EL0.</summary>
    public static BitField ASID => new(48, 16);
}
