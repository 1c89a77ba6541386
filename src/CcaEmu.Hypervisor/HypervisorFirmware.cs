using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Benchmarks;
using CcaEmu.Hypervisor.Core;
using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Scheduling;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor;

/// <summary>The managed Normal world: a KVM-like hypervisor at Non-secure EL2 with VMMs on top; it stops the machine when they have ended.</summary>
/// <remarks>
/// <para>Layers, apart in folders. <c>Rmi</c> makes RMI commands and moves memory between the worlds, and knows no realms; <c>Core</c> is what
/// all virtual machines have in common, <c>Realms</c> and <c>Ordinary</c> are the two kinds of them; <c>Kvm</c> is what VMMs see, and
/// <c>Vmm</c> is one. Each uses those before it.</para>
/// <para>It uses what a native hypervisor would: SMC, ERET, its own registers, and Non-secure physical memory, where a granule that it has
/// delegated refuses it. Whatever the guest or the RMM does ends in an <see cref="Outcome"/>, never in an exception.</para>
/// </remarks>
public sealed class HypervisorFirmware : ManagedFirmware
{
    private readonly Machine.Machine _machine;
    private readonly Func<IReadOnlyList<IVmmProgram>> _start;
    private IReadOnlyList<IVmmProgram> _programs;
    private readonly HostPageSize _pageSize;
    private readonly ScriptContext?[] _contexts;
    private HostCpus? _cpus;
    private HostScheduler? _scheduler;
    private readonly HostMeasurement? _measurement;
    private RealmOutcome? _failure;
    private IReadOnlyList<MemoryLeak> _leaks = [];

    /// <summary>A hypervisor for one guest; <c>machine.Attach</c> plugs it in.</summary>
    /// <param name="machine">The board.</param>
    /// <param name="launch">The guest.</param>
    /// <param name="console">Takes the characters of the guest's console.</param>
    /// <exception cref="ArgumentException">The launch asks for what cannot be: see <see cref="RealmLaunch.FindError"/>.</exception>
    public HypervisorFirmware(Machine.Machine machine, RealmLaunch launch, Action<byte> console)
        : this(machine, [(launch, console)])
    {
    }

    /// <summary>A hypervisor for several guests at once, each by a VMM of its own.</summary>
    /// <param name="machine">The board.</param>
    /// <param name="launches">The guests, and what takes the characters of their consoles.</param>
    /// <exception cref="ArgumentException">A launch asks for what cannot be: see <see cref="RealmLaunch.FindError"/>.</exception>
    public HypervisorFirmware(Machine.Machine machine, IReadOnlyList<(RealmLaunch Launch, Action<byte> Console)> launches)
        : this(machine, () => [.. launches.Select(guest => new RealmVmm(guest.Launch, guest.Console))], launches[0].Launch.HostPageSize)
    {
        _measurement = launches[0].Launch.Measurement;
        Abi = launches[0].Launch.Abi;
        foreach ((RealmLaunch launch, _) in launches)
        {
            if (launch.FindError() is { } error)
                throw new ArgumentException(error, nameof(launches));
            if (launch.HostPageSize != launches[0].Launch.HostPageSize)
                throw new ArgumentException("the host of all guests has one page size", nameof(launches));
        }
    }

    /// <summary>A hypervisor for VMMs of one's own: see docs/kvm-api.md.</summary>
    /// <param name="machine">The board.</param>
    /// <param name="programs">The VMMs; each is a process. After a reset of the board their Main is called again.</param>
    /// <param name="hostPageSize">The host's page size, which is the RMI granule.</param>
    public HypervisorFirmware(
        Machine.Machine machine, IReadOnlyList<IVmmProgram> programs, TranslationGranule hostPageSize = TranslationGranule.Size4K)
        : this(machine, () => programs, hostPageSize)
    {
    }

    private HypervisorFirmware(Machine.Machine machine, Func<IReadOnlyList<IVmmProgram>> start, TranslationGranule hostPageSize)
        : base(ExceptionLevel.EL2, SecurityState.NonSecure, HostMemoryMap.Image)
    {
        (_machine, _start, _pageSize) = (machine, start, new HostPageSize(hostPageSize));
        _programs = start();
        _contexts = new ScriptContext?[machine.Pes.Count];
    }

    /// <summary>How the run of the first guest of a launch ended; null until it has.</summary>
    public RealmOutcome? Outcome => Outcomes.FirstOrDefault();

    /// <summary>How the runs of the guests ended that were launched, in their order; empty until all have.</summary>
    public IReadOnlyList<RealmOutcome> Outcomes { get; private set; } = [];

    /// <summary>Memory of the host that is lost, whoever lost it; complete when the machine has stopped.</summary>
    public IReadOnlyList<MemoryLeak> Leaks => _leaks;

