namespace CcaEmu.Arm.Registers.Fields;

/// <summary>Granule Protection Table Base Register. Where the level 0 GPT is.</summary>
/// <remarks>Arm ARM (DDI 0487), section "GPTBR_EL3, Granule Protection Table Base Register".</remarks>
public static class GPTBR_EL3
{
    /// <summary>Bits 51:12 of the table's address.</summary>
    public static BitField BADDR => new(0, 40);
}
