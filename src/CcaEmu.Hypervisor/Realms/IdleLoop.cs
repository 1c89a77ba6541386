using CcaEmu.Arm.Registers;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>What the host does on a PE when no virtual CPU there has anything to do: it sleeps until a timer of one is due, or another PE calls.</summary>
/// <remarks>The counterpart of KVM's background timer: the EL2 physical timer stands in for the timers of virtual CPUs that do not run.</remarks>
/// <param name="services">The PE and its interrupts.</param>
/// <param name="realm">The realm.</param>
internal sealed class IdleLoop(HostServices services, Realm realm)
{
    // Farther than a guest's deadline can be meant: about 130 days.
    private const ulong LongestWait = 1UL << 50;

    /// <summary>Whether anything will ever happen to the realm: a virtual CPU has work, or a timer of one that waits is due some day.</summary>
    public bool HasFuture => realm.Recs.Exists(rec => rec.IsRunning || realm.HasWork(rec)) || Deadline(realm.Recs) is not null;

    private ulong Count => services.Pe[SystemRegister.CNTPCT_EL0];

    /// <summary>Sleeps once; the realm's lock is free meanwhile.</summary>
    /// <param name="recs">The virtual CPUs of this PE.</param>
    public async Script Sleep(IReadOnlyList<Rec> recs)
    {
        if (Deadline(recs) is { } due)
            services.Gic.SetTimer(due);
        realm.Lock.Release();
        await services.WaitForInterrupt();
        services.Gic.Drain();
        await realm.Lock.Acquire(services);
        foreach (Rec rec in recs.Where(rec => rec.IsWaiting && rec.IsOn))
        {
            realm.Gic?.Of(rec).SetTimers(rec.Exit, Count);
            rec.IsWaiting = !(rec.WaitsUntil <= Count);
        }
        foreach (Rec rec in recs)
            rec.IsKicked = false;
    }

    private ulong? Deadline(IReadOnlyList<Rec> recs)
    {
        ulong now = Count;
        ulong? deadline = null;
        foreach (Rec rec in recs)
        {
            if (realm.Gic is null || !rec.IsWaiting || !rec.IsOn)
                continue;
            if (RecInterrupts.NextTimerEvent(rec.Exit, now) is { } next && next - now <= LongestWait && (deadline is null || next < deadline))
                deadline = next;
            // A guest's virtual counter has no offset: RMM specification, "Realm timers".
            if (rec.WaitsUntil is { } until && (deadline is null || until < deadline))
                deadline = Math.Max(until, now);
        }
        return deadline;
    }
}
