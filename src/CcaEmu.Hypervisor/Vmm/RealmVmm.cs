using CcaEmu.Arm.Psci;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Devices.Serial;
using CcaEmu.Hypervisor.Interrupts;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>The VMM: builds one realm from a launch, runs it to its end, and takes it apart.</summary>
internal sealed class RealmVmm
{
    private const ulong AffinityMask = 0xFF_00FF_FFFF;
    private const ulong WaitCycles = 1000;
    private const ulong SliceTicks = 100_000; // 1 ms for a virtual CPU that shares its PE

    private readonly HostServices _services;
    private readonly IReadOnlyList<ProcessingElement> _pes;
    private readonly ulong _entryPoint;
    private readonly RealmLaunch _launch;
    private readonly VirtualMachine _vm;
    private readonly MemorySlot _ram;
    private readonly GuestDevices _devices;
    private readonly IdleLoop _idle;
    private readonly HostCalls _hostCalls;
    private RunEnd? _end;
    private int _loops;
    private long _mmioAccesses;
    private Rec? _lastRec;

    /// <summary>A VMM for one realm.</summary>
    /// <param name="services">Commands and memory.</param>
    /// <param name="features">What the RMM offers.</param>
    /// <param name="launch">What the user asks for.</param>
    /// <param name="console">Takes the characters of the guest's console.</param>
    /// <param name="pes">The PEs of the machine; the first is the one that this runs on.</param>
    /// <param name="entryPoint">Where a PE enters the hypervisor that is turned on.</param>
    public RealmVmm(
        HostServices services, RmmFeatures features, RealmLaunch launch, Action<byte> console, IReadOnlyList<ProcessingElement> pes, ulong entryPoint)
    {
        (_services, _pes, _entryPoint) = (services, pes, entryPoint);
        _hostCalls = new HostCalls(services.PageSize);
        _launch = launch;
        _vm = new VirtualMachine(services, features, RealmGeometry.Of(launch.EffectiveIpaBits, services.PageSize, launch.Lpa2));
        _ram = _vm.AddSlot(new PageRange(GuestMemoryLayout.RamBase, launch.MemoryBytes));
        var gic = new VirtualGic(launch.VirtualCpus);
        _vm.Realm.Gic = gic;
        _devices = new GuestDevices(
        [
            new DeviceWindow(GuestMemoryLayout.Uart, Pl011.WindowBytes, new Pl011(console)),
            .. gic.Windows(GuestMemoryLayout.GicDistributor, GuestMemoryLayout.GicRedistributors),
        ]);
        _idle = new IdleLoop(services, _vm.Realm);
    }

    /// <summary>Told when it is decided how the realm has ended, before it is taken apart.</summary>
    public Action? Ended { get; init; }

    /// <summary>The realm's whole life. The teardown is tried whatever happened before.</summary>
    public async Script<RealmOutcome> Live()
    {
        RunEnd end = await Build() ?? await RunAll();
        Ended?.Invoke();
        HostResult torn = await _vm.Destroy();
        return MakeOutcome(end, torn);
    }

    private async Script<RunEnd?> Build()
    {
        HostResult created = await _vm.Create(_launch.MeasurementAlgorithm, _launch.PersonalizationValue);
        if (!created.IsOk)
            return RunEnd.HostError("Creating the realm", created);
        HostResult loaded = await Load();
        if (!loaded.IsOk)
            return RunEnd.HostError("Loading the image", loaded);
        ulong[] arguments = [0, _launch.Argument]; // x0: no device tree
        // The first virtual CPU runs, the others wait for PSCI CPU_ON.
        HostResult activated = await _vm.Activate([.. Enumerable.Range(0, _launch.VirtualCpus).Select(i =>
            new RecStart(_launch.Image.EntryPoint.Value, arguments, IsRunnable: i == 0))]);
        return activated.IsOk ? null : RunEnd.HostError("Activating the realm", activated);
    }

