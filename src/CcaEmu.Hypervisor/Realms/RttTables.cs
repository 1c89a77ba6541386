using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A realm's translation tables: created one level at a time where a command found one missing, and swept at the end.</summary>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
internal sealed class RttTables(HostServices services, Realm realm)
{
    /// <summary>Whether the page tables of an address go down to pages.</summary>
    public bool HasPageTable(ulong ipa) => realm.Tables.ContainsKey(new RttTable(HostPageSize.LastLevel, ipa & ~(services.PageSize.EntryBytes(HostPageSize.LastLevel - 1) - 1)));

    /// <summary>Adds the table below the level at which a walk stopped. A table that is there already is not an error.</summary>
    /// <param name="ipa">Any address that the table shall map.</param>
    /// <param name="level">Level of the new table.</param>
    public async Script<HostResult> Create(ulong ipa, int level)
    {
        if (level <= realm.Geometry.StartLevel || level > HostPageSize.LastLevel)
            return HostResult.Fail(Errno.EINVAL, $"there is no table of level {level} at IPA 0x{ipa:X}");
        ulong start = ipa & ~(services.PageSize.EntryBytes(level - 1) - 1);
        (HostResult result, ulong rtt) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.Rtt);
        if (!result.IsOk)
            return result;
        RmiReply reply = await services.Rmi.RttCreate(realm.Rd, rtt, start, level);
        if (reply.IsSuccess)
        {
            realm.Tables.Add(new RttTable(level, start), rtt);
            realm.RttsCreated++;
            return HostResult.Ok;
        }
        await services.Granules.Release(realm.Ledger, GranulePurpose.Rtt, services.PageSize.At(rtt));
        bool exists = reply.Status == RmiStatus.ErrorRtt && reply.Result.Level == level - 1 && realm.Tables.ContainsKey(new(level, start));
        return exists ? HostResult.Ok : HostResult.Fail(reply);
    }

    /// <summary>Destroys every table below the root, deepest first.</summary>
    /// <returns>
    /// The first failure. A table that the RMM will not destroy ends the sweep and stays in <see cref="Realm.Tables"/>, with those above
    /// it; one that cannot be undelegated is lost alone.
    /// </returns>
    /// <remarks>Nothing may be mapped in the protected half any more; shared mappings do not keep a table alive.</remarks>
    public async Script<HostResult> DestroyAll()
    {
        HostResult lost = HostResult.Ok;
        foreach ((RttTable table, ulong rtt) in realm.Tables.ToArray())
        {
            RmiReply<DestroyedRtt> reply = await services.Rmi.RttDestroy(realm.Rd, table.Ipa, table.Level);
            if (!reply.IsSuccess)
                return HostResult.Fail(reply.Reply);
            if (reply.Output.Rtt != rtt)
                return HostResult.Fail(Errno.ENXIO, $"{reply.Reply.Describe()}: the table at this place was 0x{rtt:X}");
            realm.Tables.Remove(table);
            HostResult released = await services.Granules.Release(
                realm.Ledger, GranulePurpose.Rtt, services.PageSize.At(rtt));
            lost = lost.IsOk ? released : lost;
        }
        return lost;
    }
}
