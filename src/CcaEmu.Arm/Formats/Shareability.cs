namespace CcaEmu.Arm.Formats;

/// <summary>Who observes the memory coherently: the SH field of descriptors and translation control registers.</summary>
/// <remarks>Arm ARM (DDI 0487), section "Stage 1 Shareability attributes".</remarks>
public enum Shareability : byte
{
    /// <summary>This PE only.</summary>
    NonShareable = 0,

    /// <summary>Reserved.</summary>
    Reserved = 1,

    /// <summary>The Outer Shareable domain.</summary>
    OuterShareable = 2,

    /// <summary>The Inner Shareable domain.</summary>
    InnerShareable = 3,
}
