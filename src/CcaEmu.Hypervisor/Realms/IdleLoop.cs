using CcaEmu.Arm.Registers;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>What the host does when no virtual CPU of a realm has anything to do: it sleeps until a timer of one is due.</summary>
/// <remarks>The counterpart of KVM's background timer: the EL2 physical timer stands in for the timers of virtual CPUs that do not run.</remarks>
/// <param name="services">The PE and its interrupts.</param>
/// <param name="realm">The realm.</param>
internal sealed class IdleLoop(HostServices services, Realm realm)
{
    // Farther than a guest's deadline can be meant: about 130 days.
    private const ulong LongestWait = 1UL << 50;

    /// <summary>Whether a virtual CPU can run: it is on, and does not wait, or waits for an interrupt that has come.</summary>
    public bool HasWork(Rec rec) => rec.IsOn && (!rec.IsWaiting || realm.Gic?.Of(rec).HasPending == true);

    /// <summary>Sleeps until a timer of a waiting virtual CPU is due, and drives its line.</summary>
    /// <returns>False where none will be: nothing can wake them.</returns>
    public async Script<bool> Sleep()
    {
        ulong now = Count;
        ulong? deadline = null;
        foreach (Rec rec in realm.Recs.Where(rec => rec.IsWaiting && rec.IsOn))
        {
            if (RecInterrupts.NextTimerEvent(rec.Exit, now) is { } next && (deadline is null || next < deadline))
                deadline = next;
        }
        if (realm.Gic is null || deadline is not { } due || due - now > LongestWait)
            return false;
        services.Gic.SetTimer(due);
        while (Count < due)
        {
            await services.WaitForInterrupt();
            services.Gic.Drain();
        }
        foreach (Rec rec in realm.Recs.Where(rec => rec.IsWaiting && rec.IsOn))
            realm.Gic.Of(rec).SetTimers(rec.Exit, Count);
        return true;
    }

    private ulong Count => services.Pe[SystemRegister.CNTPCT_EL0];
}
