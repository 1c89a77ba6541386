using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Gives tables of a realm that lives back to the host once every entry of one says the same.</summary>
/// <remarks>
/// RMM specification 2.0-bet1 (DEN0137), command RMI_RTT_FOLD. Best effort: the RMM alone knows what all entries are, so it is asked wherever what the host
/// knows speaks for it, and a refusal costs nothing but the call. What was a table of pages can be mapped as a block again.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
internal sealed class Folding(HostServices services, Realm realm)
{
    /// <summary>Folds behind shared memory that was unmapped: tables of the unprotected half in which nothing is mapped any more.</summary>
    /// <param name="range">In the numbering of the protected half.</param>
    public Script AfterUnmapShared(PageRange range)
    {
        ulong shared = realm.Geometry.SharedBit;
        return Fold(range with { Base = range.Base + shared }, span => !realm.Slots.Exists(slot => slot.Mapped.Intersects(span.Base - shared, span.SizeBytes)));
    }

    /// <summary>Folds behind private memory that was unmapped: tables that lie in the range as a whole.</summary>
    public Script AfterUnmapPrivate(PageRange range) => Fold(range, span => range.Contains(span.Base, span.SizeBytes));

    /// <summary>Folds behind a change of RIPAS: tables in which all is of one kind now.</summary>
    public Script AfterRipasChange(PageRange range) =>
        Fold(range, span => range.Contains(span.Base, span.SizeBytes) || !realm.Private.Intersects(span.Base, span.SizeBytes));

    private async Script Fold(PageRange range, Func<PageRange, bool> mayFold)
    {
        for (int level = HostPageSize.LastLevel; level > realm.Geometry.StartLevel && range.SizeBytes > 0; level--)
        {
            ulong bytes = services.PageSize.EntryBytes(level - 1);
            for (ulong ipa = range.Base & ~(bytes - 1); ipa < range.End; ipa += bytes)
            {
                if (realm.Tables.ContainsKey(new RttTable(level, ipa)) && mayFold(new PageRange(ipa, bytes)))
                    await FoldOne(new RttTable(level, ipa));
            }
        }
    }

    // What comes back is believed only where it is what went in: another address is kept out of use by staying in the account.
    private async Script FoldOne(RttTable table)
    {
        RmiReply<ulong> reply = await services.Rmi.RttFold(realm.Rd, table.Ipa, table.Level);
        if (!reply.IsSuccess || reply.Output != realm.Tables[table])
            return;
        realm.Tables.Remove(table);
        realm.RttsFolded++;
        await services.Granules.Release(realm.Ledger, GranulePurpose.Rtt, services.PageSize.At(reply.Output));
    }
}