    /// <summary>Told when it is decided how a realm has ended, before it is taken apart: the last moment to look at it.</summary>
    public event Action? RealmEnding;

    /// <summary>The revision of the RMI that the host was made for.</summary>
    public RmmAbiProfile Abi { get; init; } = RmmAbiProfile.Bet1;

    /// <summary>What the allocator has free, in bytes; for tests of what a realm leaves behind.</summary>
    internal HostMemory? Memory { get; private set; }

    /// <summary>As much memory as the host may use, in bytes; for tests of a host that runs short.</summary>
    internal ulong MemoryLimit { get; set; } = ulong.MaxValue;

    /// <summary>The processes, once they have been started.</summary>
    internal IReadOnlyList<VmmProcess> Processes { get; private set; } = [];

    /// <inheritdoc/>
    protected override void OnReset()
    {
        Array.Clear(_contexts);
        (_cpus, _scheduler, _failure, _leaks, Memory) = (null, null, null, [], null);
        (_programs, Processes, Outcomes) = (_start(), [], []);
    }

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe)
    {
        if (_cpus is not null && _scheduler is null)
            throw new InvalidOperationException($"PE{pe.Index} entered the hypervisor, which has not turned it on");
        pe[SystemRegister.VBAR_EL2] = VectorBase;
        pe[SystemRegister.HCR_EL2] = HCR_EL2.RW | HCR_EL2.IMO | HCR_EL2.FMO;
        var context = new ScriptContext(this, pe);
        _contexts[pe.Index] = context;
        if (_cpus is null)
        {
            Memory = new HostMemory(UsableMemory());
            _cpus = new HostCpus(context);
            context.Start(Main);
            return;
        }
        _cpus.Current = context;
        context.Start(_scheduler!.RunSecondary);
    }

    /// <inheritdoc/>
    protected override void OnResume(ProcessingElement pe)
    {
        _cpus!.Current = _contexts[pe.Index]!;
        _cpus.Current.Resume();
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        if (!fromLower || _contexts[pe.Index] is not { IsWaiting: true } context)
        {
            throw new InvalidOperationException(
                $"PE{pe.Index} took {type} to Non-secure EL2, which this hypervisor does not expect: {new EsrValue(pe[SystemRegister.ESR_EL2])}");
        }
        _cpus!.Current = context;
        _cpus.LastException[pe.Index] = type;
        context.Resume();
    }

    private async Script Main()
    {
        var services = new HostServices(_cpus!, Memory!, _pageSize, Abi);
        var boot = new RmmBoot(services, HostMemoryMap.Banks(_machine.Options));
        _scheduler = new HostScheduler(services, _machine.Pes, EntryPoint);
        HostResult gic = services.Gic.TryStart() ? HostResult.Ok : HostResult.Fail(Errno.ENODEV, "the host has no GIC");
        HostResult booted = gic.IsOk ? await boot.Start() : gic;
        if (booted.IsOk && _measurement is { } measurement)
            booted = await new HostMeasurements(services, measurement).Run();
        // Without an RMM there are no realms; ordinary virtual machines there are all the same.
        if (!booted.IsOk && (!gic.IsOk || _programs.Any(program => program is RealmVmm { IsRealm: true })))
            _failure = new RealmOutcome { Kind = RealmOutcomeKind.HostError, Summary = $"Setting up the RMM failed: {booted.Message}." };
        foreach (RealmVmm vmm in _programs.OfType<RealmVmm>())
            vmm.Ended = () => RealmEnding?.Invoke();
        var kernel = new HostKernel(services, _scheduler, booted.IsOk ? boot.Features : null);
        if (_failure is null)
        {
            Processes = [.. _programs.Select((program, i) => new VmmProcess(kernel, program, i))];
            await kernel.Run(Processes);
        }
        _leaks = [.. boot.Ledger.Leaks, .. kernel.Leaks];
        Outcomes = [.. _programs.OfType<RealmVmm>().Select(vmm => vmm.Outcome ?? _failure ?? Killed)];
        if (Outcomes.Count > 0)
            Outcomes = [Outcomes[0] with { Leaks = [.. boot.Ledger.Leaks, .. Outcomes[0].Leaks] }, .. Outcomes.Skip(1)];
        _machine.RequestStop();
    }

    private PageRangeSet UsableMemory()
    {
        PageRangeSet usable = HostMemoryMap.Usable(_machine.Options);
        while (usable.TotalBytes > MemoryLimit)
        {
            PageRange last = usable[usable.Count - 1];
            ulong excess = Math.Min(usable.TotalBytes - MemoryLimit, last.SizeBytes);
            usable.Remove(last.End - excess, excess);
        }
        return usable;
    }

    private static RealmOutcome Killed => new() { Kind = RealmOutcomeKind.HostError, Summary = "The VMM was killed." };
}
