using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Memory;

namespace CcaEmu.Monitor;

/// <summary>The managed monitor at EL3: boots the worlds, dispatches SMCs, switches between worlds, keeps the Granule Protection Table.</summary>
/// <remarks>
/// It follows the contract between Trusted Firmware-A and an RMM (RMM-EL3 interface 2.0), so that the RMM below it may be managed or
/// native, and Non-secure EL2 likewise.
/// </remarks>
public sealed class MonitorFirmware : ManagedFirmware
{
    private readonly Machine.Machine _machine;
    private readonly MonitorOptions _options;
    private GptService _gpt;
    private readonly PeWorlds?[] _worlds;
    private readonly PsciOutcome?[] _suspended;
    private readonly ulong[] _activationTokens;
    private SmcDispatcher _dispatcher;
    private readonly SecureInterrupts? _interrupts;
    private bool _isBooted;

    /// <summary>A monitor for a machine; attach it with <see cref="Machine.Machine.Attach"/> before the reset.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="options">Where it enters the worlds below.</param>
    public MonitorFirmware(Machine.Machine machine, MonitorOptions options)
        : base(ExceptionLevel.EL3, SecurityState.Root, FvpMemoryMap.ManagedMonitor)
    {
        _machine = machine;
        _options = options;
        _interrupts = options.InterruptHandlers is { } handlers ? new SecureInterrupts(handlers) : null;
        _gpt = new GptService(machine, options.DynamicLevel1Gpts);
        _worlds = new PeWorlds?[machine.Pes.Count];
        _suspended = new PsciOutcome?[machine.Pes.Count];
        _activationTokens = new ulong[machine.Pes.Count];
        Psci = new PsciService(machine, _gpt.IsNonSecureMemory);
        _dispatcher = new SmcDispatcher(this, _gpt, options.SignsTokens);
    }

    /// <summary>What the RMM reported by RMM_BOOT_COMPLETE; null until it has.</summary>
    public RmmBootStatus? RmmStatus { get; private set; }

    /// <summary>Why the monitor stopped the machine, in one sentence; null while all is well.</summary>
    public string? FatalError { get; private set; }

    internal PsciService Psci { get; private set; }

