using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>New to Active, at the first run: RECs in index order, RIPAS RAM over every slot unless the realm is to ask for it, then RMI_REALM_ACTIVATE.</summary>
/// <remarks>
/// The realm is Dead until all of it has succeeded: one that the RMM treated unexpectedly is never used. Only a host that is out of memory may
/// go on where it stood, after it has made room: RECs that are there stay, and RIPAS goes on behind what is set.
/// </remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="recs">Its RECs.</param>
/// <param name="ripas">Its RIPAS.</param>
internal sealed class RealmActivation(HostServices services, Realm realm, RecLifecycle recs, RipasSetup ripas)
{
    /// <summary>Activates the realm, or goes on with it.</summary>
    /// <returns>ENOMEM: it may be gone on with. What another failure leaves is for the teardown.</returns>
    public async Script<HostResult> Activate()
    {
        if (realm.State != HostRealmState.New && !realm.IsActivating)
            return HostResult.Fail(Errno.EBUSY, $"a realm is activated when it is New, not {realm.State}");
        if (!realm.IsActivating)
            realm.SetState(HostRealmState.Dead);
        HostResult result = await Steps();
        realm.IsActivating = result.Error == Errno.ENOMEM;
        if (result.IsOk)
            realm.SetState(HostRealmState.Active);
        return result;
    }

    private async Script<HostResult> Steps()
    {
        foreach (Rec rec in realm.Vcpus.Cast<Rec>().Skip(realm.Recs.Count))
        {
            HostResult created = await recs.Create(rec);
            if (!created.IsOk)
                return created;
        }
        PageRange[] ranges = [.. realm.InitialRam ?? [.. realm.Slots.Where(slot => slot.Private is not null).Select(slot => slot.Range)]];
        while (realm.RipasProgress.Ranges < ranges.Length)
        {
            (int index, ulong next) = realm.RipasProgress;
            RangeProgress progress = await ripas.Initialise(PageRange.FromEnds(Math.Max(next, ranges[index].Base), ranges[index].End));
            realm.RipasProgress = progress.Result.IsOk ? (index + 1, 0) : (index, progress.End);
            if (!progress.Result.IsOk)
                return progress.Result;
        }
        return HostResult.From(await services.Rmi.RealmActivate(realm.Rd));
    }
}
