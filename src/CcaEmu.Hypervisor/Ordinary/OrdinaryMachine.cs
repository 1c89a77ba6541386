using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Realms;

namespace CcaEmu.Hypervisor.Ordinary;

/// <summary>An ordinary virtual machine: a guest of the Non-secure world under a stage 2 that the host writes itself.</summary>
/// <param name="geometry">Shape of its address space and of its tables.</param>
/// <param name="vmid">Tells its translations from others'.</param>
/// <param name="root">Address of its root tables.</param>
internal sealed class OrdinaryMachine(RealmGeometry geometry, int vmid, ulong root) : Guest
{
    /// <summary>Shape of its address space and of its tables.</summary>
    public RealmGeometry Geometry => geometry;

    /// <summary>Tells its translations from others'.</summary>
    public int Vmid => vmid;

    /// <summary>Address of its root tables.</summary>
    public ulong Root => root;

    /// <summary>What its counters lag behind the host's by, in ticks (CNTVOFF_EL2).</summary>
    public ulong CounterOffset { get; set; }

    /// <summary>Whether a virtual CPU has been run.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Whether it has been taken apart.</summary>
    public bool IsGone { get; set; }
}
