using CcaEmu.Arm.Rmi;

namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <content>Commands about translation tables.</content>
internal sealed partial class RmiModel
{
    private const ConditionGroup Early = ConditionGroup.Rd | ConditionGroup.Bound;

    private void RttCreate(Judgement j, ulong[] x)
    {
        Active(j);
        Delegated(j, x[2], "rtt");
        if (Table(j, x[1], x[3], x[4]) is not var (realm, level))
            return;
        ModelWalk walk = realm.Walk(x[3], level - 1);
        if (walk.Level < level - 1 || walk.Entry.Child is not null)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "walk", ConditionGroup.Walk, Early);
        j.Effect = _ =>
        {
            ModelEntry parent = walk.Entry;
            var table = new ModelTable(level, x[2], x[3], Geometry.Entries);
            for (int i = 0; i < Geometry.Entries; i++)
            {
                bool hasAddress = parent.Hipas is ModelHipas.Data or ModelHipas.MappedNs;
                table.Entries[i] = hasAddress ? parent with { Address = parent.Address + (ulong)i * Geometry.Size(level) } : parent;
            }
            walk.Entry = new ModelEntry(ModelHipas.Table, Address: x[2], Child: table);
            this[x[2]] = GranuleState.Rtt;
            return null;
        };
    }

    private void RttDestroy(Judgement j, ulong[] x)
    {
        Active(j);
        if (Table(j, x[1], x[2], x[3]) is not var (realm, level))
            return;
        ModelWalk walk = realm.Walk(x[2], level - 1);
        if (walk.Level < level - 1 || walk.Entry.Child is not { } table)
        {
            j.Fail(RmiResult.ErrorRtt(walk.Level), "walk", ConditionGroup.Walk, Early);
            return;
        }
        if (table.IsLive)
            j.Fail(RmiResult.ErrorRtt(level), "rtt_live", after: ConditionGroup.Walk | Early);
        j.Effect = y =>
        {
            walk.Entry = new ModelEntry(ModelHipas.Void, realm.IsProtected(x[2]) ? Ripas.Destroyed : Ripas.Empty);
            this[table.Address] = GranuleState.Delegated;
            if (y[1] != table.Address)
                return $"the table was 0x{table.Address:X}, not 0x{y[1]:X}";
            return y[2] == SkipNonLive(walk, x[2]) ? null : $"top is 0x{y[2]:X}, not 0x{SkipNonLive(walk, x[2]):X}";
        };
    }

    private ulong SkipNonLive(ModelWalk walk, ulong ipa)
    {
        ulong size = Geometry.Size(walk.Level);
        for (int i = walk.Index; i < Geometry.Entries; i++)
        {
            if (walk.Table.Entries[i].Hipas != ModelHipas.Void)
                return i == walk.Index ? ipa : walk.Table.Ipa + (ulong)i * size;
        }
        return walk.Table.Ipa + (ulong)Geometry.Entries * size;
    }

    private void RttFold(Judgement j, ulong[] x)
    {
        Active(j);
        if (Table(j, x[1], x[2], x[3]) is not var (realm, level))
            return;
        ModelWalk walk = realm.Walk(x[2], level - 1);
        if (walk.Level < level - 1 || walk.Entry.Child is not { } table)
        {
            j.Fail(RmiResult.ErrorRtt(walk.Level), "walk", ConditionGroup.Walk, Early);
            return;
        }
        ModelEntry first = table.Entries[0];
        if (!IsHomogeneous(table))
            j.Fail(RmiResult.ErrorRtt(level), "rtt_homo", after: ConditionGroup.Walk | Early);
        // Level 1 blocks of 4 KiB granules fold to level 0, which has none.
        j.Effect = y =>
        {
            walk.Entry = first;
            this[table.Address] = GranuleState.Delegated;
            return y[1] == table.Address ? null : $"the table was 0x{table.Address:X}, not 0x{y[1]:X}";
        };
    }

    private bool IsHomogeneous(ModelTable table)
    {
        ModelEntry first = table.Entries[0];
        bool isMapped = first.Hipas is ModelHipas.Data or ModelHipas.MappedNs;
        if (first.Hipas == ModelHipas.Table || (isMapped && (!Geometry.IsLeaf(table.Level - 1) || !Geometry.IsAligned(first.Address, table.Level - 1))))
            return false;
        for (int i = 1; i < table.Entries.Length; i++)
        {
            ModelEntry expected = isMapped ? first with { Address = first.Address + (ulong)i * Geometry.Size(table.Level) } : first;
            if (table.Entries[i] != expected)
                return false;
        }
        return true;
    }

    private void RttReadEntry(Judgement j, ulong[] x)
    {
        Active(j);
        if (Rd(j, x[1]) is not { } realm)
            return;
        long level = (long)x[3];
        bool isLevel = level >= realm.StartLevel && level <= 3;
        if (!isLevel)
            j.Input("level_bound");
        if (isLevel && !Geometry.IsAligned(x[2], (int)level))
            j.Input("ipa_align");
        if (!realm.Contains(x[2]))
            j.Input("ipa_bound");
        if (!j.CanSucceed)
            return;
        j.Effect = y =>
        {
            ModelWalk walk = realm.Walk(x[2], (int)level);
            ModelEntry entry = walk.Entry;
            ulong state = entry.Hipas switch { ModelHipas.Void => 0UL, ModelHipas.Table => 2, _ => 1 };
            ulong desc = entry.Hipas == ModelHipas.Void ? 0 : entry.Address;
            if (entry.Hipas == ModelHipas.MappedNs)
                desc |= (entry.Attributes >> 16 & 7) << 2 | (entry.Attributes >> 19 & 3) << 6;
            ulong ripas = realm.IsProtected(x[2]) && entry.Hipas != ModelHipas.Table ? (ulong)entry.Ripas : 0;
            return y[1] == (byte)walk.Level && y[2] == state && y[3] == desc && y[4] == ripas
                ? null
                : $"level {y[1]}, state {y[2]}, desc 0x{y[3]:X}, ripas {y[4]}; expected {walk.Level}, {state}, 0x{desc:X}, {ripas}";
        };
    }

    private void DataMapInit(Judgement j, ulong[] x)
    {
        Active(j);
        HostPage(j, x[4], "src");
        if ((x[5] & ~1UL) != 0)
            j.MaybeInput("flags");
        Delegated(j, x[2], "data");
        ModelRealm? realm = Rd(j, x[1]);
        if (!Geometry.IsAligned(x[3]))
            j.Input("ipa_align");
        if (realm is null)
            return;
        if (x[2] >> 48 != 0 && !realm.Lpa2)
            j.Input("data_bound");
        if (realm.State != RealmState.New)
            j.Fail(RmiStatus.ErrorRealm, "realm_state", after: ConditionGroup.Rd);
        if (!realm.IsProtected(x[3]))
        {
            j.Input("ipa_bound", ConditionGroup.Bound);
            return;
        }
        ModelWalk walk = realm.Walk(x[3], 3);
        if (walk.Level < 3 || walk.Entry.Hipas != ModelHipas.Void)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "walk", ConditionGroup.Walk, Early);
        j.Effect = _ =>
        {
            walk.Entry = new ModelEntry(ModelHipas.Data, Ripas.Ram, x[2]);
            this[x[2]] = GranuleState.Data;
            return null;
        };
    }

    private void InitRipas(Judgement j, ulong[] x)
    {
        Active(j);
        ModelRealm? realm = Rd(j, x[1]);
        bool isRange = x[3] > x[2];
        if (!isRange)
            j.Input("size", ConditionGroup.Bound);
        if (!Geometry.IsAligned(x[3]))
            j.Input("top_gran_align", ConditionGroup.Align);
        if (realm is null)
            return;
        if (realm.State != RealmState.New)
            j.Fail(RmiStatus.ErrorRealm, "realm_state", after: ConditionGroup.Rd);
        if (!realm.IsProtected(x[3] - Geometry.Granule) || !realm.IsProtected(x[3] - 1))
            j.Input("top_bound", ConditionGroup.Bound);
        if (!isRange || !realm.IsProtected(x[2]))
            return;
        ModelWalk walk = realm.Walk(x[2], 3);
        if (!Geometry.IsAligned(x[2], walk.Level))
        {
            j.Fail(RmiResult.ErrorRtt(walk.Level), "base_align", after: ConditionGroup.Rd);
            // Some RMMs take it for an argument that is wrong in itself.
            j.MaybeInput("base_align");
        }
        else if (x[2] + Geometry.Size(walk.Level) > x[3])
        {
            j.Fail(RmiResult.ErrorRtt(walk.Level), "no_progress", after: ConditionGroup.Rd | ConditionGroup.Align);
        }
        j.Effect = y => ChangeRipas(walk, x[2], x[3], y[1], entry => entry with { Ripas = Ripas.Ram });
    }

    // Entries of one table from a base up to where the RMM says it has come.
    private string? ChangeRipas(ModelWalk walk, ulong start, ulong top, ulong end, Func<ModelEntry, ModelEntry> change)
    {
        ulong tableEnd = walk.Table.Ipa + (ulong)Geometry.Entries * Geometry.Size(walk.Level);
        if (end <= start || end > Math.Min(top, tableEnd) || !Geometry.IsAligned(end))
            return $"out_top 0x{end:X}";
        ulong ipa = start;
        for (int i = walk.Index; ipa < end; i++)
        {
            ModelEntry old = walk.Table.Entries[i];
            if (old.Hipas == ModelHipas.Table)
                return $"there is a table at 0x{ipa:X}, but out_top is 0x{end:X}";
            ModelEntry changed = change(old);
            ulong entryEnd = Geometry.EntryEnd(ipa, walk.Level);
            if (changed != old && (entryEnd > end || !Geometry.IsAligned(ipa, walk.Level)))
                return $"the entry at 0x{ipa:X} does not lie within the range up to 0x{end:X}";
            walk.Table.Entries[i] = changed;
            ipa = entryEnd;
        }
        return null;
    }

    private void SetRipas(Judgement j, ulong[] x)
    {
        Active(j);
        ModelRealm? realm = Rd(j, x[1]);
        ModelRec? rec = Rec(j, x[2], "rec");
        if (x[4] <= x[3])
            j.Input("size");
        if (!Geometry.IsAligned(x[4]))
            j.Input("top_gran_align", ConditionGroup.Align);
        if (rec is null)
            return;
        if (x[3] != rec.RipasAddr)
            j.Input("base_bound", ConditionGroup.Base);
        if (x[4] > rec.RipasTop)
            j.Input("top_bound");
        if (rec.IsRunning)
            j.Fail(RmiStatus.ErrorRec, "rec_state", after: ConditionGroup.Rec);
        if (rec.Owner != x[1])
            j.Fail(RmiStatus.ErrorRec, "rec_owner", after: ConditionGroup.Rec);
        if (realm is null || rec.Owner != x[1] || !realm.IsProtected(x[3]) || x[3] != rec.RipasAddr || x[4] <= x[3])
            return;
        ModelWalk walk = realm.Walk(x[3], 3);
        bool hasWanted = walk.Entry.Ripas == rec.RipasValue;
        if (!Geometry.IsAligned(x[3], walk.Level) && !hasWanted)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "base_align", after: ConditionGroup.Rd | ConditionGroup.Base);
        bool fits = Geometry.EntryEnd(x[3], walk.Level) <= x[4];
        if (!hasWanted && !fits)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "no_progress", after: ConditionGroup.Rd | ConditionGroup.Align);
        // Whether the Realm lets DESTROYED become RAM is between it and the RMM.
        bool isKept = walk.Entry.Ripas == Ripas.Destroyed && rec.RipasValue == Ripas.Ram;
        if (isKept)
            j.Fail(RmiResult.ErrorRtt(walk.Level), "destroyed", after: ConditionGroup.Rd | ConditionGroup.Align, maybe: true);
        Ripas wanted = rec.RipasValue;
        j.Effect = y =>
        {
            rec.RipasAddr = y[1];
            return ChangeRipas(walk, x[3], x[4], y[1], entry => entry.Ripas == wanted ? entry : entry with { Ripas = wanted });
        };
    }

    // Checks that RTT_CREATE, RTT_DESTROY and RTT_FOLD share; null where no walk is possible.
    private (ModelRealm Realm, int Level)? Table(Judgement j, ulong rd, ulong ipa, ulong level)
    {
        if (Rd(j, rd) is not { } realm)
            return null;
        bool isLevel = (long)level > realm.StartLevel && (long)level <= 3;
        if (!isLevel)
            j.Input("level_bound", ConditionGroup.Bound);
        else if (!Geometry.IsAligned(ipa, (int)level - 1))
            j.Input("ipa_align");
        if (!realm.Contains(ipa))
            j.Input("ipa_bound", ConditionGroup.Bound);
        return isLevel && realm.Contains(ipa) ? (realm, (int)level) : null;
    }
}
