using System.Numerics;
using CcaEmu.Arm;
using CcaEmu.Memory;
using static CcaEmu.Devices.Gic.RedistributorRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>The LPIs of one redistributor: a configuration byte and a pending bit each, in tables in Non-secure memory.</summary>
/// <remarks>
/// <para>Arm GIC architecture (IHI 0069), "LPI Configuration tables", "LPI Pending tables". Pending bits are cached while LPIs are enabled and
/// written through to the table, which is read when LPIs are enabled, unless GICR_PENDBASER.PTZ has promised zeros.</para>
/// <para>A table that the granule protection check refuses, or that is no memory, reads as zeros: nothing is enabled there.</para>
/// </remarks>
internal sealed class PhysicalLpis(GicV3 gic)
{
    private const int FirstWord = (int)InterruptId.FirstLpi / 64;
    private const uint Enable = 1;

    private readonly ulong[] _pending = new ulong[GicConfiguration.LpiEnd / 64];
    private readonly ulong[] _occupied = new ulong[GicConfiguration.LpiEnd / 64 / 64]; // which words of _pending are not zero
    private ulong _propbaser, _pendbaser;
    private bool _pendingTableZero;
    private bool _enabled;

    /// <summary>The pending and enabled LPI with the highest priority.</summary>
    public PendingInterrupt Highest { get; private set; } = PendingInterrupt.None;

    public ulong PROPBASER
    {
        get => _propbaser;
        set => _propbaser = _enabled ? _propbaser : value & PROPBASER_Writable;
    }

    public ulong PENDBASER
    {
        get => _pendbaser;
        set
        {
            if (_enabled)
                return;
            _pendbaser = value & PENDBASER_Writable;
            _pendingTableZero = (value & PENDBASER_PTZ) != 0;
        }
    }

    /// <summary>GICR_CTLR.EnableLPIs.</summary>
    public bool Enabled
    {
        get => _enabled;
        set
        {
            if (value == _enabled)
                return;
            _enabled = value;
            Array.Clear(_pending);
            Array.Clear(_occupied);
            if (value && !_pendingTableZero)
                Load();
            _pendingTableZero = false;
            Invalidate();
        }
    }

    public void Reset()
    {
        _enabled = false;
        _propbaser = _pendbaser = 0;
        _pendingTableZero = false;
        Array.Clear(_pending);
        Array.Clear(_occupied);
        Highest = PendingInterrupt.None;
    }

    /// <summary>Whether the tables have room for an LPI.</summary>
    public bool Contains(uint id) => id >= InterruptId.FirstLpi && id < Limit;

    public bool IsPending(uint id) => _enabled && Contains(id) && (_pending[id / 64] >> (int)(id % 64) & 1) != 0;

    /// <summary>Sets or clears a pending bit; without effect while LPIs are off, or for a number that the tables have no room for.</summary>
    public void SetPending(uint id, bool pending)
    {
        if (!_enabled || !Contains(id) || IsPending(id) == pending)
            return;
        int word = (int)(id / 64);
        Store(word, _pending[word] ^ 1UL << (int)(id % 64));
        gic.Memory.Write(PendingWord(word), 8, _pending[word]);
        if (!pending && id == Highest.Id)
            Invalidate();
        else if (pending && Configured(id) is { Exists: true } one && one.IsBefore(Highest))
            Highest = one;
    }

    /// <summary>Looks at the configuration of what is pending afresh: INV, INVALL and their registers.</summary>
    public void Invalidate()
    {
        PendingInterrupt best = PendingInterrupt.None;
        for (int group = 0; _enabled && group < _occupied.Length; group++)
        {
            for (ulong words = _occupied[group]; words != 0; words &= words - 1)
                best = HighestOf(group * 64 + BitOperations.TrailingZeroCount(words), best);
        }
        Highest = best;
    }

    /// <summary>Makes everything pending that is pending at another redistributor, and no longer there: MOVALL.</summary>
    public void TakeAll(PhysicalLpis from)
    {
        for (int word = FirstWord; word < _pending.Length && from != this; word++)
        {
            for (ulong bits = from._pending[word]; bits != 0; bits &= bits - 1)
            {
                uint id = (uint)word * 64 + (uint)BitOperations.TrailingZeroCount(bits);
                from.SetPending(id, false);
                SetPending(id, true);
            }
        }
    }

    private uint Limit => Math.Min(GicConfiguration.LpiEnd, (uint)(1UL << Math.Min((int)(_propbaser & PROPBASER_IDbits) + 1, GicConfiguration.IdBits)));

    private PendingInterrupt HighestOf(int word, PendingInterrupt best)
    {
        for (ulong bits = _pending[word]; bits != 0; bits &= bits - 1)
        {
            PendingInterrupt one = Configured((uint)word * 64 + (uint)BitOperations.TrailingZeroCount(bits));
            if (one.IsBefore(best))
                best = one;
        }
        return best;
    }

    // The priority byte is a Non-secure value where there are two security states.
    private PendingInterrupt Configured(uint id)
    {
        var address = new PhysicalAddress((_propbaser & PROPBASER_Address) + (id - InterruptId.FirstLpi), Pas.NonSecure);
        gic.Memory.Read(address, 1, out ulong configuration);
        if ((configuration & Enable) == 0)
            return PendingInterrupt.None;
        int priority = (int)configuration & 0xFC;
        if (!gic.Distributor.SingleState)
            priority = 0x80 | priority >> 1;
        return new PendingInterrupt(id, priority & GicConfiguration.PriorityMask, InterruptGroup.Group1NonSecure);
    }

    private void Load()
    {
        for (int word = FirstWord; word < Limit / 64; word++)
        {
            gic.Memory.Read(PendingWord(word), 8, out ulong bits);
            Store(word, bits);
        }
    }

    private void Store(int word, ulong bits)
    {
        _pending[word] = bits;
        ulong mark = 1UL << word % 64;
        _occupied[word / 64] = bits != 0 ? _occupied[word / 64] | mark : _occupied[word / 64] & ~mark;
    }

    private PhysicalAddress PendingWord(int word) => new((_pendbaser & PENDBASER_Address) + (ulong)word * 8, Pas.NonSecure);
}
