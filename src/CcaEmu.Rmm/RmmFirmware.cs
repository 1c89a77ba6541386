using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Firmware;
using CcaEmu.Machine.Inspection;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;
using CcaEmu.Rmm.Checking;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Inspection;
using CcaEmu.Rmm.Measurement;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm;

/// <summary>The managed RMM: what answers at Realm EL2.</summary>
/// <remarks>
/// <para>It is booted by a monitor through the RMM-EL3 interface 2.0, serves RMI commands of RMM specification 2.0-bet1
/// (DEN0137), and runs Realms. State that other agents can see or that belongs to an object stands in emulated memory: RD and REC
/// in their granules, translation tables in the architected format. Commands of the specification that are not built answer
/// ERROR_NOT_SUPPORTED.</para>
/// <para>Boot contract: Trusted Firmware-A, RMM-EL3 communication interface, sections "Cold boot" and "Warm boot".</para>
/// </remarks>
public sealed class RmmFirmware : ManagedFirmware
{
    private readonly Machine.Machine _machine;
    private readonly RmmOptions _options;
    private readonly List<string> _findingsBeforeReset = [];
    private RmmContext _rmm;
    private RmmPe[] _pes;
    private RmiDispatcher _dispatcher;
    private long _checksBeforeReset;
    private Action<ulong, GranuleState, GranuleState>? _watchers;
    private bool _booted;

    /// <summary>An RMM for a board; <see cref="CcaEmu.Machine.Machine.Attach"/> plugs it in.</summary>
    /// <param name="machine">The board.</param>
    /// <param name="options">Choices.</param>
    public RmmFirmware(Machine.Machine machine, RmmOptions options)
        : base(ExceptionLevel.EL2, SecurityState.Realm, FvpMemoryMap.Rmm)
    {
        _machine = machine;
        _options = options;
        _dispatcher = new RmiDispatcher(options.ReplacesHandler);
        _rmm = MakeContext();
        _pes = [.. machine.Pes.Select(pe => new RmmPe(this, _rmm, pe))];
        Inspector = new RmmInspector(this, machine.Pes[0].Physical);
    }

    /// <summary>The commands that do something; all others of the specification answer ERROR_NOT_SUPPORTED.</summary>
    public static IReadOnlyList<RmiCommand> ImplementedCommands =>
        [.. RmiHandlers.Create().Select(handler => handler.Command).Order()];

    /// <summary>Why the RMM stopped the machine, in one sentence; null while all is well.</summary>
    public string? FatalError { get; private set; }

    /// <summary>Lifecycle state of the RMM.</summary>
    public RmmState RmmState => _rmm.State;

    /// <summary>Has somebody told of each change of a granule's state, with its address: for reports.</summary>
    /// <param name="told">Who is told: the granule, its state before, its state from now on.</param>
    public void WatchGranules(Action<ulong, GranuleState, GranuleState> told)
    {
        _watchers += told;
        _rmm.Granules.StateChanged += told;
    }

    /// <summary>Number of granules that are not UNDELEGATED.</summary>
    public ulong DelegatedGranules => _rmm.Granules.DelegatedGranules;

    /// <summary>Number of Realms that exist.</summary>
    public int Realms => _rmm.NumRealms;

    /// <summary>State of a granule, for reports.</summary>
    /// <param name="address">Any physical address in it.</param>
    /// <returns>Its state; <see cref="GranuleState.Undelegated"/> for addresses that are not tracked.</returns>
    public GranuleState StateOf(ulong address) => _rmm.Granules[address];

    /// <summary>What the checks of <see cref="RmmOptions.ChecksIsolation"/> have found, one sentence each; empty while all is well.</summary>
    public IReadOnlyList<string> IsolationFindings => [.. _findingsBeforeReset, .. _rmm.Checker?.Findings ?? []];

    /// <summary>Commands after which isolation was checked.</summary>
    public long IsolationChecks => _checksBeforeReset + (_rmm.Checker?.Checks ?? 0);

    /// <summary>Shows the RMM's objects to reports.</summary>
    public IRealmInspector Inspector { get; }

    /// <summary>Told of each Realm that has become ACTIVE: its Realm Initial Measurement, as long as its hash.</summary>
    public event Action<byte[]>? RealmActivated;

    internal RmmContext Context => _rmm;

    internal RmiDispatcher Dispatcher => _dispatcher;

    /// <inheritdoc/>
    protected override void OnReset()
    {
        _findingsBeforeReset.AddRange(_rmm.Checker?.Findings ?? []);
        _checksBeforeReset += _rmm.Checker?.Checks ?? 0;
        _rmm = MakeContext();
        _rmm.Granules.StateChanged = _watchers;
        _pes = [.. _machine.Pes.Select(pe => new RmmPe(this, _rmm, pe))];
        _dispatcher = new RmiDispatcher(_options.ReplacesHandler);
        _booted = false;
    }

    private RmmContext MakeContext() => new(_options, _machine.Pes)
    {
        RealmActivated = rd => RealmActivated?.Invoke(RimOf(rd)),
        SystemAbort = what =>
        {
            FatalError ??= what;
            _machine.RequestStop();
        },
    };

