using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Realms;

/// <summary>A realm as the host knows it: state, what it has given to the RMM for it, and its memory slots.</summary>
/// <remarks>The object only remembers. What is done to it stands in the procedures beside it, one file for each stage of its life.</remarks>
/// <param name="geometry">Shape of its IPA space.</param>
internal sealed class Realm(RealmGeometry geometry)
{
    /// <summary>Guards all of it, once its virtual CPUs run on several PEs.</summary>
    public RealmLock Lock { get; } = new();

    /// <summary>Where it is in its life.</summary>
    public HostRealmState State { get; private set; }

    /// <summary>Whether the RMM knows it, or may know it.</summary>
    public bool IsCreated => State != HostRealmState.None;

    /// <summary>Shape of its IPA space.</summary>
    public RealmGeometry Geometry { get; } = geometry;

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

    /// <summary>Guest memory.</summary>
    public List<MemorySlot> Slots { get; } = [];

    /// <summary>Its virtual CPUs in index order.</summary>
    public List<Rec> Recs { get; } = [];

    /// <summary>The GIC it sees; null for a realm without one, which nothing interrupts.</summary>
    public VirtualGic? Gic { get; set; }

    /// <summary>Pages populated before activation.</summary>
    public long PagesPopulated { get; set; }

    /// <summary>Pages of private memory mapped on demand.</summary>
    public long DataPagesMapped { get; set; }

    /// <summary>Pages of shared memory mapped on demand.</summary>
    public long SharedPagesMapped { get; set; }

    /// <summary>Tables created below the root.</summary>
    public long RttsCreated { get; set; }

    /// <summary>REC entries made.</summary>
    public long RecEntries { get; set; }

    /// <summary>The slot that an address of the protected half lies in.</summary>
    public MemorySlot? FindSlot(ulong ipa) => Slots.Find(slot => slot.Range.Contains(ipa, 1));

    /// <summary>Whether a virtual CPU can run: it is on, and does not wait, or waits for an interrupt that has come.</summary>
    public bool HasWork(Rec rec) => rec.IsOn && (!rec.IsWaiting || HasInterrupt(rec));

    /// <summary>Has the PEs of other virtual CPUs look at what has come for those: they sleep, or run what does not know yet.</summary>
    /// <param name="gic">The host's interrupts.</param>
    /// <param name="self">The virtual CPU of the PE that asks.</param>
    public void KickOthers(HostGic gic, Rec self)
    {
        foreach (Rec rec in Recs)
        {
            bool news = rec.IsRunning ? HasInterrupt(rec) : HasWork(rec);
            if (rec.HostAffinity == self.HostAffinity || rec.IsKicked || !news)
                continue;
            rec.IsKicked = true;
            gic.SendKick(rec.HostAffinity);
        }
    }

    private bool HasInterrupt(Rec rec) => Gic?.Of(rec).HasPending == true;

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
