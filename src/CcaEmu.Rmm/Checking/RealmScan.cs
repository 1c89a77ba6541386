using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Rmm.Checking;

/// <summary>Goes through everything that a Realm owns and says what does not fit.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "Granule ownership" and "Realm Translation Table".</remarks>
/// <param name="pe">Whose door to memory is used; it is not charged.</param>
/// <param name="granules">States of granules.</param>
/// <param name="report">Gets each finding.</param>
internal sealed class RealmScan(ProcessingElement pe, GranuleTable granules, Action<string> report)
{
    private readonly Dictionary<ulong, string> _owned = [];
    private readonly RealmMemory _memory = new(pe.Physical);

    /// <summary>Granules that something refers to.</summary>
    public IReadOnlyDictionary<ulong, string> Owned => _owned;

    /// <summary>A Realm: RD, starting tables, what they refer to, and memory donated for it.</summary>
    public void Realm(ulong address)
    {
        var rd = new Rd(_memory, address);
        Claim(address, GranuleState.Rd, "RD");
        for (int i = 0; i < rd.RttNumStart; i++)
        {
            ulong table = rd.RttBase + (ulong)i * granules.GranuleBytes;
            ulong ipa = (ulong)i * rd.Geometry.EntrySize(rd.RttLevelStart - 1);
            Claim(table, GranuleState.Rtt, "starting RTT");
            Table(rd, table, rd.RttLevelStart, ipa);
        }
        Donated(address);
    }

    /// <summary>A REC, and memory donated for it.</summary>
    /// <returns>The RD it names, and whether it runs.</returns>
    public (ulong Owner, bool IsRunning) RecAt(ulong address)
    {
        var rec = new Rec(_memory, address);
        Claim(address, GranuleState.Rec, "REC");
        Donated(address);
        if (!granules.Is(rec.Owner, GranuleState.Rd))
            report($"REC 0x{address:X} belongs to 0x{rec.Owner:X}, which is no RD");
        return (rec.Owner, rec.State == RecState.Running);
    }

    /// <summary>Memory that something outside the Realms has.</summary>
    public void Range(AddressRangeDescriptor range, string what)
    {
        for (ulong offset = 0; offset < range.SizeBytes(granules.Granule); offset += granules.GranuleBytes)
            Claim(range.Address + offset, GranuleState.Internal, what);
    }

    private void Donated(ulong granule)
    {
        foreach (AddressRangeDescriptor range in new AuxiliaryMemory(granules.Granule, _memory, granule + AuxiliaryMemory.Offset).ToList())
            Range(range, "donated memory");
    }

    private void Table(Rd rd, ulong table, int level, ulong ipa)
    {
        var entries = new ulong[rd.Geometry.Entries];
        new RealmMemory(pe.Physical, rd.Mecid).Read(table, entries);
        foreach (ulong value in entries)
        {
            Entry(rd, new RttEntry(value), level, ipa);
            ipa += rd.Geometry.EntrySize(level);
        }
    }

    private void Entry(Rd rd, RttEntry entry, int level, ulong ipa)
    {
        if (entry.IsTable(level))
        {
            if (Claim(entry.Address(rd.Geometry), GranuleState.Rtt, $"RTT of level {level + 1} for IPA 0x{ipa:X}"))
                Table(rd, entry.Address(rd.Geometry), level + 1, ipa);
        }
        else if (entry.IsMappedNs(level))
        {
            if (rd.IsProtected(ipa))
                report($"Realm 0x{rd.Address:X} has Non-secure memory at the protected IPA 0x{ipa:X}");
        }
        else if (entry.IsData(level))
        {
            if (!rd.IsProtected(ipa))
                report($"Realm 0x{rd.Address:X} has DATA at the unprotected IPA 0x{ipa:X}");
            ulong size = rd.Geometry.EntrySize(level);
            for (ulong offset = 0; offset < size; offset += granules.GranuleBytes)
                Claim(entry.Address(rd.Geometry) + offset, GranuleState.Data, $"DATA at IPA 0x{ipa + offset:X}");
        }
    }

    private bool Claim(ulong granule, GranuleState state, string what)
    {
        if (!granules.Is(granule, state))
            report($"{what} 0x{granule:X} is {granules[granule]} in the granule table");
        if (_owned.TryAdd(granule, what))
            return true;
        report($"granule 0x{granule:X} is {what} and {_owned[granule]} at once");
        return false;
    }
}
