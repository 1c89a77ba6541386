namespace CcaEmu.Rmm.Realms;

/// <summary>The MECIDs of a PE: 0 is the RMM's own, 1 is for all Realms that share one, the others are for a Realm each, the lowest free one first.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Memory Encryption Contexts". The RMM's keeps RDs and RECs; a Realm's keeps its memory and its tables.</remarks>
/// <param name="bits">Width of a MECID; 0 without FEAT_MEC.</param>
internal sealed class MecidPool(int bits)
{
    private const ushort Shared = 1;
    private const int Reserved = 2;

    private readonly bool[] _used = new bool[bits == 0 ? 0 : 1 << bits];
    private int _lowest = Reserved;

    /// <summary>Whether there are contexts at all.</summary>
    public bool IsOffered => bits != 0;

    /// <summary>MECIDs for a Realm each: RMI feature register 4.</summary>
    public ulong Count => (ulong)Math.Max(0, _used.Length - Reserved);

    /// <summary>The MECID of Realms that share one; 0, which is the RMM's too, without FEAT_MEC.</summary>
    public ushort SharedMecid => IsOffered ? Shared : (ushort)0;

    /// <summary>Whether no Realm can have one for itself.</summary>
    public bool IsExhausted => FindFree() == _used.Length;

    /// <summary>Takes the lowest free one.</summary>
    /// <returns>False when all are taken, or there are none.</returns>
    public bool TryTake(out ushort mecid)
    {
        int free = FindFree();
        mecid = (ushort)free;
        if (free == _used.Length)
            return false;
        _used[free] = true;
        return true;
    }

    /// <summary>Gives one back.</summary>
    public void Release(ushort mecid)
    {
        _used[mecid] = false;
        _lowest = Math.Min(_lowest, mecid);
    }

    // All below the lowest are taken.
    private int FindFree()
    {
        while (_lowest < _used.Length && _used[_lowest])
            _lowest++;
        return Math.Min(_lowest, _used.Length);
    }
}
