using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;

namespace CcaEmu.Rmm.Checking;

/// <summary>What one command of one PE has changed so far, so that a failure can be held to have changed nothing.</summary>
/// <remarks>Memory is written down as it was before each write; whether anything has changed is asked only of a command that has failed.</remarks>
internal sealed class CommandJournal
{
    private readonly List<(PhysicalAddress Address, int Offset, int SizeBytes)> _writes = [];
    private readonly Dictionary<ulong, GranuleState> _states = [];
    private byte[] _old = new byte[4096];
    private int _used;

    /// <summary>A command begins.</summary>
    public void Begin()
    {
        _writes.Clear();
        _states.Clear();
        _used = 0;
    }

    /// <summary>The RMM is about to write.</summary>
    public void OnWrite(PhysicalAddress address, int sizeBytes, ReadOnlySpan<byte> old)
    {
        if (_used + sizeBytes > _old.Length)
            Array.Resize(ref _old, Math.Max(_old.Length * 2, _used + sizeBytes));
        Span<byte> kept = _old.AsSpan(_used, sizeBytes);
        if (old.IsEmpty)
            kept.Clear();
        else
            old.CopyTo(kept);
        _writes.Add((address, _used, sizeBytes));
        _used += sizeBytes;
    }

    /// <summary>A granule changes its state.</summary>
    public void OnStateChanged(ulong granule, GranuleState from) => _states.TryAdd(granule, from);

    /// <summary>The first thing that is not as it was, in words; null where all is.</summary>
    /// <param name="door">Reads memory.</param>
    /// <param name="stateOf">States of granules now.</param>
    public string? FirstChange(GranuleProtection door, Func<ulong, GranuleState> stateOf)
    {
        foreach ((ulong granule, GranuleState from) in _states)
        {
            if (stateOf(granule) != from)
                return $"granule 0x{granule:X} was {from} and is {stateOf(granule)}";
        }
        var seen = new HashSet<ulong>();
        Span<byte> now = stackalloc byte[1];
        foreach ((PhysicalAddress address, int offset, int size) in _writes)
        {
            for (int i = 0; i < size; i++)
            {
                PhysicalAddress at = address + (ulong)i;
                if (seen.Add(at.Value) && door.Read(at, now).Ok && now[0] != _old[offset + i])
                    return $"the byte at {at} was 0x{_old[offset + i]:X2} and is 0x{now[0]:X2}";
            }
        }
        return null;
    }
}