    /// <inheritdoc/>
    protected override void OnEntry(ProcessingElement pe)
    {
        pe[SystemRegister.VBAR_EL2] = VectorBase;
        // From now on MECID 0 is one of several: that of the RMM.
        if (_rmm.Mecids.IsOffered)
        {
            pe[SystemRegister.MECID_P0_EL2] = pe[SystemRegister.MECID_P1_EL2] = 0;
            pe[SystemRegister.SCTLR2_EL2] = SCTLR2_ELx.EMEC;
        }
        _pes[pe.Index].Script.Start(() => Boot(pe));
    }

    // What the monitor hands over is in registers that its own calls take, so it is looked at first.
    private async Script Boot(ProcessingElement pe)
    {
        ScriptContext script = _pes[pe.Index].Script;
        bool isCold = !_booted;
        ulong token = isCold ? 0 : pe.X(1);
        RmmBootStatus status = isCold ? ColdBoot(pe) : WarmBoot(pe);
        // The activation token is where this PE's data is; a PE that has none yet starts for the first time.
        if (status == RmmBootStatus.Success && token == 0)
            (status, token) = await BootMemory.Reserve(script, BootMemory.PeBytes, nearPe: true);
        if (status == RmmBootStatus.Success && isCold)
            (status, _) = await BootMemory.Reserve(script, BootMemory.IndexBytes(_rmm.Granules), nearPe: false);
        _booted |= status == RmmBootStatus.Success;
        pe.X(0) = (ulong)RmmEl3Command.BootComplete;
        pe.X(1) = (ulong)(long)status;
        pe.X(2) = token;
        CallSecureMonitor(pe);
    }

    /// <inheritdoc/>
    protected override void OnResume(ProcessingElement pe)
    {
        RmmPe rmmPe = _pes[pe.Index];
        _rmm.Checker?.Enter(pe);
        if (rmmPe.Script.IsWaiting)
            rmmPe.Script.Resume();
        else
            _dispatcher.Dispatch(rmmPe.Call);
    }

    /// <inheritdoc/>
    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        if (!fromLower)
        {
            var esr = new EsrValue(pe[SystemRegister.ESR_EL2]);
            throw new InvalidOperationException($"PE{pe.Index}: the RMM took an exception itself, ESR_EL2 {esr}");
        }
        _rmm.Checker?.Enter(pe);
        _pes[pe.Index].Runner.OnException(type);
    }

    private RmmBootStatus ColdBoot(ProcessingElement pe)
    {
        ulong index = pe.X(0);
        var version = InterfaceVersion.Decode(pe.X(1));
        ulong count = pe.X(2);
        ulong shared = pe.X(3);
        if (version.Major != RmmEl3Revision.Current.Major)
            return RmmBootStatus.VersionNotValid;
        if (count > (ulong)_pes.Length)
            return RmmBootStatus.CpusOutOfRange;
        if (index >= count)
            return RmmBootStatus.CpuIdOutOfRange;
        if (shared == 0 || shared % RmmBootManifest.PageSize != 0)
            return RmmBootStatus.InvalidSharedBuffer;
        byte[] page = new byte[RmmBootManifest.PageSize];
        if (!pe.Physical.Read(new PhysicalAddress(shared, Pas.Realm), page).Ok)
            return RmmBootStatus.InvalidSharedBuffer;
        RmmBootStatus status = RmmBootManifest.TryParse(page, shared, out RmmBootManifest? manifest);
        if (status != RmmBootStatus.Success)
            return status;
        // Tables of a Realm without LPA2 hold addresses of 48 bits, so all memory that can become a granule must lie below that.
        ulong limit = Math.Min(_rmm.PhysicalLimit, RmmFeatures.OutputLimit);
        if (manifest!.Dram.Count == 0 || manifest.Dram[^1].Base + manifest.Dram[^1].SizeBytes > limit)
            return RmmBootStatus.ManifestDataError;
        _rmm.Granules = new GranuleTable(manifest.Dram) { StateChanged = _rmm.Granules.StateChanged };
        _rmm.SharedPage.Address = shared;
        if (_rmm.Options.ChecksIsolation)
            _rmm.Checker = new IsolationChecker(_rmm, pe, _machine);
        _rmm.Gpt = new GptTables(UnfoldableOf(page, shared, manifest.PlatData), _rmm.Features.Level0GptEntrySize);
        return RmmBootStatus.Success;
    }

    private static IReadOnlyList<ulong> UnfoldableOf(ReadOnlySpan<byte> page, ulong shared, ulong address)
    {
        bool isInPage = address != 0 && address - shared < (ulong)page.Length;
        return isInPage && GptPlatformData.TryParse(page[(int)(address - shared)..], out GptPlatformData? data) ? data!.Blocks : [];
    }

    private static byte[] RimOf(Rd rd)
    {
        byte[] field = new byte[Rd.MeasurementSize];
        rd.ReadMeasurement(0, field);
        return field[..RealmHash.DigestSize(rd.HashAlgorithm)];
    }

    private RmmBootStatus WarmBoot(ProcessingElement pe) =>
        pe.X(0) < (ulong)_pes.Length ? RmmBootStatus.Success : RmmBootStatus.CpuIdOutOfRange;
}
