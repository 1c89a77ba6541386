using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>New to Active, at the first run: RECs in index order, RIPAS RAM over every slot unless the realm is to ask for it, then RMI_REALM_ACTIVATE.</summary>
/// <remarks>The realm is Dead until all of it has succeeded: one that the RMM treated unexpectedly is never used.</remarks>
/// <param name="services">Commands and memory.</param>
/// <param name="realm">The realm.</param>
/// <param name="recs">Its RECs.</param>
/// <param name="ripas">Its RIPAS.</param>
internal sealed class RealmActivation(HostServices services, Realm realm, RecLifecycle recs, RipasSetup ripas)
{
    /// <summary>Activates the realm. What a failure leaves is for the teardown.</summary>
    public async Script<HostResult> Activate()
    {
        if (realm.State != HostRealmState.New)
            return HostResult.Fail(Errno.EBUSY, $"a realm is activated when it is New, not {realm.State}");
        realm.SetState(HostRealmState.Dead);
        foreach (Rec rec in realm.Vcpus.Cast<Rec>())
        {
            HostResult created = await recs.Create(rec);
            if (!created.IsOk)
                return created;
        }
        foreach (PageRange range in realm.InitialRam ?? [.. realm.Slots.Where(slot => slot.Private is not null).Select(slot => slot.Range)])
        {
            HostResult initialised = await ripas.Initialise(range);
            if (!initialised.IsOk)
                return initialised;
        }
        HostResult activated = HostResult.From(await services.Rmi.RealmActivate(realm.Rd));
        if (activated.IsOk)
            realm.SetState(HostRealmState.Active);
        return activated;
    }
}
