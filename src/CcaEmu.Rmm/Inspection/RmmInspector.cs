using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Inspection;

/// <summary>Shows the RMM's objects: through a PE's door to memory, and without charging it.</summary>
/// <param name="firmware">The RMM; a reset of the board gives it another context.</param>
/// <param name="physical">The door.</param>
internal sealed class RmmInspector(RmmFirmware firmware, GranuleProtection physical) : IRealmInspector
{
    private const int LastLevel = 3;

    private static readonly SystemRegister[] Stage1 =
    [
        SystemRegister.SCTLR_EL1, SystemRegister.TCR_EL1, SystemRegister.TTBR0_EL1, SystemRegister.TTBR1_EL1, SystemRegister.MAIR_EL1,
    ];

    private RmmContext Rmm => firmware.Context;

    private RealmMemory Memory => new(physical);

    /// <inheritdoc/>
    public IReadOnlyList<RealmView> Realms => [.. InState(GranuleState.Rd).Select(View)];

    /// <inheritdoc/>
    public IReadOnlyList<RecView> Recs => [.. InState(GranuleState.Rec).Select(ViewRec)];

    /// <inheritdoc/>
    public IEnumerable<GranuleView> Granules => Rmm.Granules.InUse().Select(granule => new GranuleView(granule.Granule, granule.State));

    /// <inheritdoc/>
    public GranuleView GranuleAt(ulong address) => new(address & ~(Rmm.Granules.GranuleBytes - 1), Rmm.Granules[address]);

    /// <inheritdoc/>
    public ushort MecidOf(ulong address)
    {
        if (!Rmm.Mecids.IsOffered || Rmm.Granules[address] is not (GranuleState.Data or GranuleState.Rtt))
            return 0;
        foreach (ulong rd in InState(GranuleState.Rd))
        {
            var realm = new Rd(Memory, rd);
            bool isStart = address - realm.RttBase < (ulong)realm.RttNumStart * Rmm.GranuleBytes;
            if (isStart || Entries(rd).Any(entry => Holds(realm, entry, address)))
                return realm.Mecid;
        }
        return 0;
    }

    // Whether an entry is what makes a granule the Realm's.
    private bool Holds(Rd realm, RttEntryView entry, ulong address)
    {
        ulong bytes = entry.State == RttEntryState.Table ? Rmm.GranuleBytes : 1UL << realm.Geometry.Granule.EntryShift(entry.Level);
        bool isOwn = entry.State == RttEntryState.Table || (entry.State == RttEntryState.Data && entry.IsProtected);
        return isOwn && address - entry.Output < bytes;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RttEntryView> Walk(ulong rd, ulong ipa)
    {
        List<RttEntryView> steps = [];
        if (!Rmm.Granules.Is(rd, GranuleState.Rd) || !new Rd(Memory, rd).Contains(ipa))
            return steps;
        var realm = new Rd(Memory, rd);
        ulong table = realm.RttBase, mask = ulong.MaxValue;
        for (int level = realm.RttLevelStart; ; level++)
        {
            ulong entry = table + (ipa >> realm.Geometry.Granule.EntryShift(level) & mask) * 8;
            RttEntryView view = Entry(realm, entry, level, ipa & ~((1UL << realm.Geometry.Granule.EntryShift(level)) - 1));
            steps.Add(view);
            if (view.State != RttEntryState.Table)
                return steps;
            (table, mask) = (view.Output, (1UL << realm.Geometry.Granule.BitsPerLevel()) - 1);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RttEntryView> Entries(ulong rd)
    {
        if (!Rmm.Granules.Is(rd, GranuleState.Rd))
            return [];
        var realm = new Rd(Memory, rd);
        int entries = 1 << Math.Max(1, realm.IpaWidth - realm.Geometry.Granule.EntryShift(realm.RttLevelStart));
        return Table(realm, realm.RttBase, realm.RttLevelStart, 0, entries);
    }

    private IEnumerable<RttEntryView> Table(Rd realm, ulong table, int level, ulong ipa, int entries)
    {
        for (int i = 0; i < entries; i++)
        {
            RttEntryView view = Entry(realm, table + (ulong)i * 8, level, ipa + ((ulong)i << realm.Geometry.Granule.EntryShift(level)));
            if (view.Descriptor != 0)
                yield return view;
            if (view.State != RttEntryState.Table)
                continue;
            foreach (RttEntryView below in Table(realm, view.Output, level + 1, view.Ipa, 1 << realm.Geometry.Granule.BitsPerLevel()))
                yield return below;
        }
    }

    private RttEntryView Entry(Rd realm, ulong address, int level, ulong ipa)
    {
        bool isRead = physical.Read(new PhysicalAddress(address, Pas.Realm) { Mecid = realm.Mecid }, 8, out ulong word).Ok;
        var entry = new RttEntry(isRead ? word : 0);
        bool isTable = level < LastLevel && entry.IsTable(level), isProtected = realm.IsProtected(ipa);
        RttEntryState state = isTable ? RttEntryState.Table : entry.IsVoid ? RttEntryState.Void : RttEntryState.Data;
        return new RttEntryView(
            ipa, level, address, entry.Value, state, isProtected, isProtected && !isTable ? entry.Ripas : null, entry.IsVoid ? 0UL : entry.Address(realm.Geometry));
    }

    private IEnumerable<ulong> InState(GranuleState state) =>
        Rmm.Granules.InUse().Where(granule => granule.State == state).Select(granule => granule.Granule).Order();

    private RealmView View(ulong address)
    {
        var rd = new Rd(Memory, address);
        byte[] rim = new byte[Rd.MeasurementSize];
        rd.ReadMeasurement(0, rim);
        return new RealmView(
            address, rd.State, rd.IpaWidth, rd.RttBase, rd.RttLevelStart, rd.RttNumStart, rd.Vmid, rd.NumRecs, rd.HashAlgorithm,
            Convert.ToHexStringLower(rim.AsSpan(0, RealmHash.DigestSize(rd.HashAlgorithm))),
            rd.Geometry.TranslationControl(rd.IpaWidth, rd.RttLevelStart));
    }

    private RecView ViewRec(ulong address)
    {
        var rec = new Rec(Memory, address);
        return new RecView(
            address, rec.Owner, rec.Mpidr.Value, rec.State, rec.IsRunnable, rec.Pending.ToString(), rec.Pc, rec.Pstate,
            Stage1.ToDictionary(register => register, register => rec[register]));
    }
}
