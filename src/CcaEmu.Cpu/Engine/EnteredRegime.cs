using CcaEmu.Arm;

namespace CcaEmu.Cpu;

/// <summary>What entering a level, with or without PSTATE.PAN, comes to while no register that it follows from is written.</summary>
internal unsafe struct EnteredRegime
{
    /// <summary>When it holds.</summary>
    /// <param name="Access">See <see cref="PeState.AccessKey"/>.</param>
    /// <param name="Epoch">Grows with every write to a register that translation depends on.</param>
    /// <param name="Generation">Grows with every invalidation of granule protection checks.</param>
    public readonly record struct Key(ulong Access, ulong Epoch, ulong Generation);

    public Key For;
    public TranslationSpace? Space;
    public SecurityState State;
    public TlbEntry* Tlb;
    public ulong AlignMask;
    public byte FpTrapped;
}
