using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor;

/// <summary>The managed Normal world: a KVM-like hypervisor at Non-secure EL2 with a VMM on top, which runs one realm and stops the machine.</summary>
/// <remarks>
/// <para>Three layers, apart in folders. <c>Rmi</c> makes RMI commands and moves memory between the worlds, and knows no realms; <c>Realms</c>
/// makes and runs them; <c>Vmm</c> decides what is in them. Each uses the one before it.</para>
/// <para>It uses what a native hypervisor would: SMC, its own registers, and Non-secure physical memory, where a granule that it has delegated
/// refuses it. Whatever the guest or the RMM does ends in an <see cref="Outcome"/>, never in an exception.</para>
/// </remarks>
public sealed class HypervisorFirmware : ManagedFirmware
{
    private readonly Machine.Machine _machine;
    private readonly RealmLaunch _launch;
    private readonly Action<byte> _console;
    private readonly ScriptContext?[] _contexts;
    private HostCpus? _cpus;
    private RealmVmm? _vmm;

    /// <summary>A hypervisor for one realm; <c>machine.Attach</c> plugs it in.</summary>
    /// <param name="machine">The board.</param>
    /// <param name="launch">The realm.</param>
    /// <param name="console">Takes the characters of the guest's console.</param>
    /// <exception cref="ArgumentException">The launch asks for what cannot be: see <see cref="RealmLaunch.FindError"/>.</exception>
    public HypervisorFirmware(Machine.Machine machine, RealmLaunch launch, Action<byte> console)
        : base(ExceptionLevel.EL2, SecurityState.NonSecure, HostMemoryMap.Image)
    {
        if (launch.FindError() is { } error)
            throw new ArgumentException(error, nameof(launch));
        (_machine, _launch, _console) = (machine, launch, console);
        _contexts = new ScriptContext?[machine.Pes.Count];
    }

    /// <summary>How the run ended; null until it has.</summary>
    public RealmOutcome? Outcome { get; private set; }

    /// <summary>Told when it is decided how a realm has ended, before it is taken apart: the last moment to look at it.</summary>
    public event Action? RealmEnding;

    /// <summary>What the allocator has free, in bytes; for tests of what a realm leaves behind.</summary>
    internal HostMemory? Memory { get; private set; }

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe)
    {
        if (_cpus is not null && _vmm is null)
            throw new InvalidOperationException($"PE{pe.Index} entered the hypervisor, which has not turned it on");
        pe[SystemRegister.VBAR_EL2] = VectorBase;
        pe[SystemRegister.HCR_EL2] = HCR_EL2.RW | HCR_EL2.IMO | HCR_EL2.FMO;
        var context = new ScriptContext(this, pe);
        _contexts[pe.Index] = context;
        if (_cpus is null)
        {
            Memory = new HostMemory(HostMemoryMap.Usable(_machine.Options));
            _cpus = new HostCpus(context);
            context.Start(Main);
            return;
        }
        _cpus.Current = context;
        context.Start(_vmm!.RunSecondary);
    }

    /// <inheritdoc/>
    protected override void OnResume(ProcessingElement pe)
    {
        _cpus!.Current = _contexts[pe.Index]!;
        _cpus.Current.Resume();
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower) =>
        throw new InvalidOperationException(
            $"PE{pe.Index} took {type} to Non-secure EL2, which this hypervisor does not expect: {new EsrValue(pe[SystemRegister.ESR_EL2])}");

    private async Script Main()
    {
        var services = new HostServices(_cpus!, Memory!, new HostPageSize(_launch.HostPageSize), _launch.Abi);
        var boot = new RmmBoot(services, HostMemoryMap.Banks(_machine.Options));
        HostResult booted = services.Gic.TryStart() ? await boot.Start() : HostResult.Fail(Errno.ENODEV, "the host has no GIC");
        RealmOutcome outcome = booted.IsOk
            ? await (_vmm = new RealmVmm(services, boot.Features, _launch, _console, _machine.Pes, EntryPoint) { Ended = () => RealmEnding?.Invoke() }).Live()
            : new RealmOutcome { Kind = RealmOutcomeKind.HostError, Summary = $"Setting up the RMM failed: {booted.Message}." };
        Outcome = outcome with { Leaks = [.. boot.Ledger.Leaks, .. outcome.Leaks] };
        _machine.RequestStop();
    }
}
