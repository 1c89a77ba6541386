using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>Takes a realm apart, from any state, and gives all of its memory back.</summary>
/// <remarks>
/// The stages, with what each returns to the host:
/// <code>
///   A  unmap         shared pages and private memory
///   B  REC_DESTROY   run pages, memory donated for RECs, RECs
///   C  TERMINATE     nothing; from here on no REC can run
///   D  RTT sweep     tables below the root
///   E  DESTROY       memory donated for the realm, the RD
///   F  roots         the root tables
///   G  objects       the list page
/// </code>
/// A realm can only be destroyed when no REC and no live table is left, and its roots only go after the RD. A stage that fails ends the
/// teardown: what is still held is lost, by name. Tearing down twice, or what was never created, does nothing.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="tables">Its tables.</param>
/// <param name="recs">Its RECs.</param>
/// <param name="unmapping">Its mappings.</param>
internal sealed class RealmTeardown(
    HostServices services, Realm realm, RttTables tables, RecLifecycle recs, Unmapping unmapping)
{
    /// <summary>Does all stages.</summary>
    /// <returns>The first failure.</returns>
    public async Script<HostResult> Run()
    {
        bool isGone = realm.State == HostRealmState.Dead && realm.Rd == 0;
        if (!realm.IsCreated || isGone)
            return HostResult.Ok;
        realm.SetState(HostRealmState.Dying);
        HostResult result = await Stages();
        if (realm.Rd != 0)
            LoseWhatIsLeft(result.Message);
        else
            realm.Ledger.LoseEverything("the RMM asked for it and never gave it back");
        realm.Rd = 0;
        realm.SetState(HostRealmState.Dead);
        return result;
    }

    private async Script<HostResult> Stages()
    {
        HostResult lost = await UnmapSlots();
        foreach (Rec rec in realm.Recs.ToArray())
        {
            HostResult destroyed = await recs.Destroy(rec);
            if (!destroyed.IsOk && rec.Page != 0)
                return First(lost, destroyed);
            lost = First(lost, destroyed);
        }
        HostResult terminated = HostResult.From(await services.Rmi.RealmTerminate(realm.Rd));
        if (!terminated.IsOk)
            return First(lost, terminated);
        ForgetSharedPages();
        HostResult swept = await tables.DestroyAll();
        if (realm.Tables.Count > 0)
            return First(lost, swept);
        lost = First(lost, swept);
        return First(lost, await DestroyRealm());
    }

    // What goes wrong later is mostly the consequence of what went wrong first.
    private static HostResult First(HostResult earlier, HostResult later) => earlier.IsOk ? later : earlier;

    // A range that stays mapped keeps its tables alive, so the sweep will say so; other slots are unmapped all the same.
    private async Script<HostResult> UnmapSlots()
    {
        HostResult first = HostResult.Ok;
        foreach (MemorySlot slot in realm.Slots)
        {
            HostResult shared = await unmapping.UnmapShared(slot, slot.Range);
            HostResult data = slot.Private is null ? HostResult.Ok : await unmapping.UnmapPrivate(slot.Range);
            first = First(first, First(shared, data));
        }
        return first;
    }

    // A shared page that could not be unmapped is the VMM's alone now: nothing can run that could see it.
    private void ForgetSharedPages()
    {
        foreach (MemorySlot slot in realm.Slots)
            slot.Mapped.Clear();
    }

    private void LoseWhatIsLeft(string reason)
    {
        realm.Ledger.LoseEverything(reason);
        foreach (Rec rec in realm.Recs)
        {
            realm.Ledger.LosePage("REC run page", services.PageSize.At(rec.RunPage), reason);
            realm.Ledger.LosePage("REC list page", services.PageSize.At(rec.Transfer!.ListPage), reason);
        }
        realm.Ledger.LosePage("realm list page", services.PageSize.At(realm.Transfer!.ListPage), reason);
        foreach (MemorySlot slot in realm.Slots.Where(slot => slot.Shared is not null))
        {
            foreach (PageRange mapped in slot.Mapped)
                LoseShared(slot, mapped, reason);
        }
    }

    private void LoseShared(MemorySlot slot, PageRange mapped, string reason)
    {
        for (ulong page = mapped.Base; page < mapped.End; page += services.PageSize.Bytes)
        {
            ulong offset = slot.SharedOffsetOf(page);
            ulong pa = slot.Shared!.AddressOf(offset);
            if (pa == 0)
                continue;
            slot.Shared.Lose(offset);
            realm.Ledger.LosePage("shared page", services.PageSize.At(pa), reason);
        }
    }

    private async Script<HostResult> DestroyRealm()
    {
        HostResult destroyed = HostResult.From(await services.Rmi.RealmDestroy(realm.Rd, realm.Transfer!));
        if (!destroyed.IsOk)
            return destroyed;
        HostResult rd = await services.Granules.Release(
            realm.Ledger, GranulePurpose.Rd, services.PageSize.At(realm.Rd));
        HostResult roots = await services.Granules.Release(
            realm.Ledger, GranulePurpose.RootRtt, new PageRange(realm.Root, realm.Geometry.RootBytes));
        services.FreePage(realm.Transfer!.ListPage);
        realm.Rd = 0;
        return First(rd, roots);
    }
}
