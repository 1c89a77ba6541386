using CcaEmu.Arm.Formats;

namespace CcaEmu.Cpu;

/// <summary>Memory type, cacheability and shareability of a location, as both stages together make them.</summary>
/// <param name="Mair">As a byte of MAIR_ELx.</param>
/// <param name="Shareability">Shareability domain, in effect.</param>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode S1DecodeMemAttrs, S2DecodeMemAttrs, S2CombineS1MemAttrs; J1.1 AArch64.S2ApplyFWBMemAttrs; D8.6.
/// Reserved encodings count as the allocated one with the same upper nibble. Transient hints are kept with allocation hints.
/// </remarks>
internal readonly record struct MemoryAttributes(byte Mair, Shareability Shareability)
{
    private const byte NonCacheable = 0x44, WriteBack = 0xFF;
    private const int CacheNone = 0, CacheThrough = 1, CacheBack = 2;

    private bool IsDevice => (Mair & 0xF0) == 0;

    /// <summary>The attributes of a translation.</summary>
    /// <param name="t">The translation.</param>
    /// <param name="stage1Cacheable">SCTLR_ELx.C; without it, Normal memory is Non-cacheable for data.</param>
    /// <param name="stage2Cacheable">Not HCR_EL2.CD; the same for stage 2.</param>
    public static MemoryAttributes Of(in Translation t, bool stage1Cacheable, bool stage2Cacheable)
    {
        var first = new MemoryAttributes(t.Attributes, t.Shareability);
        if (!first.IsDevice && !stage1Cacheable)
            first = new MemoryAttributes(NonCacheable, Shareability.OuterShareable);
        if (t.Stage2MemAttr == Translation.NoStage2)
            return first.Effective();
        if (t.Stage2Forced)
            return Force(first, t.Stage2MemAttr, t.Stage2Shareability);
        MemoryAttributes second = Decode(t.Stage2MemAttr, t.Stage2Shareability);
        if (!second.IsDevice && !stage2Cacheable)
            second = new MemoryAttributes(NonCacheable, Shareability.OuterShareable);
        return Combine(first, second);
    }

    private static MemoryAttributes Decode(int memAttr, Shareability shareability)
    {
        if (memAttr < 4)
            return new((byte)(memAttr << 2), shareability);
        static int Nibble(int cacheability) => cacheability switch { 2 => 0xB, 3 => 0xF, _ => 4 };
        return new((byte)(Nibble(memAttr >> 2) << 4 | Nibble(memAttr & 3)), shareability);
    }

    private static MemoryAttributes Combine(in MemoryAttributes first, in MemoryAttributes second)
    {
        Shareability shareability = Stronger(first.Shareability, second.Shareability);
        if (first.IsDevice && second.IsDevice)
            return new MemoryAttributes((byte)Math.Min(first.Mair & 0xC, second.Mair & 0xC), shareability).Effective();
        if (first.IsDevice || second.IsDevice)
            return new MemoryAttributes(first.IsDevice ? first.Mair : second.Mair, shareability).Effective();
        int outer = CombineNibble(first.Mair >> 4, second.Mair >> 4), inner = CombineNibble(first.Mair & 15, second.Mair & 15);
        return new MemoryAttributes((byte)(outer << 4 | inner), shareability).Effective();
    }

    private static MemoryAttributes Force(in MemoryAttributes first, int memAttr, Shareability second)
    {
        byte mair = (memAttr & 7) switch
        {
            7 => first.Mair,
            6 => (byte)(HintsOf(first.Mair >> 4) << 4 | HintsOf(first.Mair & 15)),
            >= 4 => first.IsDevice ? first.Mair : NonCacheable,
            int device => (byte)(first.IsDevice ? Math.Min(first.Mair & 0xC, device << 2) : device << 2),
        };
        if ((memAttr & 7) == 6 && first.IsDevice)
            mair = WriteBack;
        return new MemoryAttributes(mair, Stronger(first.Shareability, second)).Effective();
    }

    // Write-Back with the allocation hints of stage 1, where that is cacheable.
    private static int HintsOf(int nibble) => KindOf(nibble) == CacheNone ? 0xF : nibble | 4;

    private static int KindOf(int nibble) => nibble == 4 ? CacheNone : (nibble & 4) == 0 ? CacheThrough : CacheBack;

    private static int CombineNibble(int first, int second) => Math.Min(KindOf(first), KindOf(second)) switch
    {
        CacheNone => 4,
        CacheThrough => first & ~4,
        _ => first,
    };

    private static Shareability Stronger(Shareability first, Shareability second) =>
        first == Shareability.OuterShareable || second == Shareability.OuterShareable ? Shareability.OuterShareable
        : first == Shareability.InnerShareable || second == Shareability.InnerShareable ? Shareability.InnerShareable
        : Shareability.NonShareable;

    // J1.3 shared pseudocode EffectiveShareability. The reserved value counts as Non-shareable.
    private MemoryAttributes Effective()
    {
        if (IsDevice || Mair == NonCacheable)
            return this with { Shareability = Shareability.OuterShareable };
        return Shareability == Shareability.Reserved ? this with { Shareability = Shareability.NonShareable } : this;
    }
}
