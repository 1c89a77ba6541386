using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Rmi;

/// <summary>What the host does when it runs short of memory: it writes pages of processes out, those that guests share with it among them.</summary>
/// <remarks>
/// Private memory of realms is never reclaimed, as guest_memfd's is not. It is asked for where no lock is held: an operation that finds no
/// memory ends with ENOMEM, lets go of its lock, has room made, and is done again.
/// </remarks>
/// <param name="services">The allocator, and the PE that waits.</param>
internal sealed class HostReclaim(HostServices services)
{
    private const ulong BatchBytes = 64UL << 12;

    private const ulong WaitCycles = 1000;

    private readonly List<IReclaimable> _memories = [];
    private int _next;
    private bool _isBusy;

    /// <summary>How much was written out so far, in bytes.</summary>
    public ulong ReclaimedBytes { get; private set; }

    /// <summary>Notes memory that can be written out.</summary>
    public void Add(IReclaimable owner) => _memories.Add(owner);

    /// <summary>Forgets memory that is gone.</summary>
    public void Remove(IReclaimable owner) => _memories.Remove(owner);

    /// <summary>Makes room, by a batch of pages of one owner after the other.</summary>
    /// <returns>Whether there is more free memory than before.</returns>
    public async Script<bool> MakeRoom()
    {
        ulong before = services.Memory.FreeBytes;
        if (_isBusy)
        {
            // Another PE is at it: what that frees may do.
            while (_isBusy)
                await services.Pause(WaitCycles);
            return services.Memory.FreeBytes > before;
        }
        _isBusy = true;
        ulong freed = 0;
        // Each in its turn, so that no owner pays for all.
        for (int left = _memories.Count; left > 0 && freed < BatchBytes && _memories.Count > 0; left--)
            freed += await _memories[_next++ % _memories.Count].Evict(BatchBytes - freed);
        _isBusy = false;
        ReclaimedBytes += freed;
        return freed > 0 || services.Memory.FreeBytes > before;
    }
}