    internal bool RmmAlive => RmmStatus == RmmBootStatus.Success;

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _isBooted = false;
        RmmStatus = null;
        Array.Clear(_worlds);
        Array.Clear(_suspended);
        Array.Clear(_activationTokens);
        _gpt = new GptService(_machine, _options.DynamicLevel1Gpts);
        Psci = new PsciService(_machine, _gpt.IsNonSecureMemory);
        _dispatcher = new SmcDispatcher(this, _gpt, _options.SignsTokens);
    }

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe)
    {
        pe[SystemRegister.VBAR_EL3] = VectorBase;
        // No world's cycle counter counts what EL3 does; profiling is the Non-secure world's.
        pe[SystemRegister.MDCR_EL3] |= MDCR_EL3.SCCD | MDCR_EL3.MCCD | MDCR_EL3.NSPB.Mask;
        if (_isBooted)
            WarmBoot(pe);
        else
            ColdBoot(pe);
    }

    // The PE that comes out of reset first builds what all share.
    private void ColdBoot(ProcessingElement pe)
    {
        _isBooted = true;
        // What is loaded at a reset may lie where something was wiped.
        if (_gpt.WipeLeftovers(pe))
            _machine.LoadImages();
        _gpt.Build(pe);
        InterruptSetup.StartDistributor(pe);
        InterruptSetup.StartPe(pe);
        WriteManifest(pe);
        PeWorlds worlds = MakeWorlds(pe);
        worlds.Realm[1] = RmmEl3Revision.Current.Encode();
        worlds.Realm[2] = (ulong)_machine.Pes.Count;
        worlds.Realm[3] = FvpMemoryMap.RmmSharedPage;
        for (int i = 0; i < Math.Min(4, _options.NonSecureArguments.Count); i++)
            worlds.NonSecure[i] = _options.NonSecureArguments[i];
        worlds.NonSecure.EnterAt(_options.NonSecureEntry);
        worlds.Realm.Restore(pe);
        pe.ExceptionReturn();
    }

    // RMM-EL3 interface, warm boot: X0 PE index, X1 what the PE handed over at its last boot; then the Non-secure world where CPU_ON said.
    private void WarmBoot(ProcessingElement pe)
    {
        _gpt.Enable(pe);
        InterruptSetup.StartPe(pe);
        EntryRequest request = Psci.TakeEntry(pe);
        PeWorlds worlds = MakeWorlds(pe);
        worlds.NonSecure[0] = request.ContextId;
        worlds.NonSecure.EnterAt(request.EntryPoint);
        if (RmmAlive)
            worlds.Realm[1] = _activationTokens[pe.Index];
        else
            worlds.Current = worlds.NonSecure;
        worlds.Current.Restore(pe);
        pe.ExceptionReturn();
    }

    private PeWorlds MakeWorlds(ProcessingElement pe)
    {
        var worlds = new PeWorlds(pe, _interrupts is not null);
        _worlds[pe.Index] = worlds;
        worlds.Realm[0] = (ulong)pe.Index;
        worlds.Realm.EnterAt(_options.RmmEntry);
        return worlds;
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        var esr = new EsrValue(pe[SystemRegister.ESR_EL3]);
        PeWorlds? worlds = _worlds[pe.Index];
        if (fromLower && type == ExceptionType.Fiq && _interrupts is not null)
        {
            if (_interrupts.Serve(pe) is { } unclaimed)
                Stop(unclaimed);
            else
                pe.ExceptionReturn();
            return;
        }
        bool isSynchronous = fromLower && type == ExceptionType.Synchronous && worlds is not null;
        if (isSynchronous && UndefinedInjection.Covers(esr.EC))
        {
            UndefinedInjection.Inject(pe);
            return;
        }
        if (!isSynchronous || esr.EC != ExceptionClass.Smc64)
        {
            Stop($"EL3 took an exception it has no handler for: {(type == ExceptionType.Synchronous ? esr.ToString() : type.ToString())}, "
                + $"ELR_EL3 0x{pe[SystemRegister.ELR_EL3]:x}, FAR_EL3 0x{pe[SystemRegister.FAR_EL3]:x}, MFAR_EL3 0x{pe[SystemRegister.MFAR_EL3]:x}");
            return;
        }
        pe.Charge(MonitorCosts.Dispatch);
        _dispatcher.Dispatch(pe, worlds!);
    }

    /// <summary>The PE has woken up from the wait of a CPU_SUSPEND: EL3 makes no SMC that it could return from.</summary>
    /// <param name="pe">The PE.</param>
    protected override void OnResume(ProcessingElement pe)
    {
        if (_worlds[pe.Index] is { } worlds && _suspended[pe.Index] is { } suspended)
        {
            _suspended[pe.Index] = null;
            WakeUp(pe, worlds, suspended);
        }
        else
        {
            Stop("EL3 was entered at a return address, but no PE was suspended there");
        }
    }

    /// <summary>Sees to it that a PSCI call ends as it should; the PE has made it from the Non-secure world.</summary>
    internal void Finish(ProcessingElement pe, in PsciOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case PsciOutcomeKind.Answer:
                pe.X(0) = outcome.X0;
                pe.ExceptionReturn();
                break;
            case PsciOutcomeKind.TurnOff:
                _machine.PowerOff(pe);
                break;
            case PsciOutcomeKind.SystemOff:
                pe.X(0) = 0;
                pe.ExceptionReturn();
                _machine.RequestStop(MachineStop.PoweredOff);
                break;
            case PsciOutcomeKind.Reset:
                pe.X(0) = 0;
                pe.ExceptionReturn();
                _machine.RequestReset(outcome.Cause);
                break;
            default:
                Suspend(pe, outcome);
                break;
        }
    }

    // EL3 waits itself, with interrupts routed to it: one that is pending ends the wait and is taken by the world that it is for.
    private void Suspend(ProcessingElement pe, in PsciOutcome outcome)
    {
        _suspended[pe.Index] = outcome;
        pe[SystemRegister.SCR_EL3] |= SCR_EL3.IRQ | SCR_EL3.FIQ;
        pe.PC = ResumePoint;
        pe.WaitForInterrupt();
    }

    private void WakeUp(ProcessingElement pe, PeWorlds worlds, in PsciOutcome suspended)
    {
        if (suspended.Kind == PsciOutcomeKind.Standby)
        {
            pe[SystemRegister.SCR_EL3] &= ~(SCR_EL3.IRQ | (_interrupts is null ? SCR_EL3.FIQ : 0));
            pe.X(0) = 0;
            pe.ExceptionReturn();
            return;
        }
        // The Realm world's state was in memory when the power went; what the Non-secure world had in registers is gone.
        pe.Reset();
        pe[SystemRegister.VBAR_EL3] = VectorBase;
        _gpt.Enable(pe);
        InterruptSetup.StartPe(pe);
        worlds.RestartNonSecure(pe);
        worlds.NonSecure[0] = suspended.Entry.ContextId;
        worlds.NonSecure.EnterAt(suspended.Entry.EntryPoint);
        worlds.NonSecure.Restore(pe);
        pe.ExceptionReturn();
    }

    internal void Stop(string reason)
    {
        FatalError ??= reason;
        _machine.RequestStop();
    }

    internal void OnRmmBooted(ProcessingElement pe, RmmBootStatus status, ulong activationToken)
    {
        _activationTokens[pe.Index] = activationToken;
        // The first PE whose RMM fails takes the RMM from all.
        if (RmmStatus is null or RmmBootStatus.Success)
            RmmStatus = status;
    }

    private void WriteManifest(ProcessingElement pe)
    {
        var page = new byte[RmmBootManifest.PageSize];
        var manifest = new RmmBootManifest
        {
            Dram = _gpt.DelegableBanks,
            Consoles = [new RmmConsole(FvpMemoryMap.Uart0 + 3 * FvpMemoryMap.UartStride, 1, "pl011", 14_745_600, 115_200)],
        };
        var blocks = new GptPlatformData(_gpt.Unfoldable);
        int blocksAt = page.Length - blocks.SizeBytes;
        if (blocks.Blocks.Count > 0)
            manifest = manifest with { PlatData = FvpMemoryMap.RmmSharedPage + (ulong)blocksAt };
        manifest.WriteTo(page, FvpMemoryMap.RmmSharedPage);
        if (blocks.Blocks.Count > 0)
            blocks.WriteTo(page.AsSpan(blocksAt));
        MemoryResult result = pe.Physical.Write(new PhysicalAddress(FvpMemoryMap.RmmSharedPage, Pas.Realm), page);
        if (!result.Ok)
            throw new InvalidOperationException("the monitor cannot write the page it shares with the RMM");
    }
}