    private async Script<HostResult> Load()
    {
        HostResult result = _services.AllocateZeroedPage(out ulong staging);
        if (!result.IsOk)
            return result;
        var pages = new ImagePages(_launch.Image, _services.PageSize);
        byte[] contents = new byte[_services.PageSize.Bytes];
        foreach (ulong ipa in pages.Addresses())
        {
            pages.Compose(ipa, contents);
            result = _services.Physical.Write(staging, contents);
            if (result.IsOk)
                result = await _vm.Populate(ipa, staging, measure: true);
            if (!result.IsOk)
                break;
        }
        _services.FreePage(staging);
        return result;
    }

    // One loop on each PE that has virtual CPUs; this one's ends last.
    private async Script<RunEnd> RunAll()
    {
        int used = Math.Min(_pes.Count, _launch.VirtualCpus);
        for (int i = 0; i < _vm.Realm.Recs.Count; i++)
            _vm.Realm.Recs[i].HostAffinity = _pes[i % used][SystemRegister.MPIDR_EL1];
        for (int i = 1; i < used; i++)
        {
            SmcCall answer = await _services.Smc(new SmcCall((uint)PsciFunction.CpuOn, _pes[i][SystemRegister.MPIDR_EL1] & AffinityMask, _entryPoint));
            if ((int)answer.X0 != (int)PsciStatus.Success)
            {
                _end ??= RunEnd.HostError("Turning on a PE", HostResult.Fail(Errno.ENXIO, $"PSCI CPU_ON of PE {i}: {(PsciStatus)(int)answer.X0}"));
                break;
            }
            _loops++;
        }
        await RunLoop();
        while (_loops > 0)
            await _services.Pause(WaitCycles);
        return _end!;
    }

    /// <summary>What a PE does that was turned on: it runs its virtual CPUs to the end of the realm, and turns itself off.</summary>
    public async Script RunSecondary()
    {
        _services.Gic.TryStart();
        await RunLoop();
        _loops--;
        await _services.Smc(new SmcCall((uint)PsciFunction.CpuOff));
    }

    // The virtual CPUs of a PE take turns: each runs until it has nothing to do, or an interrupt comes.
    private async Script RunLoop()
    {
        Realm realm = _vm.Realm;
        await realm.Lock.Acquire(_services);
        ulong self = _services.Pe[SystemRegister.MPIDR_EL1];
        Rec[] recs = [.. realm.Recs.Where(rec => rec.HostAffinity == self)];
        for (int turn = 0; _end is null; turn++)
        {
            Rec? rec = Next(recs, turn);
            if (rec is not null)
                await TakeTurn(rec, recs.Length > 1);
            else if (_idle.HasFuture)
                await _idle.Sleep(recs);
            else
                _end ??= StandStill();
        }
        foreach (ulong other in realm.Recs.Select(rec => rec.HostAffinity).Distinct().Where(affinity => affinity != self))
            _services.Gic.SendKick(other);
        realm.Lock.Release();
    }

    private Rec? Next(Rec[] recs, int turn)
    {
        for (int i = 0; i < recs.Length; i++)
        {
            Rec rec = recs[(turn + i) % recs.Length];
            if (_vm.Realm.HasWork(rec))
                return rec;
        }
        return null;
    }

    private async Script TakeTurn(Rec rec, bool isShared)
    {
        _lastRec = rec;
        rec.IsWaiting = false;
        if (isShared)
            _services.Gic.SetTimer(_services.Pe[SystemRegister.CNTPCT_EL0] + SliceTicks);
        RunExit exit = await _vm.Run(rec);
        while (exit is not RunExit.Idle && _end is null)
        {
            _lastRec = rec;
            if (await Handle(rec, exit) is { } end)
                _end ??= end;
            else
                exit = await _vm.Run(rec);
        }
    }

    private RunEnd StandStill() => _vm.Realm.Recs.Exists(rec => rec.IsOn)
        ? new RunEnd(RealmOutcomeKind.Faulted, "The guest waits for an interrupt, and nothing can interrupt it.")
        : new RunEnd(RealmOutcomeKind.Failed, "The guest turned its last virtual CPU off without turning the system off.");

