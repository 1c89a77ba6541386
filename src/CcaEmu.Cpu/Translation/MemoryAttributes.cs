using CcaEmu.Arm.Formats;

namespace CcaEmu.Cpu;

/// <summary>Memory type, cacheability and shareability of a location, as both stages together make them.</summary>
/// <param name="Mair">As a byte of MAIR_ELx, without what that says of XS.</param>
/// <param name="Shareability">Shareability domain, in effect.</param>
/// <param name="XS">The XS attribute (FEAT_XS): nXS maintenance need not wait for such accesses.</param>
/// <remarks>
/// Arm ARM, J1.3 shared pseudocode S1DecodeMemAttrs, S2DecodeMemAttrs, S2CombineS1MemAttrs; J1.1 AArch64.S2ApplyFWBMemAttrs; D8.6.
/// Reserved encodings count as the allocated one with the same upper nibble. Transient hints are kept with allocation hints.
/// </remarks>
internal readonly record struct MemoryAttributes(byte Mair, Shareability Shareability, bool XS)
{
    private const byte NonCacheable = 0x44, WriteBack = 0xFF, NonCacheableNoXS = 0x40, WriteThrough = 0xAA, WriteThroughNoXS = 0xA0;
    private const int CacheNone = 0, CacheThrough = 1, CacheBack = 2;

    /// <summary>The attributes as PAR_EL1.ATTR tells them; J1.3 EncodePARAttrs.</summary>
    public byte Attr => XS ? Mair : Mair switch
    {
        NonCacheable => NonCacheableNoXS,
        _ when IsDevice => (byte)(Mair | 1),
        // Of the inner half only the type counts.
        _ when Mair >> 4 == 0xA && KindOf(Mair & 15) == CacheThrough => WriteThroughNoXS,
        _ => Mair,
    };

    private bool IsDevice => (Mair & 0xF0) == 0;

    /// <summary>The attributes of a translation.</summary>
    /// <param name="t">The translation.</param>
    /// <param name="stage1Cacheable">SCTLR_ELx.C; without it, Normal memory is Non-cacheable for data.</param>
    /// <param name="stage2Cacheable">Not HCR_EL2.CD; the same for stage 2.</param>
    /// <param name="knowsXS">FEAT_XS; without it the encodings that deny XS are reserved.</param>
    public static MemoryAttributes Of(in Translation t, bool stage1Cacheable, bool stage2Cacheable, bool knowsXS)
    {
        MemoryAttributes first = DecodeStage1(t.Attributes, t.Shareability, knowsXS);
        if (!first.IsDevice && !stage1Cacheable)
            first = new MemoryAttributes(NonCacheable, Shareability.OuterShareable, first.XS);
        if (t.Stage2MemAttr == Translation.NoStage2)
            return first.Effective();
        if (t.Stage2Forced)
            return Force(first, t.Stage2MemAttr, t.Stage2Shareability) is var forced && t.Stage2FnXS && knowsXS ? forced with { XS = false } : forced;
        MemoryAttributes second = Decode(t.Stage2MemAttr, t.Stage2Shareability, xs: !(t.Stage2FnXS && knowsXS));
        if (!second.IsDevice && !stage2Cacheable)
            second = new MemoryAttributes(NonCacheable, Shareability.OuterShareable, second.XS);
        return Combine(first, second);
    }

    private static MemoryAttributes DecodeStage1(byte attr, Shareability shareability, bool knowsXS)
    {
        if ((attr & 0xF0) == 0)
            return new((byte)(attr & 0xC), shareability, !(knowsXS && (attr & 1) != 0));
        if (knowsXS && attr is NonCacheableNoXS or WriteThroughNoXS)
            return new(attr == NonCacheableNoXS ? NonCacheable : WriteThrough, shareability, false);
        return new(attr, shareability, !(KindOf(attr >> 4) == CacheBack && KindOf(attr & 15) == CacheBack));
    }

    private static MemoryAttributes Decode(int memAttr, Shareability shareability, bool xs)
    {
        if (memAttr < 4)
            return new((byte)(memAttr << 2), shareability, xs);
        static int Nibble(int cacheability) => cacheability switch { 2 => 0xB, 3 => 0xF, _ => 4 };
        return new((byte)(Nibble(memAttr >> 2) << 4 | Nibble(memAttr & 3)), shareability, xs);
    }

    private static MemoryAttributes Combine(in MemoryAttributes first, in MemoryAttributes second)
    {
        Shareability shareability = Stronger(first.Shareability, second.Shareability);
        bool xs = first.XS && second.XS;
        if (first.IsDevice && second.IsDevice)
            return new MemoryAttributes((byte)Math.Min(first.Mair & 0xC, second.Mair & 0xC), shareability, xs).Effective();
        if (first.IsDevice || second.IsDevice)
            return new MemoryAttributes(first.IsDevice ? first.Mair : second.Mair, shareability, xs).Effective();
        int outer = CombineNibble(first.Mair >> 4, second.Mair >> 4), inner = CombineNibble(first.Mair & 15, second.Mair & 15);
        xs &= !(KindOf(outer) == CacheBack && KindOf(inner) == CacheBack);
        return new MemoryAttributes((byte)(outer << 4 | inner), shareability, xs).Effective();
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
        return new MemoryAttributes(mair, Stronger(first.Shareability, second), first.XS && (memAttr & 7) != 6).Effective();
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
