namespace CcaEmu.Rmm.Checking;

/// <summary>What one command of one PE has read of the host's memory, which may change at any time: a second look could see something else than was checked.</summary>
/// <remarks>A single byte is no value, but the question whether memory stands there (<see cref="Granules.HostMemory.IsAccessible(ulong)"/>).</remarks>
internal sealed class HostReads
{
    private readonly List<(ulong Start, ulong End)> _runs = [];

    /// <summary>A command begins.</summary>
    public void Begin()
    {
        _runs.Clear();
        Finding = null;
    }

    /// <summary>The RMM has read.</summary>
    /// <param name="address">First byte, in the Non-secure PAS.</param>
    /// <param name="sizeBytes">How many.</param>
    public void OnRead(ulong address, int sizeBytes)
    {
        if (sizeBytes == 1)
            return;
        ulong end = address + (ulong)sizeBytes;
        foreach ((ulong start, ulong ends) in _runs)
        {
            if (address < ends && start < end)
                Finding ??= $"the host's memory at 0x{Math.Max(address, start):X} was read twice";
        }
        // Lists are read word by word.
        if (_runs.Count > 0 && _runs[^1].End == address)
            _runs[^1] = (_runs[^1].Start, end);
        else
            _runs.Add((address, end));
    }

    /// <summary>What was read a second time, in words; null where nothing was.</summary>
    public string? Finding { get; private set; }
}