    private async Script<RunEnd?> Handle(Rec rec, RunExit exit)
    {
        switch (exit)
        {
            case RunExit.Mmio access:
                _services.Pe.Charge(HypervisorCosts.MmioEmulation);
                _mmioAccesses++;
                _devices.Access(rec, access);
                return null;
            case RunExit.HostCall call:
                _services.Pe.Charge(HypervisorCosts.CallHandling);
                _hostCalls.Answer(call.Immediate, rec.Gprs);
                return null;
            case RunExit.MemoryFault fault:
                return await Convert(rec, fault);
            case RunExit.SystemEvent system:
                return SystemEnd(system.IsReset);
            case RunExit.Shutdown:
                return new RunEnd(RealmOutcomeKind.Failed, "The realm is no longer active.");
            case RunExit.Stuck stuck:
                return new RunEnd(RealmOutcomeKind.Faulted, $"The guest {stuck.Why}.");
            default:
                return RunEnd.HostError("Running the realm", ((RunExit.HostFailure)exit).Failure);
        }
    }

    // Only the guest's RAM can be converted: as much of the range as lies in it, from the start of the range on.
    private async Script<RunEnd?> Convert(Rec rec, RunExit.MemoryFault fault)
    {
        bool toShared = fault.Target == Ripas.Empty;
        if (!_ram.Range.Contains(fault.Range.Base, 1))
        {
            if (toShared)
                return new RunEnd(RealmOutcomeKind.Faulted, $"The guest wants to give up IPA {fault.Range}, which is not its memory.");
            rec.NextFlags |= RmiRecEnterFlags.RipasResponse;
            return null;
        }
        var range = PageRange.FromEnds(fault.Range.Base, _services.PageSize.Of(Math.Min(fault.Range.End, _ram.Range.End)));
        if (!_services.PageSize.IsAligned(range.Base) || range.End <= range.Base)
        {
            // Less than a page of the host cannot be converted: the realm learns that nothing was done.
            rec.NextFlags |= RmiRecEnterFlags.RipasResponse;
            return null;
        }
        HostResult converted = toShared ? await _vm.MakeShared(_ram, range) : await _vm.MakePrivate(_ram, range);
        if (!converted.IsOk)
            return RunEnd.HostError($"Converting IPA {range}", converted);
        if (rec.Exit.Reason == RmiRecExitReason.RipasChange)
            rec.PendingRipas = range;
        return null;
    }

    private RunEnd SystemEnd(bool isReset)
    {
        if (isReset)
            return new RunEnd(RealmOutcomeKind.Failed, "The guest asked for a reset (PSCI SYSTEM_RESET).");
        return _hostCalls.GuestStatus is null or 0
            ? new RunEnd(RealmOutcomeKind.Passed, "The guest passed and turned itself off (PSCI SYSTEM_OFF).")
            : new RunEnd(RealmOutcomeKind.Failed, $"The guest reported status {_hostCalls.GuestStatus} and turned itself off (PSCI SYSTEM_OFF).");
    }

    private RealmOutcome MakeOutcome(RunEnd end, HostResult torn)
    {
        Realm realm = _vm.Realm;
        if (torn.IsOk && realm.Ledger.Leaks.Count > 0)
            torn = HostResult.Fail(Errno.ENXIO, realm.Ledger.Leaks[0].Reason);
        bool isSpoiled = !torn.IsOk && end.Kind != RealmOutcomeKind.HostError;
        return new RealmOutcome
        {
            Kind = isSpoiled ? RealmOutcomeKind.HostError : end.Kind,
            Summary = torn.IsOk ? end.Summary : $"{end.Summary[..^1]}; then taking the realm apart failed: {torn.Message}.",
            GuestStatus = _hostCalls.GuestStatus,
            LastExit = _lastRec is { HasExited: true } ? _lastRec.Exit.ToReport() : null,
            Leaks = realm.Ledger.Leaks,
            Statistics = new(realm.PagesPopulated, realm.DataPagesMapped, realm.SharedPagesMapped, realm.RttsCreated,
                realm.RecEntries, _mmioAccesses, _hostCalls.Answered),
        };
    }
}
