using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Scheduling;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Kvm;

/// <summary>The process of a VMM: its memory, its threads, and <c>/dev/kvm</c>. However it ends, the host clears away what it leaves.</summary>
/// <remarks>
/// A thread is an <c>async Script</c>. It has its PE until it makes a call that waits; between two calls nothing else runs there. A process that
/// is killed gets no further: its threads end at the next call they make or are in.
/// </remarks>
public sealed class VmmProcess
{
    private readonly HostKernel _kernel;
    private readonly IVmmProgram _program;
    private readonly List<HostThread> _threads = [];
    private readonly List<UserMemory> _memories = [];
    private readonly List<VirtualMachine> _machines = [];
    private readonly int _firstPe;

    internal VmmProcess(HostKernel kernel, IVmmProgram program, int firstPe)
    {
        (_kernel, _program, _firstPe) = (kernel, program, firstPe % kernel.Scheduler.PeCount);
        Kvm = new KvmSystem(kernel, this);
    }

    /// <summary>What <c>/dev/kvm</c> offers.</summary>
    public KvmSystem Kvm { get; }

    /// <summary>How many PEs the host has.</summary>
    public int PeCount => _kernel.Scheduler.PeCount;

    /// <summary>The host's page size in bytes, as <c>getpagesize</c> gives it: 4, 16 or 64 KiB.</summary>
    public ulong PageSize => _kernel.Services.PageSize.Bytes;

    /// <summary>The PE that this is executing on.</summary>
    public ProcessingElement Pe => _kernel.Services.Pe;

    /// <summary>Whether it has been killed.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>
    /// Whether every thread waited for what nothing could bring: virtual CPUs that are off, or for interrupts that cannot come. A real host
    /// would wait for ever. Each KVM_RUN came back with EINTR then.
    /// </summary>
    public bool IsAtStandstill { get; internal set; }

    /// <summary>Memory that closed virtual machines of this process did not give back.</summary>
    public IReadOnlyList<MemoryLeak> Leaks => [.. _machines.SelectMany(machine => machine.Leaks)];

    /// <summary>What it runs.</summary>
    internal IVmmProgram Program => _program;

    /// <summary>Whether all its threads have ended.</summary>
    internal bool HasEnded => _threads.TrueForAll(thread => thread.IsEnded);

    /// <summary>Maps anonymous memory.</summary>
    /// <param name="sizeBytes">A multiple of the page size, not 0.</param>
    /// <returns>EINVAL.</returns>
    public HostResult<UserMemory> Map(ulong sizeBytes)
    {
        if (sizeBytes == 0 || sizeBytes % PageSize != 0)
            return new(HostResult.Fail(Errno.EINVAL, $"whole pages are expected, found {sizeBytes} bytes"), null!);
        var memory = new UserMemory(_kernel.Services, sizeBytes);
        _memories.Add(memory);
        _kernel.Services.Reclaim.Add(memory);
        return new(HostResult.Ok, memory);
    }

    /// <summary>Starts a thread.</summary>
    /// <param name="pe">The PE it stays on, counted from that of the main thread and around.</param>
    /// <param name="body">What it does.</param>
    /// <returns>ENXIO: the PE cannot be turned on.</returns>
    public async Script<HostResult> CreateThread(int pe, Func<Script> body)
    {
        var thread = new HostThread((_firstPe + pe) % PeCount, this, body);
        _threads.Add(thread);
        HostResult added = await _kernel.Scheduler.Add(thread);
        if (!added.IsOk)
            _threads.Remove(thread);
        return added;
    }

    /// <summary>Waits until all other threads have ended.</summary>
    public async Script JoinAll()
    {
        HostThread self = _kernel.Scheduler.Current;
        await self.Park(() => IsKilled || _threads.TrueForAll(thread => thread.IsEnded || thread == self));
        await Checkpoint();
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="ticks">In ticks of the system counter.</param>
    public async Script Sleep(ulong ticks)
    {
        ulong until = Pe[SystemRegister.CNTPCT_EL0] + ticks;
        await _kernel.Scheduler.Current.Park(() => IsKilled || Pe[SystemRegister.CNTPCT_EL0] >= until, () => until);
        await Checkpoint();
    }

    /// <summary>Ends the process where it stands, as SIGKILL does.</summary>
    public void Kill()
    {
        Condemn();
        for (int pe = 0; pe < PeCount; pe++)
            _kernel.Scheduler.Kick(pe);
    }

    /// <summary>Ends the process without telling the PEs on which it runs: they learn it when they next come to the host.</summary>
    internal void Condemn() => IsKilled = true;

    /// <summary>Ends the thread that is executing, if its process has been killed.</summary>
    internal async Script Checkpoint()
    {
        if (IsKilled)
            await _kernel.Scheduler.Current.End();
    }

    /// <summary>Notes a virtual machine, to be closed with the process.</summary>
    internal void Add(VirtualMachine machine) => _machines.Add(machine);

    /// <summary>Starts its main thread.</summary>
    internal Script<HostResult> Start() => CreateThread(0, () => _program.Main(this));

    /// <summary>Closes whatever its threads have left: virtual machines first, then memory.</summary>
    internal async Script Release()
    {
        foreach (VirtualMachine machine in _machines)
            await machine.Destroy();
        foreach (UserMemory memory in _memories)
        {
            _kernel.Services.Reclaim.Remove(memory);
            memory.Release();
        }
    }
}
