namespace CcaEmu.Arm.A64;

/// <summary>Which bits give the index of the element that an operand names.</summary>
internal enum VectorIndex : byte
{
    /// <summary>The operand is a whole register.</summary>
    None,

    /// <summary>The upper half of a register: 1.</summary>
    One,

    /// <summary>imm5 above its lowest set bit.</summary>
    Imm5,

    /// <summary>imm4, without the bits below the size that imm5 gives.</summary>
    Imm4,

    /// <summary>H:L:M, H:L or H by the size of the element: a halfword's register is one of V0 to V15.</summary>
    ByElement,

    /// <summary>H:L, whatever the element.</summary>
    HL,

    /// <summary>H.</summary>
    H,

    /// <summary>Q:S:size without the bits below the element's size, as single structures of memory have it.</summary>
    Lane,

    /// <summary>Bits 13:12.</summary>
    Imm2,
}
