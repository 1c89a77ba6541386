using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>The memory protection engine of a machine with FEAT_MEC: each memory encryption context, a physical address space with a MECID, has its own scrambling.</summary>
/// <remarks>
/// <para>What stands in RAM for software is the bytes as its own context reads them; through another context they are noise, and what was written there through one
/// is noise in the other. The Non-secure space is not encrypted; Root and Secure have one context each, Realm one for each MECID.</para>
/// <para>So that an access in the context that was there last costs nothing, host memory holds plain text: for each page it is known which key its bytes are laid out
/// for, and the cipher text is implied as plain text exclusive OR keystream. A write, or a host pointer, in another context lays the page out anew for that, and
/// whoever keeps pointers to it is told. Reading through the door lays nothing out: it converts what it has read. Nothing depends on who looked at what.</para>
/// <para>Arm ARM, D7.4.1 "Memory Encryption Contexts" and D8.12.</para>
/// </remarks>
public sealed unsafe class MemoryEncryption
{
    // Of a layout: host pointers to the page were handed out.
    private const ulong Mapped = 1;
    private const ulong RealmContexts = 1UL << 32;

    private readonly PhysicalMemory _memory;
    private readonly List<IEncryptionObserver> _observers = [];
    private readonly ulong[] _realmKeys;
    private readonly ulong[] _refreshes;
    private readonly ulong _secureKey = Keystream.KeyOf(1), _rootKey = Keystream.KeyOf(2);

    internal MemoryEncryption(PhysicalMemory memory, int mecidBits)
    {
        _memory = memory;
        MecidBits = mecidBits;
        _realmKeys = new ulong[1 << mecidBits];
        _refreshes = new ulong[1 << mecidBits];
        for (int mecid = 0; mecid < _realmKeys.Length; mecid++)
            _realmKeys[mecid] = RealmKey(mecid);
    }

    /// <summary>Width of a MECID in bits.</summary>
    public int MecidBits { get; }

    /// <summary>Pages that were laid out anew because another context came to them, so far.</summary>
    public ulong Conversions { get; private set; }

    /// <summary>Adds someone who keeps host pointers.</summary>
    /// <param name="observer">Who is told.</param>
    public void Subscribe(IEncryptionObserver observer) => _observers.Add(observer);

    /// <summary>Takes one away.</summary>
    /// <param name="observer">Who is told no more.</param>
    public void Unsubscribe(IEncryptionObserver observer) => _observers.Remove(observer);

    /// <summary>Gives a context of the Realm space another key: what was written in it is noise from now on.</summary>
    /// <param name="mecid">Its MECID.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has more than <see cref="MecidBits"/> bits: the caller's misuse.</exception>
    public void Refresh(int mecid)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mecid);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mecid, _realmKeys.Length);
        _refreshes[mecid]++;
        _realmKeys[mecid] = RealmKey(mecid);
        Tell();
    }

    /// <summary>Makes what stands in RAM ready for a write or a host pointer in the context of an access.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="address">Address and context of the access.</param>
    /// <param name="mapped">Whether a host pointer is handed out.</param>
    internal void Enter(Ram bank, PhysicalAddress address, bool mapped)
    {
        ulong* layout = bank.LayoutOf(address.Value);
        ulong key = KeyOf(address);
        ulong had = *layout;
        if ((had & ~Mapped) == key)
        {
            *layout = had | (mapped ? Mapped : 0);
            return;
        }
        ulong page = address.Value & ~0xFFFUL;
        Keystream.Convert(new Span<byte>(bank.Touch(page), 0x1000), page, had & ~Mapped, key);
        Relabel(layout, page, key, mapped);
    }

    /// <summary>Like <see cref="Enter"/>, for a whole page that is to be overwritten: what stands there does not matter.</summary>
    internal void Replace(Ram bank, PhysicalAddress address)
    {
        ulong* layout = bank.LayoutOf(address.Value);
        if ((*layout & ~Mapped) != KeyOf(address))
            Relabel(layout, address.Value & ~0xFFFUL, KeyOf(address), mapped: false);
    }

    /// <summary>Turns bytes as they stand in RAM into what the context of an access reads.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="address">Address of the first byte, and context.</param>
    /// <param name="bytes">The bytes, all of one page.</param>
    internal void Decode(Ram bank, PhysicalAddress address, Span<byte> bytes) =>
        Keystream.Convert(bytes, address.Value, *bank.LayoutOf(address.Value) & ~Mapped, KeyOf(address));

    private ulong KeyOf(PhysicalAddress address) => address.Pas switch
    {
        Pas.NonSecure => 0,
        Pas.Realm => _realmKeys[address.Mecid],
        Pas.Root => _rootKey,
        _ => _secureKey,
    };

    private ulong RealmKey(int mecid) => Keystream.KeyOf(RealmContexts | (uint)mecid | _refreshes[mecid] << 33);

    private void Relabel(ulong* layout, ulong page, ulong key, bool mapped)
    {
        bool wasMapped = (*layout & Mapped) != 0;
        *layout = key | (mapped ? Mapped : 0);
        Conversions++;
        if (!wasMapped)
            return;
        _memory.Code.NotifyWrite(page, 0x1000);
        Tell();
    }

    private void Tell()
    {
        foreach (IEncryptionObserver observer in _observers)
            observer.OnContextChanged();
    }
}
