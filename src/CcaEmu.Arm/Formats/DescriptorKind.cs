namespace CcaEmu.Arm.Formats;

/// <summary>What a translation table entry is, at the level where it stands.</summary>
/// <remarks>Arm ARM (DDI 0487), section "Translation table descriptor formats".</remarks>
public enum DescriptorKind : byte
{
    /// <summary>Maps nothing: invalid, or a form that is reserved at the level.</summary>
    Invalid,

    /// <summary>Points to the table of the next level.</summary>
    Table,

    /// <summary>Maps a block, at level 1 or 2.</summary>
    Block,

    /// <summary>Maps a page, at level 3.</summary>
    Page,
}
