using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Scheduling;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Core;

/// <summary>What all virtual machines of the host share: memory, threads, what the RMM offers, identifiers, and the account of what is lost.</summary>
/// <param name="services">Commands and memory.</param>
/// <param name="scheduler">The threads.</param>
/// <param name="features">What the RMM offers; null where there is none that can be used.</param>
internal sealed class HostKernel(HostServices services, HostScheduler scheduler, RmmFeatures? features)
{
    private const int MostVmids = 255; // 8 bits; 0 is nobody's

    private readonly SortedSet<int> _vmids = [];
    private readonly List<MemoryLeak> _leaks = [];

    /// <summary>Commands and memory.</summary>
    public HostServices Services => services;

    /// <summary>The threads.</summary>
    public HostScheduler Scheduler => scheduler;

    /// <summary>What the RMM offers; null where there is none that can be used.</summary>
    public RmmFeatures? Features => features;

    /// <summary>Memory that virtual machines that are gone did not give back.</summary>
    public IReadOnlyList<MemoryLeak> Leaks => _leaks;

    /// <summary>Takes a VMID of the Non-secure world.</summary>
    /// <returns>0 where none is left.</returns>
    public int TakeVmid()
    {
        for (int vmid = 1; vmid <= MostVmids; vmid++)
        {
            if (_vmids.Add(vmid))
                return vmid;
        }
        return 0;
    }

    /// <summary>Gives a VMID back.</summary>
    public void ReturnVmid(int vmid) => _vmids.Remove(vmid);

    /// <summary>Writes off memory.</summary>
    public void Lose(IEnumerable<MemoryLeak> leaks) => _leaks.AddRange(leaks);

    /// <summary>Runs programs, each as a process, on the first PE; ends when all of them have, and nothing of theirs is left.</summary>
    public async Script Run(IReadOnlyList<VmmProcess> processes)
    {
        scheduler.OnStandstill = group => ((VmmProcess)group).IsAtStandstill = true;
        HostThread? last = null;
        last = new HostThread(0, null, async () =>
        {
            foreach (VmmProcess process in processes)
                await process.Start();
            // Processes end one after the other, but are cleared away as they end.
            List<VmmProcess> alive = [.. processes];
            while (alive.Count > 0)
            {
                await last!.Park(() => alive.Exists(process => process.HasEnded));
                VmmProcess ended = alive.Find(process => process.HasEnded)!;
                alive.Remove(ended);
                await ended.Release();
            }
        });
        await scheduler.Add(last);
        await scheduler.RunUntilEnd(last);
    }
}
