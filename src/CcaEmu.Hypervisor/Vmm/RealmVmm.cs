using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>The VMM: builds one guest from a launch, a realm or an ordinary virtual machine, runs it to its end, and takes it apart.</summary>
/// <remarks>It uses the KVM-like API and nothing else of the hypervisor: what docs/kvm-api.md shows, at length.</remarks>
internal sealed class RealmVmm : IVmmProgram
{
    private const int RamSlot = 0;
    private const int Patience = 1000;
    private const ulong RetryTicks = 1000;
    private const VcpuFeatures CpuFeatures = VcpuFeatures.Psci02 | VcpuFeatures.PtrauthAddress | VcpuFeatures.PtrauthGeneric;

    private readonly RealmLaunch _launch;
    private readonly GuestBoard _board;
    private readonly HostCalls _hostCalls = new();
    private readonly List<VirtualCpu> _cpus = [];
    private VmmProcess _process = null!;
    private VirtualMachine? _vm;
    private UserMemory? _ram;
    private GuestMemfd? _privateRam;
    private RunEnd? _end;
    private long _mmioAccesses;
    private VirtualCpu? _lastCpu;

    /// <summary>A VMM for one guest.</summary>
    /// <param name="launch">What the user asks for.</param>
    /// <param name="console">Takes the characters of the guest's console.</param>
    public RealmVmm(RealmLaunch launch, Action<byte> console)
    {
        _launch = launch;
        _board = new GuestBoard(launch, console);
    }

    /// <summary>How the run ended; null until it has.</summary>
    public RealmOutcome? Outcome { get; private set; }

    /// <summary>Told when it is decided how the guest has ended, before it is taken apart.</summary>
    public Action? Ended { get; set; }

    /// <summary>Whether its guest is a realm.</summary>
    public bool IsRealm => _launch.Kind == GuestKind.Realm;

    private ulong RamBytes => _launch.MemoryBytes;

    /// <inheritdoc/>
    public async Script Main(VmmProcess process)
    {
        _process = process;
        RunEnd end = await Build() ?? await RunAll();
        Ended?.Invoke();
        HostResult torn = _vm is null ? HostResult.Ok : await _vm.Close();
        Outcome = MakeOutcome(end, torn);
    }

    private async Script<RunEnd?> Build()
    {
        HostResult created = await Create();
        if (!created.IsOk)
            return RunEnd.HostError(IsRealm ? "Creating the realm" : "Creating the virtual machine", created);
        HostResult loaded = IsRealm ? await Populate() : await Copy();
        return loaded.IsOk ? null : RunEnd.HostError("Loading the image", loaded);
    }

    private async Script<HostResult> Create()
    {
        (HostResult result, _vm) = _process.Kvm.CreateVm((IsRealm ? VmType.Realm : VmType.Normal) | VmType.IpaSize(_launch.EffectiveIpaBits));
        if (!result.IsOk)
        {
            _vm = null;
            return result;
        }
        if (IsRealm)
            result = _vm.ConfigureRealm(new RealmConfiguration(_launch.MeasurementAlgorithm, _launch.PersonalizationValue)
            {
                Lpa2 = _launch.Lpa2,
                MecPolicy = _launch.MecPolicy,
                InitialRam = _launch.RipasInit == RipasInit.All ? null : _launch.LoadedRanges(),
            });
        else
            result = _vm.SetSmcccFilter(HostCalls.FirstFunction, HostCalls.FunctionCount, SmcccFilterAction.ForwardToUser);
        if (result.IsOk)
            result = await CreateRam(_vm);
        for (int id = 0; result.IsOk && id < _launch.VirtualCpus; id++)
            result = CreateCpu(_vm, id);
        if (result.IsOk)
            result = _vm.CreateVgicV3(GuestMemoryLayout.GicDistributor, GuestMemoryLayout.GicRedistributors);
        if (result.IsOk)
            _board.Connect(_vm, _ram!);
        return result;
    }

    // A realm's RAM is private to begin with; what it shares is the VMM's memory. An ordinary guest's is the VMM's altogether.
    private async Script<HostResult> CreateRam(VirtualMachine vm)
    {
        (HostResult result, _ram) = _process.Map(RamBytes);
        if (result.IsOk && IsRealm)
            (result, _privateRam) = vm.CreateGuestMemfd(RamBytes);
        if (result.IsOk)
        {
            result = await vm.SetUserMemoryRegion2(new UserMemoryRegion
            {
                Slot = RamSlot,
                Flags = IsRealm ? UserMemoryRegion.HasGuestMemfd : 0,
                GuestPhysAddr = GuestMemoryLayout.RamBase,
                MemorySize = RamBytes,
                UserspaceMemory = _ram,
                GuestMemfd = _privateRam,
            });
        }
        return result.IsOk && IsRealm
            ? await vm.SetMemoryAttributes(new MemoryAttributes(GuestMemoryLayout.RamBase, RamBytes, MemoryAttributes.Private))
            : result;
    }

