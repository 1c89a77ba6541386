using CcaEmu.Arm.Formats;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>Where a virtual address leads and what may be done there.</summary>
internal struct Translation
{
    /// <summary>Value of <see cref="Stage2MemAttr"/> where stage 2 had no say.</summary>
    public const byte NoStage2 = 0xFF;

    /// <summary>Physical address and space; also what granule protection is checked for.</summary>
    public PhysicalAddress Pa;

    /// <summary>Intermediate physical address; equal to the physical one where stage 2 is off.</summary>
    public ulong Ipa;

    /// <summary>Which accesses the mapping allows at the privilege it was looked up for.</summary>
    public AccessKind Allowed;

    /// <summary>Whether stage 1 made it Device memory: unaligned data accesses fault.</summary>
    public bool Stage1Device;

    /// <summary>Whether the result of both stages is Device memory.</summary>
    public bool Device;

    /// <summary>MAIR-style attribute byte of stage 1.</summary>
    public byte Attributes;

    /// <summary>Shareability that stage 1 gave.</summary>
    public Shareability Shareability;

    /// <summary>MemAttr of the stage 2 leaf, or <see cref="NoStage2"/>.</summary>
    public byte Stage2MemAttr;

    /// <summary>Whether <see cref="Stage2MemAttr"/> is to be read as with HCR_EL2.FWB.</summary>
    public bool Stage2Forced;

    /// <summary>FnXS of the stage 2 leaf: the location has no XS attribute (FEAT_XS).</summary>
    public bool Stage2FnXS;

    /// <summary>Shareability that stage 2 gave.</summary>
    public Shareability Stage2Shareability;

    /// <summary>Whether the page is guarded (GP): indirect branches to it must land on BTI instructions.</summary>
    public bool Guarded;

    /// <summary>Whether a write would have to set dirty state first: the fast TLB must not let writes through.</summary>
    public bool Clean;

    /// <summary>log2 of the stage 1 leaf.</summary>
    public byte Stage1Bits;
}
