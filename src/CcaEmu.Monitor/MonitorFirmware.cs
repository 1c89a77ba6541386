using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
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
    private readonly GptService _gpt;
    private readonly PeWorlds?[] _worlds;
    private readonly SmcDispatcher _dispatcher;

    /// <summary>A monitor for a machine; attach it with <see cref="Machine.Machine.Attach"/> before the reset.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="options">Where it enters the worlds below.</param>
    public MonitorFirmware(Machine.Machine machine, MonitorOptions options)
        : base(ExceptionLevel.EL3, SecurityState.Root, FvpMemoryMap.ManagedMonitor)
    {
        _machine = machine;
        _options = options;
        _gpt = new GptService(machine, options.DynamicLevel1Gpts);
        _worlds = new PeWorlds?[machine.Pes.Count];
        _dispatcher = new SmcDispatcher(this, _gpt);
    }

    /// <summary>What the RMM reported by RMM_BOOT_COMPLETE; null until it has.</summary>
    public RmmBootStatus? RmmStatus { get; private set; }

    /// <summary>Why the monitor stopped the machine, in one sentence; null while all is well.</summary>
    public string? FatalError { get; private set; }

    internal bool RmmAlive => RmmStatus == RmmBootStatus.Success;

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe)
    {
        pe[SystemRegister.VBAR_EL3] = VectorBase;
        _gpt.Build(pe);
        WriteManifest(pe);
        var worlds = new PeWorlds(pe);
        _worlds[pe.Index] = worlds;
        WorldContext realm = worlds.Realm;
        realm[0] = (ulong)pe.Index;
        realm[1] = RmmEl3Revision.Current.Encode();
        realm[2] = (ulong)_machine.Pes.Count;
        realm[3] = FvpMemoryMap.RmmSharedPage;
        realm[4] = 0;
        realm.EnterAt(_options.RmmEntry);
        for (int i = 0; i < Math.Min(4, _options.NonSecureArguments.Count); i++)
            worlds.NonSecure[i] = _options.NonSecureArguments[i];
        worlds.NonSecure.EnterAt(_options.NonSecureEntry);
        worlds.Current = realm;
        realm.Restore(pe);
        pe.ExceptionReturn();
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        var esr = new EsrValue(pe[SystemRegister.ESR_EL3]);
        PeWorlds? worlds = _worlds[pe.Index];
        bool call = fromLower && type == ExceptionType.Synchronous && esr.EC == ExceptionClass.Smc64 && worlds is not null;
        if (!call)
        {
            Stop($"EL3 took an exception it has no handler for: {(type == ExceptionType.Synchronous ? esr.ToString() : type.ToString())}, "
                + $"ELR_EL3 0x{pe[SystemRegister.ELR_EL3]:x}, FAR_EL3 0x{pe[SystemRegister.FAR_EL3]:x}, MFAR_EL3 0x{pe[SystemRegister.MFAR_EL3]:x}");
            return;
        }
        pe.Charge(MonitorCosts.Dispatch);
        _dispatcher.Dispatch(pe, worlds!);
    }

    /// <inheritdoc/>
    protected override void OnResume(ProcessingElement pe) => Stop("EL3 was entered at an SMC return address, but EL3 makes no SMC");

    internal void Stop(string reason)
    {
        FatalError ??= reason;
        _machine.RequestStop();
    }

    /// <summary>Ends the run at the Non-secure world's own request (PSCI SYSTEM_OFF or SYSTEM_RESET).</summary>
    internal void PowerOff() => _machine.RequestStop();

    internal void OnRmmBooted(RmmBootStatus status) => RmmStatus ??= status;

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
