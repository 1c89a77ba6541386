using System.Numerics;

namespace CcaEmu.Rmm.Realms;

/// <summary>The VMIDs of Realms: 16 bits, the lowest free one first; 0 is kept for no Realm.</summary>
internal sealed class VmidPool
{
    private readonly ulong[] _used = new ulong[1024];

    /// <summary>A pool with VMID 0 taken.</summary>
    public VmidPool() => _used[0] = 1;

    /// <summary>How many are taken.</summary>
    public int Count { get; private set; }

    /// <summary>Whether none is left.</summary>
    public bool IsExhausted => !_used.AsSpan().ContainsAnyExcept(ulong.MaxValue);

    /// <summary>Takes the lowest free VMID.</summary>
    /// <returns>False when all are taken.</returns>
    public bool TryTake(out ushort vmid)
    {
        for (int i = 0; i < _used.Length; i++)
        {
            if (_used[i] == ulong.MaxValue)
                continue;
            int bit = BitOperations.TrailingZeroCount(~_used[i]);
            _used[i] |= 1UL << bit;
            vmid = (ushort)(i * 64 + bit);
            Count++;
            return true;
        }
        vmid = 0;
        return false;
    }

    /// <summary>Gives one back.</summary>
    public void Release(ushort vmid)
    {
        ulong bit = 1UL << (vmid & 63);
        Count -= (_used[vmid >> 6] & bit) != 0 ? 1 : 0;
        _used[vmid >> 6] &= ~bit;
    }
}
