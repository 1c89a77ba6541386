using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Tests.Fakes;

internal sealed partial class FakeRmm
{
    /// <summary>The deepest entry that maps an address.</summary>
    public (FakeRtt Table, FakeRtt.Entry Entry) Walk(ulong ipa, int level = 3)
    {
        FakeRtt table = _root;
        while (table.Level < level && table.At(ipa).Child is { } child)
            table = child;
        return (table, table.At(ipa));
    }

    private SmcCall RttCreate(ulong rtt, ulong ipa, int level)
    {
        if (level <= _root.Level || level > 3 || ipa % FakeRtt.BytesAt(level - 1) != 0 || ipa >> _ipaBits != 0)
            return Reply(RmiStatus.ErrorInput);
        (FakeRtt table, FakeRtt.Entry entry) = Walk(ipa, level - 1);
        if (table.Level < level - 1 || entry.Child is not null)
            return Reply(RmiResult.ErrorRtt(table.Level));
        if (!Take(rtt, GranuleState.Rtt))
            return Reply(RmiStatus.ErrorInput);
        var child = new FakeRtt(level, ipa, rtt, 512);
        for (int i = 0; i < 512; i++)
        {
            FakeRtt.Entry part = child.Entries[i];
            (part.State, part.Ripas, part.IsShared) = (entry.State, entry.Ripas, entry.IsShared);
            part.Pa = entry.State == RttEntryState.Data ? entry.Pa + (ulong)i * child.EntryBytes : 0;
        }
        (entry.Child, entry.State) = (child, RttEntryState.Table);
        return Reply(RmiStatus.Success);
    }

    private SmcCall RttDestroy(ulong ipa, int level)
    {
        (FakeRtt table, FakeRtt.Entry entry) = Walk(ipa, level - 1);
        if (table.Level < level - 1 || entry.Child is null)
            return Reply(RmiResult.ErrorRtt(table.Level), 0, table.End);
        if (entry.Child.IsLive)
            return Reply(RmiResult.ErrorRtt(level), 0, ipa);
        ulong rtt = entry.Child.Pa;
        Give(rtt);
        (entry.Child, entry.State, entry.Ripas, entry.Pa) = (null, RttEntryState.Void, Ripas.Destroyed, 0);
        return Reply(RmiStatus.Success, rtt, ipa + table.EntryBytes);
    }

    private SmcCall RttFold(ulong ipa, int level)
    {
        (FakeRtt table, FakeRtt.Entry entry) = Walk(ipa, level - 1);
        if (table.Level < level - 1 || entry.Child is not { } child)
            return Reply(RmiResult.ErrorRtt(table.Level), 0xDEAD);
        FakeRtt.Entry first = child.Entries[0];
        bool mapped = first.State == RttEntryState.Data;
        for (int i = 0; i < child.Entries.Length; i++)
        {
            FakeRtt.Entry other = child.Entries[i];
            bool same = (other.State, other.Ripas, other.IsShared) == (first.State, first.Ripas, first.IsShared) && other.Child is null
                && other.Pa == (mapped ? first.Pa + (ulong)i * child.EntryBytes : 0);
            if (!same || (mapped && first.Pa % table.EntryBytes != 0))
                return Reply(RmiResult.ErrorRtt(level), 0xDEAD);
        }
        (entry.Child, entry.State, entry.Ripas, entry.IsShared, entry.Pa) = (null, first.State, first.Ripas, first.IsShared, mapped ? first.Pa : 0);
        Give(child.Pa);
        return Reply(RmiStatus.Success, child.Pa);
    }

    private SmcCall RttReadEntry(ulong ipa, int level)
    {
        (FakeRtt table, FakeRtt.Entry entry) = Walk(ipa, level);
        return Reply(RmiStatus.Success, (ulong)table.Level, (ulong)entry.State, entry.Pa, (ulong)entry.Ripas);
    }

    private SmcCall DataMapInit(ulong data, ulong ipa, ulong source)
    {
        ReadPage(source);
        if (_state != RealmState.New)
            return Reply(RmiStatus.ErrorRealm);
        (FakeRtt table, FakeRtt.Entry entry) = Walk(ipa);
        if (table.Level < 3 || entry.State != RttEntryState.Void)
            return Reply(RmiResult.ErrorRtt(table.Level));
        if (!Take(data, GranuleState.Data))
            return Reply(RmiStatus.ErrorInput);
        (entry.State, entry.Ripas, entry.Pa) = (RttEntryState.Data, Ripas.Ram, data);
        return Reply(RmiStatus.Success);
    }

