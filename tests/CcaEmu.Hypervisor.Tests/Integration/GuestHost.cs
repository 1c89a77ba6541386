using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine;
using CcaEmu.Monitor;
using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>A board with the real monitor, RMM and hypervisor, for several VMMs at once, and hosts that fail.</summary>
internal sealed class GuestHost : IDisposable, IPeObserver
{
    private readonly MonitorFirmware _monitor;
    private long _calls;

    private readonly ulong _memory;

    private GuestHost(Func<Machine.Machine, HypervisorFirmware> hypervisor, int pes, RmmOptions? rmm, ulong seed, ulong? memory)
    {
        Machine = new Machine.Machine(new MachineOptions { Seed = seed, PeCount = pes });
        Hypervisor = hypervisor(Machine);
        _memory = memory ?? HostMemoryMap.Usable(Machine.Options).TotalBytes;
        Hypervisor.MemoryLimit = _memory;
        _monitor = new MonitorFirmware(Machine, new MonitorOptions());
        Rmm = new RmmFirmware(Machine, rmm ?? new RmmOptions());
        Machine.Attach(_monitor);
        Machine.Attach(Rmm);
        Machine.Attach(Hypervisor);
        Machine.Bus.Subscribe(this);
    }

    /// <summary>Guests by launches.</summary>
    public GuestHost(IReadOnlyList<RealmLaunch> launches, int pes = 1, RmmOptions? rmm = null, ulong seed = 1)
        : this(machine => new HypervisorFirmware(machine, [.. launches.Select(launch => (launch, (Action<byte>)(_ => { })))]), pes, rmm, seed, null)
    {
    }

    /// <summary>Programs of one's own.</summary>
    public GuestHost(IReadOnlyList<IVmmProgram> programs, int pes = 1, RmmOptions? rmm = null, ulong? memory = null)
        : this(machine => new HypervisorFirmware(machine, programs), pes, rmm, seed: 1, memory)
    {
    }

    public Machine.Machine Machine { get; }
    public HypervisorFirmware Hypervisor { get; }
    public RmmFirmware Rmm { get; }

    /// <summary>SMCs that the hypervisor has made so far.</summary>
    public long Calls => _calls;

    /// <summary>Function identifier of the hypervisor's last SMC.</summary>
    public uint Function { get; private set; }

    /// <summary>Called before the hypervisor's SMC with a number is carried out.</summary>
    public Action<long>? OnCall { get; set; }

    /// <summary>Least memory that was free at any of the hypervisor's calls, in bytes.</summary>
    public ulong LeastFree { get; private set; } = ulong.MaxValue;

    public static RealmLaunch Launch(string image, GuestKind kind = GuestKind.Realm, int cpus = 1, ulong argument = 0, ulong memory = 64UL << 20) => new()
    {
        Image = RealWorld.Parse(Images.PrebuiltImage.Read(image)),
        Kind = kind,
        VirtualCpus = cpus,
        Argument = argument,
        MemoryBytes = memory,
    };

    /// <summary>Runs until every VMM has ended, and checks that every byte and granule is back or reported.</summary>
    public void RunAndAccount(ulong maxInstructions = 400_000_000)
    {
        Machine.Reset();
        MachineStop stop = Machine.Run(maxInstructions);
        Assert.That(_monitor.FatalError, Is.Null);
        Assert.That(stop, Is.EqualTo(MachineStop.Requested));
        ulong lost = Hypervisor.Leaks.Aggregate(0UL, (sum, leak) => sum + leak.SizeBytes);
        Assert.That(Hypervisor.Memory!.FreeBytes + lost, Is.EqualTo(_memory), "memory is neither free nor reported");
        if (lost == 0)
            Assert.That((Rmm.DelegatedGranules, Rmm.Realms), Is.EqualTo((0, 0)), "granules are the RMM's, and nobody says so");
    }

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        if (taken.SourceState != Arm.SecurityState.NonSecure || taken.Target != Arm.ExceptionLevel.EL3 || taken.Type != ExceptionType.Synchronous)
            return;
        if (Hypervisor.Memory is { } memory)
            LeastFree = Math.Min(LeastFree, memory.FreeBytes);
        _calls++;
        Function = (uint)pe.X(0);
        OnCall?.Invoke(_calls);
    }

    public void OnExceptionReturn(ProcessingElement pe, Arm.ExceptionLevel from, Arm.SecurityState fromState)
    {
    }

    public void Dispose() => Machine.Dispose();
}
