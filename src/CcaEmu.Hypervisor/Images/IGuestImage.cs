using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>Code for a guest, of whatever file format, checked and ready to be put into its memory.</summary>
/// <remarks>
/// Holds for every instance: at least one segment; segments by rising address, none empty, none overlapping, none wrapping; the entry point
/// 4-byte aligned and in one of them. Where the segments lie relative to the guest's RAM is for <see cref="ImagePlacement"/>.
/// </remarks>
public interface IGuestImage
{
    /// <summary>The address of the first instruction.</summary>
    Ipa EntryPoint { get; }

    /// <summary>What the image puts into memory, by rising address; never empty.</summary>
    ImmutableArray<ImageSegment> Segments { get; }

    /// <summary>The lowest address the image occupies.</summary>
    Ipa Base => Segments[0].Address;

    /// <summary>The first address behind the image.</summary>
    Ipa End => Segments[^1].End;

    /// <summary>Names the place an address is at: the nearest symbol at or below it.</summary>
    /// <param name="address">A virtual address, as linked; with the MMU off, an address in memory.</param>
    /// <param name="name">The symbol's name when the answer is <see langword="true"/>.</param>
    /// <param name="offsetBytes">How far behind the symbol the address is, in bytes.</param>
    /// <returns>False when the address is outside the image or has no symbol.</returns>
    bool TrySymbolize(VirtualAddress address, [NotNullWhen(true)] out string? name, out ulong offsetBytes);
}
