using CcaEmu.Arm.Formats;

namespace CcaEmu.Cpu;

/// <summary>What <see cref="QuickWalk{TCaching}"/> and <see cref="QuickStage2{TCaching}"/> need of the shape of tables without bits 51:48, in masks.</summary>
/// <remarks>The same of both stages; see <see cref="TableFormat"/>, from which it follows.</remarks>
internal readonly struct QuickShape
{
    // Bit n set: an entry that maps 2^n may be a block.
    private readonly ulong _blockShifts;

    /// <summary>Bits 47:12 of an address in a descriptor; pages may be larger.</summary>
    public readonly ulong AddressMask;

    /// <summary>Address bits that must be clear, by the output size.</summary>
    public readonly ulong TooLarge;

    /// <summary>log2 of the page size.</summary>
    public readonly int PageShift;

    /// <summary>Address bits that one level resolves.</summary>
    public readonly int Stride;

    /// <summary>log2 of what an entry of the first level maps.</summary>
    public readonly int RootShift;

    /// <param name="format">Layout of the entries.</param>
    /// <param name="startLevel">Level of the first lookup.</param>
    /// <param name="outputBits">Width of an output address.</param>
    public QuickShape(TableFormat format, int startLevel, int outputBits)
    {
        PageShift = format.PageShift;
        Stride = format.Stride;
        RootShift = PageShift + (3 - startLevel) * Stride;
        for (int level = 0; level < 3; level++)
            _blockShifts |= (format.AllowsBlock(level) ? 1UL : 0) << (PageShift + (3 - level) * Stride);
        AddressMask = 0x0000_FFFF_FFFF_F000 & ~0UL << PageShift;
        TooLarge = AddressMask & ~0UL << outputBits;
    }

    /// <summary>Of a leaf: what must be the Access flag alone.</summary>
    public ulong LeafMask => TooLarge | Stage1DescriptorFields.AF;

    /// <summary>Index bits of every lookup but the first, as a mask.</summary>
    public ulong IndexMask => (1UL << Stride) - 1;

    /// <summary>Whether an entry above the last level that is no table, and would map 2^<paramref name="shift"/>, is a block.</summary>
    public bool IsBlock(ulong descriptor, int shift) => (descriptor & 1) != 0 && (_blockShifts >> shift & 1) != 0;
}