    private SmcCall DataMap(ulong start, ulong end, ulong descriptor)
    {
        AddressRangeDescriptor.TryDecode(descriptor, TranslationGranule.Size4K, out AddressRangeDescriptor memory);
        Assert.That(memory.SizeBytes(TranslationGranule.Size4K), Is.EqualTo(end - start));
        return Map(start, end, memory.Address, shared: false);
    }

    private SmcCall UnprotMap(ulong start, ulong end, ulong descriptor)
    {
        AddressRangeDescriptor.TryDecode(descriptor, TranslationGranule.Size4K, out AddressRangeDescriptor memory);
        Assert.That(start >> (_ipaBits - 1), Is.EqualTo(1));
        return Map(start, end, memory.Address, shared: true);
    }

    private SmcCall Map(ulong start, ulong end, ulong pa, bool shared)
    {
        (FakeRtt table, FakeRtt.Entry first) = Walk(start);
        if (first.State != RttEntryState.Void || start % table.EntryBytes != 0 || end - start < table.EntryBytes)
            return Reply(RmiResult.ErrorRtt(table.Level), 0xDEAD);
        ulong next = start;
        for (; next + table.EntryBytes <= end && next < table.End && table.At(next).State == RttEntryState.Void; next += table.EntryBytes)
        {
            if (StopsEarly && next > start)
                break;
            for (ulong granule = 0; granule < table.EntryBytes && !shared; granule += Page)
                Assert.That(Take(pa + (next - start) + granule, GranuleState.Data), Is.True);
            FakeRtt.Entry entry = table.At(next);
            (entry.State, entry.Pa, entry.IsShared) = (RttEntryState.Data, pa + (next - start), shared);
        }
        return Reply(RmiStatus.Success, next);
    }

    private SmcCall DataUnmap(ulong start, ulong end) => Unmap(start, end, shared: false);

    private SmcCall UnprotUnmap(ulong start, ulong end) => Unmap(start, end, shared: true);

    // One table a call, and one run of physical addresses; entries without memory count as done.
    private SmcCall Unmap(ulong start, ulong end, bool shared)
    {
        (FakeRtt table, FakeRtt.Entry first) = Walk(start);
        ulong bytes = table.EntryBytes;
        if (start % bytes != 0 || (end - start < bytes && first.State == RttEntryState.Data))
            return Reply(RmiResult.ErrorRtt(table.Level), 0xDEAD);
        ulong pa = 0;
        int count = 0;
        ulong next = start;
        for (; next < end && next < table.End && table.At(next).Child is null; next += bytes)
        {
            FakeRtt.Entry entry = table.At(next);
            if (entry.State == RttEntryState.Void)
                continue;
            bool breaks = count > 0 && entry.Pa != pa + (ulong)count * bytes;
            if (breaks || count == 1023 || end - next < bytes || (StopsEarly && count > 0))
                break;
            pa = count == 0 ? entry.Pa : pa;
            count++;
            for (ulong granule = 0; granule < bytes && !shared; granule += Page)
                Give(entry.Pa + granule);
            (entry.State, entry.Pa, entry.IsShared) = (RttEntryState.Void, 0, false);
            entry.Ripas = entry.Ripas == Ripas.Ram ? Ripas.Destroyed : entry.Ripas;
        }
        ulong range = shared || count == 0 ? 0 : new AddressRangeDescriptor(pa, table.Level, count).Encode(TranslationGranule.Size4K);
        return Reply(RmiStatus.Success, Math.Min(next, end), range);
    }

    private SmcCall SetRipas(ulong start, ulong end, Ripas value)
    {
        (FakeRtt table, FakeRtt.Entry first) = Walk(start);
        if (start % table.EntryBytes != 0 || end - start < table.EntryBytes || first.Ripas == Ripas.Destroyed && value == Ripas.Ram)
            return Reply(RmiResult.ErrorRtt(table.Level), 0xDEAD);
        ulong next = start;
        for (; next + table.EntryBytes <= end && next < table.End && table.At(next).Child is null; next += table.EntryBytes)
        {
            if (StopsEarly && next > start)
                break;
            table.At(next).Ripas = value;
        }
        return Reply(RmiStatus.Success, next);
    }
}
