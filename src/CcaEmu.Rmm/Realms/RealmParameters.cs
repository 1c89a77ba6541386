using System.Buffers.Binary;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Rtts;
using L = CcaEmu.Arm.Rmi.RmiRealmParamsLayout;

namespace CcaEmu.Rmm.Realms;

/// <summary>RmiRealmParams as RMI_REALM_CREATE reads them.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), type RmiRealmParams.</remarks>
/// <param name="page">The host's 4 KiB.</param>
internal readonly ref struct RealmParameters(ReadOnlySpan<byte> page)
{
    private readonly ReadOnlySpan<byte> _page = page;

    /// <summary>Features and policies.</summary>
    public ulong Flags0 => Word(L.Flags0);

    /// <summary>Whether addresses have 52 bits.</summary>
    public bool IsLpa2 => (Flags0 & RmiRealmFlags0.Lpa2) != 0;

    /// <summary>Planes and ATS.</summary>
    public ulong Flags1 => Word(L.Flags1);

    /// <summary>Width of an IPA in bits.</summary>
    public int S2sz => _page[L.S2sz];

    /// <summary>SVE vector length.</summary>
    public int SveVl => _page[L.SveVl];

    /// <summary>Breakpoints minus one.</summary>
    public int NumBps => _page[L.NumBps];

    /// <summary>Watchpoints minus one.</summary>
    public int NumWps => _page[L.NumWps];

    /// <summary>PMU counters.</summary>
    public int PmuNumCtrs => _page[L.PmuNumCtrs];

    /// <summary>Hash algorithm; may be no valid one.</summary>
    public RmiHashAlgorithm HashAlgorithm => (RmiHashAlgorithm)_page[L.HashAlgo];

    /// <summary>Auxiliary planes.</summary>
    public ulong NumAuxPlanes => Word(L.NumAuxPlanes);

    /// <summary>Plane that owns ATS.</summary>
    public ulong AtsPlane => Word(L.AtsPlane);

    /// <summary>First starting table.</summary>
    public ulong RttBase => Word(L.RttBase);

    /// <summary>Starting level.</summary>
    public long RttLevelStart => (long)Word(L.RttLevelStart);

    /// <summary>Number of starting tables.</summary>
    public uint RttNumStart => BinaryPrimitives.ReadUInt32LittleEndian(_page[L.RttNumStart..]);

    /// <summary>Realm Personalization Value, 64 bytes.</summary>
    public ReadOnlySpan<byte> Rpv => _page.Slice(L.Rpv, Rd.MeasurementSize);

    /// <summary>MEC policy; may be no valid one.</summary>
    public RmiMecPolicy MecPolicy => (RmiMecPolicy)RmiRealmFlags0.MecPolicy.Get(Flags0);

    /// <summary>Whether every enumeration and flag word has a value that exists.</summary>
    public bool IsValid =>
        (Flags0 & ~RmiRealmFlags0.Known) == 0
        && RmiRealmFlags0.LfaPolicy.Get(Flags0) <= (ulong)RmiLfaPolicy.Allow
        && MecPolicy <= RmiMecPolicy.Private
        && (Flags1 & ~RmiRealmFlags1.Known) == 0
        && HashAlgorithm <= RmiHashAlgorithm.Sha384;

    /// <summary>Whether the RMM can do what is asked.</summary>
    public bool IsSupported(RmmFeatures features)
    {
        RmiFeatureRegister0 offered = features.Register0;
        return (!IsLpa2 || offered.Lpa2)
            && (Flags0 & (RmiRealmFlags0.Sve | RmiRealmFlags0.Da)) == 0
            && IsPmuSupported(offered)
            && (Flags1 & (RmiRealmFlags1.RttS2apIndirect | RmiRealmFlags1.Ats)) == 0
            && S2sz <= (IsLpa2 ? offered.S2sz : Math.Min(offered.S2sz, RmmFeatures.WidthWithoutLpa2))
            && SveVl <= offered.SveVl
            && NumBps != 0 && NumBps <= offered.NumBps
            && NumWps != 0 && NumWps <= offered.NumWps
            && features.Supports(HashAlgorithm)
            && NumAuxPlanes == 0;
    }

    // Without FEAT_HPMN0, a Realm with performance monitors has at least one event counter.
    private bool IsPmuSupported(RmiFeatureRegister0 offered) =>
        (Flags0 & RmiRealmFlags0.Pmu) == 0 ? PmuNumCtrs <= offered.PmuNumCtrs : offered.Pmu && PmuNumCtrs >= 1 && PmuNumCtrs <= offered.PmuNumCtrs;

    /// <summary>Whether width, starting level and number of starting tables fit each other.</summary>
    public bool IsStartConsistent(TranslationGranule granule) =>
        new RttGeometry(granule, IsLpa2).IsStartConsistent(S2sz, RttLevelStart, RttNumStart);

    private ulong Word(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_page[offset..]);
}
