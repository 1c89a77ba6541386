using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Rtts;
using L = CcaEmu.Rmm.Realms.RdLayout;

namespace CcaEmu.Rmm.Realms;

/// <summary>A Realm Descriptor: the attributes of a Realm, in its granule in Realm memory.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm attributes".</remarks>
/// <param name="memory">Realm memory.</param>
/// <param name="address">The RD granule.</param>
internal readonly struct Rd(RealmMemory memory, ulong address)
{
    /// <summary>Bytes of a measurement field; shorter digests are zero padded.</summary>
    public const int MeasurementSize = 64;

    /// <summary>RIM and four REMs.</summary>
    public const int Measurements = 5;

    /// <summary>Bytes of <see cref="ReadInstanceSeed"/>.</summary>
    public const int InstanceSeedSize = 32;

    private const ulong GeometryLpa2 = 1UL << 8;
    private const int MecidShift = 16;

    /// <summary>The RD granule.</summary>
    public ulong Address => address;

    /// <summary>Lifecycle state.</summary>
    public RealmState State
    {
        get => (RealmState)memory.Read64(address + L.State);
        set => memory.Write64(address + L.State, (ulong)value);
    }

    /// <summary>Hash algorithm of measurements.</summary>
    public RmiHashAlgorithm HashAlgorithm
    {
        get => (RmiHashAlgorithm)memory.Read64(address + L.HashAlgorithm);
        set => memory.Write64(address + L.HashAlgorithm, (ulong)value);
    }

    /// <summary>Width of an IPA in bits.</summary>
    public int IpaWidth
    {
        get => (int)memory.Read64(address + L.IpaWidth);
        set => memory.Write64(address + L.IpaWidth, (ulong)value);
    }

    /// <summary>First starting-level table.</summary>
    public ulong RttBase
    {
        get => memory.Read64(address + L.RttBase);
        set => memory.Write64(address + L.RttBase, value);
    }

    /// <summary>Level of the starting tables.</summary>
    public int RttLevelStart
    {
        get => (int)memory.Read64(address + L.RttLevelStart);
        set => memory.Write64(address + L.RttLevelStart, (ulong)value);
    }

    /// <summary>Number of concatenated starting tables.</summary>
    public int RttNumStart
    {
        get => (int)memory.Read64(address + L.RttNumStart);
        set => memory.Write64(address + L.RttNumStart, (ulong)value);
    }

    /// <summary>Sizes of its translation tables.</summary>
    public RttGeometry Geometry
    {
        get
        {
            ReadTables(out RttGeometry geometry, out _);
            return geometry;
        }
    }

    /// <summary>Context of its memory and its tables; 0 without FEAT_MEC.</summary>
    public ushort Mecid
    {
        get
        {
            ReadTables(out _, out ushort mecid);
            return mecid;
        }
    }

    /// <summary>Reads <see cref="Geometry"/> and <see cref="Mecid"/>, which stand in one word: every walk needs both.</summary>
    public void ReadTables(out RttGeometry geometry, out ushort mecid)
    {
        ulong word = memory.Read64(address + L.RttGranule);
        geometry = new((TranslationGranule)(byte)word, (word & GeometryLpa2) != 0);
        mecid = (ushort)(word >> MecidShift);
    }

    /// <summary>Sets <see cref="Geometry"/> and <see cref="Mecid"/>.</summary>
    public void WriteTables(RttGeometry geometry, ushort mecid) => memory.Write64(
        address + L.RttGranule, (ulong)geometry.Granule | (geometry.Lpa2 ? GeometryLpa2 : 0) | (ulong)mecid << MecidShift);

    /// <summary>Whether the context is this Realm's alone.</summary>
    public bool HasOwnMecid => RmiRealmFlags0.MecPolicy.Get(Flags0) == (ulong)RmiMecPolicy.Private;

    /// <summary>VMID, chosen by the RMM.</summary>
    public ushort Vmid
    {
        get => (ushort)memory.Read64(address + L.Vmid);
        set => memory.Write64(address + L.Vmid, value);
    }

    /// <summary>Index that the next REC must have; also the number of RECs ever created.</summary>
    public ulong RecIndex
    {
        get => memory.Read64(address + L.RecIndex);
        set => memory.Write64(address + L.RecIndex, value);
    }

    /// <summary>Number of RECs that exist.</summary>
    public ulong NumRecs
    {
        get => memory.Read64(address + L.NumRecs);
        set => memory.Write64(address + L.NumRecs, value);
    }

    /// <summary>Number of RECs that are RUNNING.</summary>
    public ulong NumRunning
    {
        get => memory.Read64(address + L.NumRunning);
        set => memory.Write64(address + L.NumRunning, value);
    }

    /// <summary>Breakpoints minus one.</summary>
    public int NumBps
    {
        get => (int)memory.Read64(address + L.NumBps);
        set => memory.Write64(address + L.NumBps, (ulong)value);
    }

    /// <summary>Watchpoints minus one.</summary>
    public int NumWps
    {
        get => (int)memory.Read64(address + L.NumWps);
        set => memory.Write64(address + L.NumWps, (ulong)value);
    }

    /// <summary>RmiRealmFlags0 of the parameters: features and policies.</summary>
    public ulong Flags0
    {
        get => memory.Read64(address + L.Flags0);
        set => memory.Write64(address + L.Flags0, value);
    }

    /// <summary>Event counters of the parameters; they count only where the flags ask for performance monitors.</summary>
    public int PmuNumCtrs
    {
        get => (int)memory.Read64(address + L.PmuNumCtrs);
        set => memory.Write64(address + L.PmuNumCtrs, (ulong)value);
    }

    /// <summary>Event counters of its RECs; null where they have no performance monitors.</summary>
    public int? PmuCounters => (Flags0 & RmiRealmFlags0.Pmu) != 0 ? PmuNumCtrs : null;

    /// <summary>Copies the Realm Personalization Value.</summary>
    public void ReadRpv(Span<byte> destination) => memory.Read(address + L.Rpv, destination);

    /// <summary>Sets the Realm Personalization Value.</summary>
    public void WriteRpv(ReadOnlySpan<byte> source) => memory.Write(address + L.Rpv, source);

    /// <summary>Copies the random bytes that make the instance ID in the Realm's tokens its own.</summary>
    public void ReadInstanceSeed(Span<byte> destination) => memory.Read(address + L.InstanceSeed, destination[..InstanceSeedSize]);

    /// <summary>Sets those bytes.</summary>
    public void WriteInstanceSeed(ReadOnlySpan<ulong> source) => memory.Write(address + L.InstanceSeed, source);

    /// <summary>Copies a measurement of 64 bytes.</summary>
    /// <param name="index">0 for the RIM, 1 to 4 for a REM.</param>
    /// <param name="destination">64 bytes.</param>
    public void ReadMeasurement(int index, Span<byte> destination) =>
        memory.Read(address + L.Measurements + (ulong)(index * MeasurementSize), destination[..MeasurementSize]);

    /// <summary>Sets a measurement of 64 bytes.</summary>
    /// <param name="index">0 for the RIM, 1 to 4 for a REM.</param>
    /// <param name="source">64 bytes.</param>
    public void WriteMeasurement(int index, ReadOnlySpan<byte> source) =>
        memory.Write(address + L.Measurements + (ulong)(index * MeasurementSize), source[..MeasurementSize]);

    /// <summary>Whether an IPA is in the protected half.</summary>
    public bool IsProtected(ulong ipa) => ipa >> (IpaWidth - 1) == 0;

    /// <summary>Whether a range that is not empty lies in the protected half.</summary>
    public bool IsProtected(ulong ipa, ulong top) => top > ipa && IsProtected(ipa) && IsProtected(top - 1);

    /// <summary>Whether an IPA is inside the IPA space.</summary>
    public bool Contains(ulong ipa) => ipa >> IpaWidth == 0;
}