    // The first virtual CPU runs, the others wait for PSCI CPU_ON.
    private HostResult CreateCpu(VirtualMachine vm, int id)
    {
        (HostResult result, VirtualCpu cpu) = vm.CreateVcpu(id);
        if (!result.IsOk)
            return result;
        _cpus.Add(cpu);
        result = cpu.Init(CpuFeatures | (_launch.HasMonitors ? VcpuFeatures.PmuV3 : 0) | (id == 0 ? VcpuFeatures.None : VcpuFeatures.PowerOff));
        cpu.SetOneReg(OneReg.Pc, _launch.Image.EntryPoint.Value);
        cpu.SetOneReg(OneReg.X(0), _launch.DeviceTree.Value);
        cpu.SetOneReg(OneReg.X(1), _launch.Argument);
        return result;
    }

    private async Script<HostResult> Populate()
    {
        (HostResult result, UserMemory staging) = _process.Map(_process.PageSize);
        // Also without a page to populate there has to be a realm.
        if (result.IsOk)
            result = await _vm!.ArmRmiPopulate(new RmiPopulate { Source = staging });
        var pages = new ImagePages(_launch);
        byte[] contents = new byte[_process.PageSize];
        foreach (ulong ipa in pages.Addresses())
        {
            if (!result.IsOk)
                return result;
            pages.Compose(ipa, contents);
            result = staging.Write(0, contents);
            if (result.IsOk)
                result = await PopulateFully(new RmiPopulate { Base = ipa, Size = _process.PageSize, Source = staging, Flags = RmiPopulate.Measure });
        }
        return result.IsOk ? await staging.Discard(0, _process.PageSize) : result;
    }

    private async Script<HostResult> PopulateFully(RmiPopulate populate)
    {
        while (populate.Size > 0)
        {
            ulong left = populate.Size;
            HostResult result = await _vm!.ArmRmiPopulate(populate);
            if (!result.IsOk || populate.Size >= left)
                return result.IsOk ? HostResult.Fail(Errno.EIO, "populating makes no progress") : result;
        }
        return HostResult.Ok;
    }

    private async Script<HostResult> Copy()
    {
        var pages = new ImagePages(_launch);
        byte[] contents = new byte[_process.PageSize];
        foreach (ulong address in pages.Addresses())
        {
            pages.Compose(address, contents);
            ulong offset = address - GuestMemoryLayout.RamBase;
            HostResult result = await _ram!.Populate(offset, _process.PageSize);
            if (result.IsOk)
                result = _ram.Write(offset, contents);
            if (!result.IsOk)
                return result;
        }
        return HostResult.Ok;
    }

    // A thread to each virtual CPU, as far as there are PEs each on its own.
    private async Script<RunEnd> RunAll()
    {
        foreach (VirtualCpu cpu in _cpus.Skip(1))
        {
            HostResult started = await _process.CreateThread(cpu.Id, () => RunCpu(cpu));
            if (!started.IsOk)
                return await Finish(RunEnd.HostError("Starting a thread", started));
        }
        await RunCpu(_cpus[0]);
        return await Finish(StandStill());
    }

    private async Script<RunEnd> Finish(RunEnd end)
    {
        _end ??= end;
        StopAll();
        await _process.JoinAll();
        return _end;
    }

    private void StopAll()
    {
        foreach (VirtualCpu cpu in _cpus)
            cpu.RequestExit();
    }

    private async Script RunCpu(VirtualCpu cpu)
    {
        for (int refused = 0; _end is null;)
        {
            HostResult result = await cpu.Run();
            if (result.Error is Errno.EINTR && _process.IsAtStandstill)
                break;
            if (result.Error is Errno.EINTR)
                continue;
            // Another virtual CPU has to come first: it is given the time.
            if (result.Error is Errno.EAGAIN && ++refused < Patience)
            {
                await _process.Sleep(RetryTicks);
                continue;
            }
            refused = 0;
            _lastCpu = cpu;
            if (await Handle(cpu, result) is { } end)
                _end ??= end;
        }
        StopAll();
    }

    private RunEnd StandStill() => _cpus.Exists(cpu => cpu.MpState == MpState.Runnable)
        ? new RunEnd(RealmOutcomeKind.Faulted, "The guest waits for an interrupt, and nothing can interrupt it.")
        : new RunEnd(RealmOutcomeKind.Failed, "The guest turned its last virtual CPU off without turning the system off.");

