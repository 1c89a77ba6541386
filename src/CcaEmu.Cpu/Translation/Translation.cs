using CcaEmu.Arm.Formats;
using CcaEmu.Memory;

namespace CcaEmu.Cpu;

/// <summary>Where a virtual address leads and what may be done there.</summary>
internal struct Translation
{
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

    /// <summary>Whether the page is guarded (GP): indirect branches to it must land on BTI instructions.</summary>
    public bool Guarded;

    /// <summary>MAIR-style attribute byte of stage 1, for PAR_EL1.</summary>
    public byte Attributes;

    /// <summary>Shareability that stage 1 gave Normal memory, for PAR_EL1.</summary>
    public Shareability Shareability;

    /// <summary>log2 of the smallest block or page size of the stages that were walked; 12 where none was.</summary>
    public byte BlockBits;

    /// <summary>Level of the stage 1 leaf, for permission faults.</summary>
    public byte Stage1Level;

    /// <summary>Level of the stage 2 leaf, for permission faults.</summary>
    public byte Stage2Level;
}
