using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Initial contents of a New realm, page by page. Their order and contents are what its RIM measures.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), command RMI_RTT_DATA_MAP_INIT.</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="tables">Its tables.</param>
internal sealed class Population(HostServices services, Realm realm, RttTables tables)
{
    /// <summary>Populates one page.</summary>
    /// <param name="ipa">Where, in a memory slot and private; a multiple of 4 KiB.</param>
    /// <param name="source">A Non-secure page with the contents.</param>
    /// <param name="measure">Whether the contents enter the RIM; the address always does.</param>
    public async Script<HostResult> Populate(ulong ipa, ulong source, bool measure)
    {
        if (realm.State != HostRealmState.New)
            return HostResult.Fail(Errno.EBUSY, $"contents go into a realm that is New, not {realm.State}");
        if (ipa % services.PageSize.Bytes != 0 || realm.FindSlot(ipa)?.Private is null || !realm.Private.Contains(ipa))
            return HostResult.Fail(Errno.EINVAL, $"IPA 0x{ipa:X} is not a private page of the guest's memory");
        (HostResult result, ulong data) = await services.Granules.Allocate(realm.Ledger, GranulePurpose.Data);
        if (!result.IsOk)
            return result;
        result = await Map(ipa, data, source, measure ? RmiDataFlags.Measure : RmiDataFlags.None);
        if (result.IsOk)
            realm.PagesPopulated++;
        else
            await services.Granules.Release(realm.Ledger, GranulePurpose.Data, services.PageSize.At(data));
        return result;
    }

    private async Script<HostResult> Map(ulong ipa, ulong data, ulong source, RmiDataFlags flags)
    {
        // Each answer may show one missing level; a level that stays missing after its table was made is the RMM's mistake.
        for (int reached = -1; ;)
        {
            RmiReply reply = await services.Rmi.RttDataMapInit(realm.Rd, data, ipa, source, flags);
            if (!reply.MissesTableAbove(HostPageSize.LastLevel) || reply.Result.Level <= reached)
                return HostResult.From(reply);
            reached = reply.Result.Level;
            HostResult created = await tables.Create(ipa, reached + 1);
            if (!created.IsOk)
                return created;
        }
    }
}
