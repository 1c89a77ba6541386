using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Scheduling;

/// <summary>The host's threads on the PEs: each PE has its own, which take turns; a PE with nothing to do sleeps until a timer or another PE.</summary>
/// <remarks>
/// PEs are turned on when they get their first thread. The EL2 physical timer stands in for whatever threads wait for, and ends the slice of
/// a virtual CPU that shares its PE.
/// </remarks>
/// <param name="services">The PE that asks, and its interrupts.</param>
/// <param name="pes">The PEs; the first is on.</param>
/// <param name="entryPoint">Where a PE enters the hypervisor that is turned on.</param>
internal sealed class HostScheduler(HostServices services, IReadOnlyList<ProcessingElement> pes, ulong entryPoint)
{
    private const ulong AffinityMask = 0xFF_00FF_FFFF;
    private const ulong WaitCycles = 1000;
    private const ulong SliceTicks = 100_000; // 1 ms

    private readonly List<HostThread>[] _threads = [.. pes.Select(_ => new List<HostThread>())];
    private readonly HostThread?[] _current = new HostThread?[pes.Count];
    private readonly bool[] _isOn = [.. pes.Select(pe => pe.Index == 0)];
    private int _secondaries;
    private bool _isStopping;

    /// <summary>How many PEs there are.</summary>
    public int PeCount => pes.Count;

    /// <summary>The thread that is executing.</summary>
    public HostThread Current => _current[services.Pe.Index]!;

    /// <summary>Whether another thread of this PE may want its turn before long.</summary>
    public bool IsShared => _threads[services.Pe.Index].Exists(
        thread => thread != Current && !thread.IsEnded && (thread.RunsVcpu || thread.IsReady || thread.Deadline is not null));

    private ulong Count => services.Pe[SystemRegister.CNTPCT_EL0];

    /// <summary>Called with a group whose threads all wait for what nothing can bring.</summary>
    public Action<object>? OnStandstill { get; set; }

    /// <summary>Adds a thread, and turns its PE on if need be.</summary>
    /// <returns>ENXIO: the PE cannot be turned on.</returns>
    public async Script<HostResult> Add(HostThread thread)
    {
        _threads[thread.Pe].Add(thread);
        if (_isOn[thread.Pe])
        {
            Kick(thread.Pe);
            return HostResult.Ok;
        }
        _isOn[thread.Pe] = true;
        SmcCall answer = await services.Smc(new SmcCall((uint)PsciFunction.CpuOn, pes[thread.Pe][SystemRegister.MPIDR_EL1] & AffinityMask, entryPoint));
        if ((int)answer.X0 == (int)PsciStatus.Success)
        {
            _secondaries++;
            return HostResult.Ok;
        }
        _isOn[thread.Pe] = false;
        _threads[thread.Pe].Remove(thread);
        return HostResult.Fail(Errno.ENXIO, $"PSCI CPU_ON of PE {thread.Pe}: {(PsciStatus)(int)answer.X0}");
    }

    /// <summary>Has a PE look for something to do.</summary>
    public void Kick(int pe)
    {
        if (pe != services.Pe.Index && _isOn[pe])
            services.Gic.SendKick(pes[pe][SystemRegister.MPIDR_EL1]);
    }

    /// <summary>Limits the turn of the virtual CPU that is entered next.</summary>
    public void BeginSlice() => services.Gic.SetTimer(Count + SliceTicks);

    /// <summary>What the first PE does: it runs threads until one has ended, then waits until all other PEs are off.</summary>
    public async Script RunUntilEnd(HostThread last)
    {
        await Loop(() => last.IsEnded);
        _isStopping = true;
        for (int pe = 1; pe < pes.Count; pe++)
            Kick(pe);
        while (_secondaries > 0)
            await services.Pause(WaitCycles);
    }

    /// <summary>What every other PE does when it has been turned on.</summary>
    public async Script RunSecondary()
    {
        services.Gic.TryStart();
        await Loop(() => _isStopping);
        _secondaries--;
        await services.Smc(new SmcCall((uint)PsciFunction.CpuOff));
    }

    private async Script Loop(Func<bool> isOver)
    {
        int self = services.Pe.Index;
        for (int turn = 0; !isOver(); turn++)
        {
            if (Next(_threads[self], turn) is { } thread)
            {
                _current[self] = thread;
                await thread.Switch();
                if (thread.IsEnded)
                {
                    _threads[self].Remove(thread);
                    KickAll();
                }
            }
            else if (!EndStandstills())
                await Sleep(_threads[self]);
        }
    }

    /// <summary>Has all other PEs look for something to do.</summary>
    public void KickAll()
    {
        for (int pe = 0; pe < pes.Count; pe++)
            Kick(pe);
    }

    private static HostThread? Next(List<HostThread> threads, int turn)
    {
        for (int i = 0; i < threads.Count; i++)
        {
            HostThread thread = threads[(turn + i) % threads.Count];
            if (thread.IsReady)
                return thread;
        }
        return null;
    }

    // A group stands still when each of its threads waits, none can go on, and time alone changes nothing for any.
    private bool EndStandstills()
    {
        bool any = false;
        foreach (IGrouping<object, HostThread> group in _threads.SelectMany(list => list).Where(thread => thread.Group is not null)
            .GroupBy(thread => thread.Group!).ToArray())
        {
            if (!group.All(thread => thread.IsParked && !thread.IsReady && thread.Deadline is null))
                continue;
            OnStandstill?.Invoke(group.Key);
            if (!group.Any(thread => thread.IsReady))
                continue;
            any = true;
            foreach (HostThread thread in group)
                Kick(thread.Pe);
        }
        return any;
    }

    private async Script Sleep(List<HostThread> threads)
    {
        ulong? due = null;
        foreach (HostThread thread in threads)
        {
            if (thread.Deadline is { } deadline && (due is null || deadline < due))
                due = deadline;
        }
        if (due is { } time)
            services.Gic.SetTimer(time);
        await services.WaitForInterrupt();
        services.Gic.Drain();
    }
}
