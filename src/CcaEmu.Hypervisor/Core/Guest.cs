using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Core;

/// <summary>A virtual machine as the generic core knows it, whatever kind it is of: memory slots and attributes, virtual CPUs, GIC.</summary>
internal abstract class Guest
{
    // Farther than a guest's deadline can be meant: about 130 days.
    private const ulong LongestWait = 1UL << 50;

    /// <summary>Guards all of it, once its virtual CPUs run on several PEs.</summary>
    public GuestLock Lock { get; } = new();

    /// <summary>Guest memory.</summary>
    public List<MemorySlot> Slots { get; } = [];

    /// <summary>Addresses whose attribute says private; all others are shared.</summary>
    public PageRangeSet Private { get; } = new();

    /// <summary>Its virtual CPUs by number.</summary>
    public List<Vcpu> Vcpus { get; } = [];

    /// <summary>The GIC it sees; null for a guest without one, which nothing interrupts.</summary>
    public VirtualGic? Gic { get; set; }

    /// <summary>Devices that the hypervisor emulates itself, by address in the numbering of the protected half.</summary>
    public List<DeviceWindow> Devices { get; } = [];

    /// <summary>Whether it is being taken apart: no virtual CPU is entered any more.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Pages populated before activation.</summary>
    public long PagesPopulated { get; set; }

    /// <summary>Pages of private memory mapped on demand.</summary>
    public long DataPagesMapped { get; set; }

    /// <summary>Pages of shared memory mapped on demand.</summary>
    public long SharedPagesMapped { get; set; }

    /// <summary>Tables created below the root.</summary>
    public long RttsCreated { get; set; }

    /// <summary>Tables that were folded into an entry of their parent.</summary>
    public long RttsFolded { get; set; }

    /// <summary>Entries of virtual CPUs made.</summary>
    public long RecEntries { get; set; }

    /// <summary>Forgets which faults came last: memory was taken or converted since, so the same fault again is no sign of standing still.</summary>
    public void ForgetFaults()
    {
        foreach (Vcpu vcpu in Vcpus)
            (vcpu.LastFaultIpa, vcpu.FaultRepeats) = (0, 0);
    }

    /// <summary>Who answers a call of the guest by its function identifier, as the VMM has said.</summary>
    public Func<uint, SmcccFilterAction> Filter { get; set; } = static _ => SmcccFilterAction.Handle;

    /// <summary>The slot that an address of the protected half lies in.</summary>
    public MemorySlot? FindSlot(ulong ipa) => Slots.Find(slot => slot.Range.Contains(ipa, 1));

    /// <summary>Whether a virtual CPU can run: it is on, and does not wait, or waits for an interrupt that has come.</summary>
    public bool HasWork(Vcpu vcpu) => vcpu.IsOn && (!vcpu.IsWaiting || HasInterrupt(vcpu));

    /// <summary>Drives the timers' lines of a virtual CPU that does not run.</summary>
    /// <param name="vcpu">The virtual CPU.</param>
    /// <param name="count">The system counter now.</param>
    public void UpdateTimers(Vcpu vcpu, ulong count)
    {
        if (vcpu.WaitUntil <= count)
            (vcpu.IsWaiting, vcpu.WaitUntil) = (false, null);
        if (vcpu.IsOn && vcpu.IsWaiting)
            Gic?.Of(vcpu).SetTimers(vcpu, count);
    }

    /// <summary>When a timer of a virtual CPU that waits is due next; null where none will be.</summary>
    /// <param name="vcpu">The virtual CPU.</param>
    /// <param name="count">The system counter now.</param>
    public ulong? Deadline(Vcpu vcpu, ulong count)
    {
        if (!vcpu.IsOn || !vcpu.IsWaiting)
            return null;
        ulong? timer = Gic is null ? null : VcpuInterrupts.NextTimerEvent(vcpu, count);
        if ((timer is null || vcpu.WaitUntil < timer ? vcpu.WaitUntil : timer) is not { } next || next < count)
            return null;
        return next - count <= LongestWait ? next : null;
    }

    /// <summary>Has the PEs of other virtual CPUs look at what has come for those: they sleep, or run what does not know yet.</summary>
    /// <param name="gic">The host's interrupts.</param>
    /// <param name="selfAffinity">MPIDR_EL1 of the PE that asks.</param>
    public void KickOthers(HostGic gic, ulong selfAffinity)
    {
        foreach (Vcpu vcpu in Vcpus)
        {
            bool news = vcpu.IsRunning ? HasInterrupt(vcpu) : HasWork(vcpu);
            if (vcpu.HostAffinity == 0 || vcpu.HostAffinity == selfAffinity || vcpu.IsKicked || !news)
                continue;
            vcpu.IsKicked = true;
            gic.SendKick(vcpu.HostAffinity);
        }
    }

    /// <summary>Makes an access to one of <see cref="Devices"/>.</summary>
    /// <returns>False where none of them is.</returns>
    public bool TryEmulate(Vcpu vcpu, RunExit.Mmio access)
    {
        DeviceWindow? window = Devices.Find(device => device.Contains(access.Address, (ulong)access.SizeBytes));
        if (window is null)
            return false;
        ulong offset = access.Address - window.Base;
        if (access.Address % (ulong)access.SizeBytes != 0)
        {
            vcpu.AbortMmio();
            return true;
        }
        if (access.IsWrite)
            window.Device.Write(offset, access.SizeBytes, access.Value);
        vcpu.CompleteMmio(access.IsWrite ? 0 : window.Device.Read(offset, access.SizeBytes));
        return true;
    }

    private bool HasInterrupt(Vcpu vcpu) => Gic?.Of(vcpu).HasPending == true;
}
