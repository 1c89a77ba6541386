namespace CcaEmu.Arm.Formats;

/// <summary>What an entry of a Granule Protection Table is.</summary>
/// <remarks>Arm ARM (DDI 0487), section "GPT formats".</remarks>
public enum GptDescriptorKind : byte
{
    /// <summary>Reserved type, reserved GPI or non-zero RES0 bits: a GPT walk fault.</summary>
    Invalid,

    /// <summary>Level 0: one GPI for the whole entry.</summary>
    Block,

    /// <summary>Level 0: points to a level 1 table.</summary>
    Table,

    /// <summary>Level 1: one GPI for a run of granules of 2, 32 or 512 MiB.</summary>
    Contiguous,

    /// <summary>Level 1: sixteen GPIs, one a granule.</summary>
    Granules,
}
