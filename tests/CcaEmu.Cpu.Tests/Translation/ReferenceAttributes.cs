namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>
/// MemoryAttributes of the Arm ARM's J1.3, and the functions that decode and combine them: S1DecodeMemAttrs, S2DecodeMemAttrs,
/// S2CombineS1MemAttrs, EncodePARAttrs, PAREncodeShareability; J1.1 AArch64.S2ApplyFWBMemAttrs. With FEAT_XS, without FEAT_MTE.
/// </summary>
internal readonly record struct ReferenceAttributes(bool Device, int DeviceType, ReferenceAttributes.Cache Outer, ReferenceAttributes.Cache Inner, int Sh, bool Xs = true)
{
    internal const int NC = 0, WT = 1, WB = 2;

    public static ReferenceAttributes DefaultCacheable => new(false, 0, new(WB, 3, false), new(WB, 3, false), 0, false);

    public static ReferenceAttributes DeviceNGnRnE => new(true, 0, default, default, 2);

    private static ReferenceAttributes NormalNC => new(false, 0, default, default, 2);

    /// <summary>MemAttrHints.</summary>
    internal readonly record struct Cache(int Attrs, int Hints, bool Transient);

    public static ReferenceAttributes DecodeStage1(int attr, int sh, bool cacheEnabled)
    {
        if (attr >> 4 == 0)
            return new(true, attr >> 2 & 3, default, default, Domain(sh), (attr & 1) == 0);
        ReferenceAttributes decoded = attr switch
        {
            0x40 => new(false, 0, default, default, Domain(sh), false),
            0xA0 => new(false, 0, new(WT, 2, false), new(WT, 2, false), Domain(sh), false),
            _ => new ReferenceAttributes(false, 0, Half(attr >> 4), Half(attr & 15), Domain(sh)).WithoutXsWhereWriteBack(),
        };
        return cacheEnabled ? decoded : NormalNC with { Xs = decoded.Xs };
    }

    public ReferenceAttributes WithStage2(int attr, int sh, bool fnxs, bool fwb, bool cacheEnabled)
    {
        if (!fwb)
            return Combine(DecodeStage2(attr, sh, cacheEnabled) with { Xs = !fnxs });
        ReferenceAttributes forced = Force(attr, Domain(sh));
        return fnxs ? forced with { Xs = false } : forced;
    }

    /// <summary>PAR_EL1.ATTR and SH.</summary>
    public ulong Encode()
    {
        bool outer = Device || (Outer.Attrs == NC && Inner.Attrs == NC);
        ulong attr = Device ? (ulong)DeviceType << 2 | (Xs ? 0UL : 1) : (ulong)(Nibble(Outer) << 4 | Nibble(Inner));
        if (!Device && !Xs && Outer is { Attrs: WT, Transient: false, Hints: 2 } && Inner.Attrs == WT)
            attr = 0xA0;
        else if (!Device && !Xs && Outer.Attrs == NC && Inner.Attrs == NC)
            attr = 0x40;
        return attr << 56 | (ulong)(outer ? 2 : Sh) << 7;
    }

    private static ReferenceAttributes DecodeStage2(int attr, int sh, bool cacheEnabled)
    {
        if (attr < 4)
            return new(true, attr, default, default, Domain(sh));
        static Cache Of(int bits) => new(bits switch { 2 => WT, 3 => WB, _ => NC }, 0, false);
        return cacheEnabled ? new(false, 0, Of(attr >> 2), Of(attr & 3), Domain(sh)) : NormalNC;
    }

    private ReferenceAttributes Combine(ReferenceAttributes second)
    {
        int sh = Stronger(Sh, second.Sh);
        bool xs = Xs && second.Xs;
        if (Device && second.Device)
            return this with { DeviceType = Math.Min(DeviceType, second.DeviceType), Sh = sh, Xs = xs };
        if (Device)
            return this with { Sh = sh, Xs = xs };
        if (second.Device)
            return second with { Sh = sh, Xs = xs };
        static Cache Weaker(Cache first, Cache second) =>
            Math.Min(first.Attrs, second.Attrs) is var attrs && attrs == NC ? default : first with { Attrs = attrs };
        return new ReferenceAttributes(false, 0, Weaker(Outer, second.Outer), Weaker(Inner, second.Inner), sh, xs).WithoutXsWhereWriteBack();
    }

    private ReferenceAttributes Force(int attr, int sh)
    {
        sh = Stronger(Sh, sh);
        if ((attr & 4) == 0)
            return new(true, Device ? Math.Min(DeviceType, attr & 3) : attr & 3, default, default, sh, Xs);
        if ((attr & 3) == 3)
            return this with { Sh = sh };
        if ((attr & 3) != 2)
            return Device ? this with { Sh = sh } : NormalNC with { Sh = sh, Xs = Xs };
        bool device = Device;
        Cache Back(Cache first) => device || first.Attrs == NC ? new(WB, 3, false) : first with { Attrs = WB };
        return new(false, 0, Back(Outer), Back(Inner), sh, false);
    }

    private ReferenceAttributes WithoutXsWhereWriteBack() => Outer.Attrs == WB && Inner.Attrs == WB ? this with { Xs = false } : this;

    private static Cache Half(int attr)
    {
        int hints = attr & 3;
        if (attr == 4)
            return default;
        return new((attr & 4) == 0 ? WT : WB, hints, hints != 0 && (attr & 8) == 0);
    }

    private static int Nibble(Cache cache) => cache.Attrs switch
    {
        NC => 4,
        WT => (cache.Transient ? 0 : 8) | cache.Hints,
        _ => (cache.Transient ? 4 : 12) | cache.Hints,
    };

    private static int Domain(int sh) => sh == 1 ? 0 : sh;

    private static int Stronger(int first, int second) => first == 2 || second == 2 ? 2 : first == 3 || second == 3 ? 3 : 0;
}
