using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <content>Commands that map and unmap ranges.</content>
internal sealed partial class RmiModel
{
    private const int TypeNone = 0;
    private const int TypeList = 2;

    private void Map(Judgement j, ulong[] x, bool isProtected)
    {
        Active(j);
        ModelRealm? realm = Rd(j, x[1]);
        Range(j, x[2], x[3]);
        MapFlags(j, x[4], isProtected);
        int type = (int)x[4] & 3;
        if (type == TypeNone)
            j.Input("oaddr_type");
        List<ModelRange> ranges = OutputRanges(j, x[4], x[5], realm);
        if (realm is null || x[3] <= x[2])
            return;
        if (!IsHalf(realm, x[2], x[3], isProtected))
        {
            j.Input("range_bound");
            return;
        }
        if (isProtected && realm.State is not (RealmState.New or RealmState.Active))
            j.Fail(RmiStatus.ErrorRealm, "realm_state");
        if (ranges.Count == 0)
            return;
        int level = ranges[0].Level;
        if (!Geometry.IsAligned(x[2], level))
            j.Input("base_level_align");
        if (x[3] - x[2] < Geometry.Size(level))
            j.Fail(RmiResult.ErrorRtt(level), "range smaller than a block");
        ModelWalk walk = realm.Walk(x[2], Math.Max(level, realm.StartLevel));
        if (walk.Level != level || walk.Entry.Hipas != ModelHipas.Void)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "walk");
        if (isProtected)
            FirstBlock(j, ranges[0]);
        j.Effect = y => MapBlocks(walk, x[2], x[3], y[1], ranges, isProtected, x[4] & 0x7F_0000);
    }

    private void MapFlags(Judgement j, ulong flags, bool isProtected)
    {
        if ((flags & 3) == 3 || (flags & ~(isProtected ? 0xFFFFUL : 0x7F_FFFF)) != 0)
            j.Input("flags");
        // Memory type 4 is reserved in the descriptors, and direct permissions have two bits.
        if (!isProtected && ((flags >> 16 & 7) == 4 || (flags >> 19 & 15) > 3))
            j.Input("attributes");
    }

    private void FirstBlock(Judgement j, ModelRange range)
    {
        ulong size = Geometry.Size(range.Level);
        if (!IsTracked(range.Address) || (IsCoarse(range.Address) && size < RegionBytes))
            j.Fail(RmiStatus.ErrorTracking, "data_tracking");
        if (!IsBlock(range.Address, size))
            j.Input("data_state");
    }

    private bool IsBlock(ulong address, ulong size)
    {
        for (ulong offset = 0; offset < size; offset += Geometry.Granule)
        {
            if (!Is(address + offset, GranuleState.Delegated))
                return false;
        }
        return true;
    }

    // The whole list as it could be used: the first range that is not a possible one ends it.
    private List<ModelRange> OutputRanges(Judgement j, ulong flags, ulong oaddr, ModelRealm? realm)
    {
        var ranges = new List<ModelRange>();
        if (((int)flags & 3) != TypeList)
        {
            if (TryRange(oaddr, realm, out ModelRange single))
                ranges.Add(single);
            else
                j.Input("oaddr");
            return ranges;
        }
        if ((oaddr & 7) != 0)
        {
            j.Input("list_align");
            return ranges;
        }
        if (!IsHost(oaddr))
        {
            j.Input("list_pas");
            return ranges;
        }
        int count = (int)(flags >> 2) & 0x3FFF;
        for (int i = 0; i < count && TryReadWord(oaddr + (ulong)i * 8, out ulong word) && TryRange(word, realm, out ModelRange range); i++)
            ranges.Add(range);
        if (ranges.Count == 0)
            j.Input("list");
        return ranges;
    }

    private bool TryRange(ulong word, ModelRealm? realm, out ModelRange range)
    {
        range = ModelRange.Decode(word, Geometry);
        ulong limit = 1UL << (realm is { Lpa2: true } ? 52 : 48);
        bool isPossible = (word >> 52 & 0x7FF) == 0 && range.Count > 0 && Geometry.IsLeaf(range.Level)
            && Geometry.IsAligned(range.Address, range.Level) && range.Address < limit;
        return isPossible && (UInt128)range.Count * Geometry.Size(range.Level) <= limit - range.Address;
    }

    private string? MapBlocks(ModelWalk walk, ulong start, ulong top, ulong end, List<ModelRange> ranges, bool isProtected, ulong attributes)
    {
        ulong size = Geometry.Size(walk.Level);
        ulong tableEnd = walk.Table.Ipa + (ulong)Geometry.Entries * size;
        if (end <= start || end > Math.Min(top, tableEnd) || ((end - start) & (size - 1)) != 0)
            return $"out_top 0x{end:X}";
        int next = 0;
        ulong taken = 0;
        int index = walk.Index;
        for (ulong ipa = start; ipa < end; ipa += size, index++)
        {
            if (next == ranges.Count || ranges[next].Level != walk.Level)
                return $"out_top is 0x{end:X}, but the output addresses end at 0x{ipa:X}";
            ref ModelEntry entry = ref walk.Table.Entries[index];
            ulong block = ranges[next].Address + taken * size;
            if (entry.Hipas != ModelHipas.Void)
                return $"out_top is 0x{end:X}, but 0x{ipa:X} was {entry.Hipas}";
            if (isProtected && !IsBlock(block, size))
                return $"0x{block:X} was {this[block]}, and is DATA at 0x{ipa:X}";
            if (isProtected)
                SetBlock(block, size, GranuleState.Data);
            entry = isProtected ? new ModelEntry(ModelHipas.Data, entry.Ripas, block) : new ModelEntry(ModelHipas.MappedNs, Ripas.Empty, block, attributes);
            if (++taken == (ulong)ranges[next].Count)
                (next, taken) = (next + 1, 0);
        }
        return null;
    }

    private void SetBlock(ulong address, ulong size, GranuleState state)
    {
        for (ulong offset = 0; offset < size; offset += Geometry.Granule)
            this[address + offset] = state;
    }

    private void Unmap(Judgement j, ulong[] x, bool isProtected)
    {
        Active(j);
        ModelRealm? realm = Rd(j, x[1]);
        Range(j, x[2], x[3]);
        int type = (int)x[4] & 3, capacity = (int)(x[4] >> 2) & 0x3FFF;
        if (type == 3 || (x[4] & ~0xFFFFUL) != 0)
            j.Input("flags");
        if (type != TypeList && (x[5] != 0 || capacity != 0))
            j.Fail(Input, "list for nothing", maybe: true);
        if (type == TypeList && capacity == 0)
            j.Fail(Input, "list_count", maybe: true);
        if (type == TypeList && (x[5] & 7) != 0)
            j.Input("list_align");
        if (type == TypeList && !IsHost(x[5]))
            j.Input("list_pas");
        if (realm is null || x[3] <= x[2])
            return;
        if (!IsHalf(realm, x[2], x[3], isProtected))
        {
            j.Input("range_bound");
            return;
        }
        ModelWalk walk = realm.Walk(x[2], 3);
        ModelEntry first = walk.Entry;
        bool fits = Geometry.IsAligned(x[2], walk.Level) && Geometry.EntryEnd(x[2], walk.Level) <= x[3];
        if (!isProtected && first.Hipas != ModelHipas.MappedNs)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "rtte_state");
        if (first.Hipas != ModelHipas.Void && !fits)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "rtte_size");
        if (isProtected && first.Hipas == ModelHipas.Data && IsCoarse(first.Address) && Geometry.Size(walk.Level) < RegionBytes)
            j.Fail(RmiStatus.ErrorTracking, "data_tracking");
        j.Effect = y => UnmapBlocks(walk, x, y, isProtected);
    }

    private string? UnmapBlocks(ModelWalk walk, ulong[] x, ulong[] y, bool isProtected)
    {
        ulong size = Geometry.Size(walk.Level), end = y[1];
        ulong tableEnd = walk.Table.Ipa + (ulong)Geometry.Entries * size;
        if (end <= x[2] || end > Math.Min(x[3], tableEnd) || !Geometry.IsAligned(end))
            return $"out_top 0x{end:X}";
        var freed = new List<ulong>();
        ulong ipa = x[2];
        for (int i = walk.Index; ipa < end; i++, ipa = Geometry.EntryEnd(ipa, walk.Level))
        {
            ref ModelEntry entry = ref walk.Table.Entries[i];
            if (entry.Hipas == ModelHipas.Void)
                continue;
            if (entry.Hipas != (isProtected ? ModelHipas.Data : ModelHipas.MappedNs) || Geometry.EntryEnd(ipa, walk.Level) > end || !Geometry.IsAligned(ipa, walk.Level))
                return $"out_top is 0x{end:X}, but 0x{ipa:X} was {entry.Hipas}";
            freed.Add(entry.Address);
            if (isProtected)
                SetBlock(entry.Address, size, GranuleState.Delegated);
            entry = new ModelEntry(ModelHipas.Void, isProtected && entry.Ripas == Ripas.Ram ? Ripas.Destroyed : entry.Ripas);
        }
        return Freed(freed, size, walk.Level, x, y);
    }

    // What the command has told the host is just what it has unmapped, in order.
    private string? Freed(List<ulong> freed, ulong size, int level, ulong[] x, ulong[] y)
    {
        int type = (int)x[4] & 3;
        if (type != TypeList && y[3] != 0)
            return $"{y[3]} descriptors without a list";
        if (type != 1 && y[2] != 0)
            return $"range 0x{y[2]:X} although none was asked for";
        if (type == TypeNone)
            return null;
        var told = new List<ulong>();
        for (ulong i = 0; i < (type == TypeList ? y[3] : y[2] == 0 ? 0UL : 1); i++)
        {
            ulong word = y[2];
            if (type == TypeList && !TryReadWord(x[5] + i * 8, out word))
                return $"the list at 0x{x[5]:X} was not written";
            ModelRange range = ModelRange.Decode(word, Geometry);
            if (range.Level != level || word >> 52 != 0)
                return $"descriptor 0x{word:X}";
            for (int block = 0; block < range.Count; block++)
                told.Add(range.Address + (ulong)block * size);
        }
        if (type == TypeList && y[3] > (x[4] >> 2 & 0x3FFF))
            return $"{y[3]} descriptors in a list that holds fewer";
        return told.SequenceEqual(freed) ? null : $"{freed.Count} blocks were unmapped, but others, or {told.Count}, were told";
    }

    private static bool IsHalf(ModelRealm realm, ulong start, ulong top, bool isProtected) => isProtected
        ? realm.IsProtected(start, top)
        : !realm.IsProtected(start) && realm.Contains(start) && realm.Contains(top - 1);
}