    private async Script<RunEnd?> Handle(VirtualCpu cpu, HostResult result)
    {
        switch (cpu.Kvm.ExitReason)
        {
            case KvmExitReason.Mmio:
                _process.Pe.Charge(HypervisorCosts.MmioEmulation);
                _mmioAccesses++;
                _board.Devices.Access(cpu);
                return null;
            case KvmExitReason.Hypercall:
                _process.Pe.Charge(HypervisorCosts.CallHandling);
                await Answer(cpu);
                return null;
            case KvmExitReason.MemoryFault:
                return await Convert(cpu.Kvm.MemoryFault);
            case KvmExitReason.SystemEvent:
                return SystemEnd(cpu.Kvm.SystemEvent);
            case KvmExitReason.Shutdown:
                return new RunEnd(RealmOutcomeKind.Failed, "The realm is no longer active.");
            case KvmExitReason.InternalError:
                return new RunEnd(RealmOutcomeKind.Faulted, $"The guest {cpu.Kvm.InternalError}.");
            default:
                return RunEnd.HostError(IsRealm ? "Running the realm" : "Running the virtual machine", result);
        }
    }

    private async Script Answer(VirtualCpu cpu)
    {
        int argument = IsRealm ? 0 : 1;
        ushort immediate = IsRealm ? cpu.Kvm.Hypercall.Immediate : (ushort)cpu.Kvm.Hypercall.Nr;
        ulong value = cpu.GetOneReg(OneReg.X(argument)).Value;
        ulong answer = _hostCalls.Answer(immediate, value);
        if (immediate == HostCalls.TakePage && await TryTakePage(value))
            answer = 0;
        cpu.SetOneReg(OneReg.X(0), answer);
    }

    // What a guest must reckon with, and some images ask for: a private page goes without the guest's consent.
    private async Script<bool> TryTakePage(ulong address)
    {
        var ram = new PageRange(GuestMemoryLayout.RamBase, RamBytes);
        ulong page = address & ~(_process.PageSize - 1);
        return _privateRam is not null && ram.Contains(page, _process.PageSize)
            && (await _privateRam.PunchHole(page - ram.Base, _process.PageSize)).IsOk;
    }

    // Only the guest's RAM can be converted: as much of the range as lies in it, from the start of the range on. What is given up is freed.
    private async Script<RunEnd?> Convert(KvmMemoryFault fault)
    {
        var ram = new PageRange(GuestMemoryLayout.RamBase, RamBytes);
        if (!ram.Contains(fault.Gpa, 1))
        {
            string wish = fault.IsPrivate ? "have" : "give up";
            return new RunEnd(RealmOutcomeKind.Faulted,
                $"The guest wants to {wish} IPA {new PageRange(fault.Gpa, fault.Size)}, which is not its memory.");
        }
        var range = PageRange.FromEnds(fault.Gpa, Math.Min(fault.Gpa + fault.Size, ram.End));
        HostResult converted = await _vm!.SetMemoryAttributes(
            new MemoryAttributes(range.Base, range.SizeBytes, fault.IsPrivate ? MemoryAttributes.Private : 0));
        ulong offset = range.Base - ram.Base;
        if (converted.IsOk)
            converted = fault.IsPrivate ? await _ram!.Discard(offset, range.SizeBytes) : await _privateRam!.PunchHole(offset, range.SizeBytes);
        return converted.IsOk ? null : RunEnd.HostError($"Converting IPA {range}", converted);
    }

    private RunEnd SystemEnd(KvmSystemEvent what)
    {
        if (what == KvmSystemEvent.Reset)
            return new RunEnd(RealmOutcomeKind.Failed, "The guest asked for a reset (PSCI SYSTEM_RESET).");
        return _hostCalls.GuestStatus is null or 0
            ? new RunEnd(RealmOutcomeKind.Passed, "The guest passed and turned itself off (PSCI SYSTEM_OFF).")
            : new RunEnd(RealmOutcomeKind.Failed, $"The guest reported status {_hostCalls.GuestStatus} and turned itself off (PSCI SYSTEM_OFF).");
    }

    private RealmOutcome MakeOutcome(RunEnd end, HostResult torn)
    {
        IReadOnlyList<MemoryLeak> leaks = _vm?.Leaks ?? [];
        if (torn.IsOk && leaks.Count > 0)
            torn = HostResult.Fail(Errno.ENXIO, leaks[0].Reason);
        bool isSpoiled = !torn.IsOk && end.Kind != RealmOutcomeKind.HostError;
        return new RealmOutcome
        {
            Kind = isSpoiled ? RealmOutcomeKind.HostError : end.Kind,
            Summary = torn.IsOk ? end.Summary : $"{end.Summary[..^1]}; then taking the realm apart failed: {torn.Message}.",
            GuestStatus = _hostCalls.GuestStatus,
            LastExit = _lastCpu?.LastExit,
            Leaks = leaks,
            Statistics = (_vm?.Statistics ?? new(0, 0, 0, 0, 0, 0, 0)) with { MmioAccesses = _mmioAccesses, HostCalls = _hostCalls.Answered },
        };
    }
}
