using CcaEmu.Arm.Rmi;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What a virtual CPU is to the generic core, whatever kind its virtual machine is of.</summary>
/// <param name="index">Number in the virtual machine, from 0.</param>
internal abstract class Vcpu(int index)
{
    /// <summary>X0 to X30.</summary>
    public const int GprCount = 31;

    /// <summary>Number in the virtual machine.</summary>
    public int Index { get; } = index;

    /// <summary>Its affinity.</summary>
    public RecMpidr Mpidr { get; } = RecMpidr.FromIndex((ulong)index);

    /// <summary>Whether the host lets it run: it was created so, or turned on since.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether it is being run, on its PE.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Whether its PE has been told that there is something to do for it, and has not looked yet.</summary>
    public bool IsKicked { get; set; }

    /// <summary>Whether it waits for an interrupt (WFI).</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When it stops waiting by itself (WFIT), as a value of the system counter; null for never.</summary>
    public ulong? WaitUntil { get; set; }

    /// <summary>MPIDR_EL1 of the PE that runs it; 0 before any did.</summary>
    public ulong HostAffinity { get; set; }

    /// <summary>Whether it has come back from an entry at least once.</summary>
    public bool HasExited { get; set; }

    /// <summary>Where it starts.</summary>
    public ulong StartPc { get; set; }

    /// <summary>X0 to X30: for the start, and for the next entry, where the last exit asks for them.</summary>
    public ulong[] Gprs { get; } = new ulong[GprCount];

    /// <summary>Has it wait for an interrupt.</summary>
    /// <param name="until">Or until the system counter says this.</param>
    public void Wait(ulong? until) => (IsWaiting, WaitUntil) = (true, until);

    /// <summary>IPA of the last fault that was mapped.</summary>
    public ulong LastFaultIpa { get; set; }

    /// <summary>How often in a row it was that one.</summary>
    public int FaultRepeats { get; set; }

    /// <summary>CNTV_CTL_EL0, and CNTV_CVAL_EL0 as a value of the system counter.</summary>
    public abstract (ulong Control, ulong CompareValue) VirtualTimer { get; }

    /// <summary>CNTP_CTL_EL0 and CNTP_CVAL_EL0.</summary>
    public abstract (ulong Control, ulong CompareValue) PhysicalTimer { get; }

    /// <summary>Whether a device access waits to be completed.</summary>
    public abstract bool HasPendingMmio { get; }

    /// <summary>Has the next entry go on behind the device access.</summary>
    /// <param name="value">What a read gives.</param>
    public abstract void CompleteMmio(ulong value);

    /// <summary>Has the next entry deliver an external abort for the device access.</summary>
    public abstract void AbortMmio();

    /// <summary>The last exit in public form.</summary>
    public abstract RealmExitReport Report();
}
