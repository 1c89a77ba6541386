using CcaEmu.Arm.Rmi;
using CcaEmu.Campaign.RmiFuzz.Model;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;
using CcaEmu.Rmm.Rtts;

namespace CcaEmu.Campaign.RmiFuzz;

/// <summary>Compares what the RMM has with what the model has.</summary>
internal static class StateComparison
{
    /// <summary>Everything: states of granules, attributes of Realms and RECs, every entry of every table.</summary>
    /// <returns>The first difference in words, or null.</returns>
    public static string? All(RmiWorld world, RmiModel model)
    {
        if (Counts(world, model) is { } counts)
            return counts;
        foreach ((ulong granule, GranuleState state) in model.InUse)
        {
            if (world.Rmm.StateOf(granule) != state)
                return $"granule 0x{granule:X} is {world.Rmm.StateOf(granule)}, not {state}";
        }
        var memory = new RealmMemory(world.Machine.Pes[0].Physical);
        var own = new HashSet<ushort>();
        foreach (ModelRealm realm in model.Realms.Values)
        {
            var rd = new Rd(memory, realm.Rd);
            if (rd.State != realm.State || rd.RecIndex != realm.RecIndex || rd.NumRecs != (ulong)realm.Recs.Count)
                return $"Realm 0x{realm.Rd:X}: {rd.State}, rec_index {rd.RecIndex}, {rd.NumRecs} RECs; expected {realm.State}, {realm.RecIndex}, {realm.Recs.Count}";
            if (Context(rd, realm, model.Options.Mecids) is { } context)
                return $"Realm 0x{realm.Rd:X}: {context}";
            if (rd.HasOwnMecid && !own.Add(rd.Mecid))
                return $"Realm 0x{realm.Rd:X}: another one has MECID {rd.Mecid}, too";
            if (Tables(new RealmMemory(world.Machine.Pes[0].Physical, rd.Mecid), rd, realm) is { } difference)
                return $"Realm 0x{realm.Rd:X}: {difference}";
        }
        foreach (ModelRec rec in model.Recs.Values)
        {
            if (Difference(new Rec(memory, rec.Address), rec) is { } difference)
                return $"REC 0x{rec.Address:X}: {difference}";
        }
        return null;
    }

    /// <summary>What costs nothing to compare.</summary>
    public static string? Counts(RmiWorld world, RmiModel model)
    {
        if (world.Rmm.DelegatedGranules != (ulong)model.InUse.Count)
            return $"{world.Rmm.DelegatedGranules} granules are not UNDELEGATED; expected {model.InUse.Count}";
        if (world.Rmm.Realms != model.Realms.Count)
            return $"there are {world.Rmm.Realms} Realms; expected {model.Realms.Count}";
        return world.Rmm.RmmState == model.State ? null : $"the RMM is {world.Rmm.RmmState}; expected {model.State}";
    }

    // MECID 0 is the RMM's, 1 that of Realms that share one.
    private static string? Context(Rd rd, ModelRealm realm, int mecids)
    {
        bool isRight = mecids == 0 ? rd.Mecid == 0 : realm.HasOwnContext ? rd.Mecid > 1 : rd.Mecid == 1;
        return isRight && rd.HasOwnMecid == realm.HasOwnContext ? null : $"MECID {rd.Mecid}, its own: {rd.HasOwnMecid}; expected its own: {realm.HasOwnContext}";
    }

    private static string? Difference(Rec rec, ModelRec expected)
    {
        bool isRunning = rec.State == RecState.Running;
        if (rec.Owner != expected.Owner || isRunning != expected.IsRunning || rec.IsRunnable != expected.IsRunnable)
            return $"owner 0x{rec.Owner:X}, running {isRunning}, runnable {rec.IsRunnable}; expected 0x{expected.Owner:X}, {expected.IsRunning}, {expected.IsRunnable}";
        if (isRunning)
            return null;
        if ((rec.Pending == RecPending.Psci) != (expected.Pending == ModelPending.Psci))
            return $"pending {rec.Pending}; expected {expected.Pending}";
        return rec.RipasAddr == expected.RipasAddr && rec.RipasTop == expected.RipasTop
            ? null
            : $"ripas_addr 0x{rec.RipasAddr:X}, ripas_top 0x{rec.RipasTop:X}; expected 0x{expected.RipasAddr:X}, 0x{expected.RipasTop:X}";
    }

    private static string? Tables(RealmMemory memory, Rd rd, ModelRealm realm)
    {
        var words = new ulong[rd.Geometry.Entries];
        foreach (ModelTable table in realm.Tables)
        {
            memory.Read(table.Address, words);
            for (int i = 0; i < words.Length; i++)
            {
                var entry = new RttEntry(words[i]);
                ModelEntry expected = table.Entries[i];
                ModelHipas hipas = entry.IsTable(table.Level) ? ModelHipas.Table : entry.IsVoid ? ModelHipas.Void
                    : entry.IsMappedNs(table.Level) ? ModelHipas.MappedNs : ModelHipas.Data;
                bool hasRipas = hipas is ModelHipas.Void or ModelHipas.Data && realm.IsProtected(table.Ipa);
                if (hipas != expected.Hipas || (hasRipas && entry.Ripas != expected.Ripas)
                    || (hipas != ModelHipas.Void && entry.Address(rd.Geometry) != expected.Address))
                    return $"entry {i} of the level {table.Level} table 0x{table.Address:X} is {hipas}, {entry.Ripas}, 0x{entry.Address(rd.Geometry):X}; "
                        + $"expected {expected.Hipas}, {expected.Ripas}, 0x{expected.Address:X}";
            }
        }
        return null;
    }
}
