using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A realm as the host knows it: state, what it has given to the RMM for it, and its memory slots.</summary>
/// <remarks>The object only remembers. What is done to it stands in the procedures beside it, one file for each stage of its life.</remarks>
/// <param name="geometry">Shape of its IPA space.</param>
internal sealed class Realm(RealmGeometry geometry) : Guest
{
    /// <summary>Where it is in its life.</summary>
    public HostRealmState State { get; private set; }

    /// <summary>Whether the RMM knows it, or may know it.</summary>
    public bool IsCreated => State != HostRealmState.None;

    /// <summary>Shape of its IPA space.</summary>
    public RealmGeometry Geometry { get; set; } = geometry;

    /// <summary>Whose memory encryption context it uses.</summary>
    public RmiMecPolicy MecPolicy { get; set; }

    /// <summary>What of its private memory has RIPAS RAM at activation beside what was populated; null for all of it.</summary>
    public IReadOnlyList<PageRange>? InitialRam { get; set; }

    /// <summary>Breakpoints, minus one.</summary>
    public int Breakpoints { get; set; }

    /// <summary>Watchpoints, minus one.</summary>
    public int Watchpoints { get; set; }

    /// <summary>Address of the Realm Descriptor: an opaque object of the RMM, used as a handle.</summary>
    public ulong Rd { get; set; }

    /// <summary>Address of the root tables.</summary>
    public ulong Root { get; set; }

    /// <summary>Memory side of its stateful operations; made with the realm.</summary>
    public MemoryTransfer? Transfer { get; set; }

    /// <summary>What it holds of the host's memory.</summary>
    public GranuleLedger Ledger { get; } = new();

    /// <summary>Tables below the root with their addresses, deepest first.</summary>
    public SortedDictionary<RttTable, ulong> Tables { get; } = [];

    /// <summary>Its RECs in index order: virtual CPUs that the RMM knows.</summary>
    public List<Rec> Recs { get; } = [];

    /// <summary>Whether its activation stands still for want of host memory, and goes on where it stood once there is some.</summary>
    public bool IsActivating { get; set; }

    /// <summary>How much of its initial RIPAS is set: whole ranges, and the first address of the next that is not. Each step is measured, so none is made twice.</summary>
    public (int Ranges, ulong Next) RipasProgress { get; set; }

    /// <summary>The one way to change <see cref="State"/>.</summary>
    /// <exception cref="InvalidOperationException">No such transition: a bug of the hypervisor.</exception>
    public void SetState(HostRealmState next)
    {
        bool allowed = (State, next) switch
        {
            (HostRealmState.None, HostRealmState.New) => true,
            (HostRealmState.New, HostRealmState.Dead) => true,
            (HostRealmState.Dead, HostRealmState.Active) => true,
            (HostRealmState.New or HostRealmState.Active or HostRealmState.Dead, HostRealmState.Dying) => true,
            (HostRealmState.Dying, HostRealmState.Dead) => true,
            _ => false,
        };
        if (!allowed)
            throw new InvalidOperationException($"a realm cannot go from {State} to {next}");
        State = next;
    }
}
