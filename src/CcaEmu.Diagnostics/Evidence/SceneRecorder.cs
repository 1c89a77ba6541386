using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Machine;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Keeps the scenes of the first and of the last abnormal exceptions that matter: a guest's own, and those of host and monitor.</summary>
public sealed class SceneRecorder : IExceptionObserver, IExceptionReturnObserver
{
    /// <summary>How many of the first are kept.</summary>
    public const int FirstCount = 8;

    /// <summary>How many of the last are kept.</summary>
    public const int LastCount = 8;

    private static readonly SystemRegister[] Interesting =
    [
        SystemRegister.SCTLR_EL1, SystemRegister.TCR_EL1, SystemRegister.TTBR0_EL1, SystemRegister.TTBR1_EL1, SystemRegister.MAIR_EL1,
        SystemRegister.VBAR_EL1, SystemRegister.CPACR_EL1, SystemRegister.SPSR_EL1, SystemRegister.SP_EL0, SystemRegister.VTTBR_EL2,
        SystemRegister.VTCR_EL2, SystemRegister.VMPIDR_EL2, SystemRegister.ID_AA64PFR0_EL1, SystemRegister.ID_AA64ISAR1_EL1,
    ];

    private readonly List<FaultScene> _first = [];
    private readonly Queue<FaultScene> _last = [];
    private readonly FaultScene?[] _open;
    private readonly (FaultScene Scene, ulong Instructions)?[] _returned;

    private readonly CallHistory _calls;
    private readonly TraceBus _bus;

    /// <summary>A recorder for the PEs of a machine.</summary>
    /// <param name="peCount">Number of PEs.</param>
    /// <param name="calls">The calls so far.</param>
    /// <param name="bus">Says how much has happened so far.</param>
    public SceneRecorder(int peCount, CallHistory calls, TraceBus bus) =>
        (_open, _returned, _calls, _bus) = (new FaultScene?[peCount], new (FaultScene, ulong)?[peCount], calls, bus);

    /// <summary>Shows a Realm's own view of an IPA; null where the RMM does not show it.</summary>
    public IRealmInspector? Inspector { get; set; }

    /// <summary>How many there were.</summary>
    public ulong Total { get; private set; }

    /// <summary>Security state of the guest that took the latest; Realm before any.</summary>
    public SecurityState LatestState { get; private set; } = SecurityState.Realm;

    /// <summary>What is kept, oldest first, none twice.</summary>
    public IReadOnlyList<FaultScene> Scenes => [.. _first, .. _last];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        Settle(pe);
        if (exception.IsOrdinary || !Matters(exception))
            return;
        Total++;
        LatestState = exception.TargetState;
        if (IsInVain(pe, exception) || IsRepetition(exception))
            return;
        FaultScene scene = Capture(pe, exception);
        if (exception.Target == ExceptionLevel.EL1)
            _open[pe.Index] = scene;
        if (_first.Count < FirstCount)
        {
            _first.Add(scene);
            return;
        }
        if (_last.Count == LastCount)
            _last.Dequeue();
        _last.Enqueue(scene);
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        if (from != ExceptionLevel.EL1 || _open[pe.Index] is not { } scene)
            return;
        if (pe.CurrentLevel == ExceptionLevel.EL0 || pe.PC == scene.PC || pe.PC == scene.PC + 4)
        {
            // Who came back in vain before has to get on first.
            scene.IsHandled = scene.TimesInVain == 0 || pe.PC != scene.PC;
            _open[pe.Index] = null;
            _returned[pe.Index] = pe.PC == scene.PC ? (scene, pe.RetiredInstructions) : null;
        }
    }

    // An instruction was executed since the handler returned: it has handled the exception after all.
    private void Settle(ProcessingElement pe)
    {
        if (_returned[pe.Index] is not ({ } scene, var instructions) || instructions == pe.RetiredInstructions)
            return;
        scene.IsHandled = true;
        _returned[pe.Index] = null;
    }

    // The handler returned to the instruction, and it took the same exception again before anything else was executed (see Settle): nothing was handled.
    private bool IsInVain(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (_returned[pe.Index] is not ({ } scene, _) || !IsSame(scene, exception))
            return false;
        (scene.IsHandled, _open[pe.Index]) = (false, scene);
        scene.TimesInVain++;
        return true;
    }

    private static bool IsSame(FaultScene scene, in ExceptionRecord exception) =>
        (scene.Record.PeIndex, scene.PC, scene.Record.Syndrome, scene.Record.FaultAddress, scene.Record.Target)
        == (exception.PeIndex, exception.ReturnAddress, exception.Syndrome, exception.FaultAddress, exception.Target);

    // One that cannot be told from all of the last, none of which was handled, says nothing new: it stands for itself.
    private bool IsRepetition(ExceptionRecord exception) =>
        _last.Count == LastCount && _last.All(scene => !scene.IsHandled && IsSame(scene, exception));

    private static bool Matters(in ExceptionRecord exception) => (exception.TargetState, exception.Target) switch
    {
        (_, ExceptionLevel.EL3) => true,
        (_, ExceptionLevel.EL1) => true,
        (SecurityState.NonSecure, ExceptionLevel.EL2) => exception.Source == ExceptionLevel.EL2,
        _ => false,
    };

    private FaultScene Capture(ProcessingElement pe, in ExceptionRecord record)
    {
        bool isMemory = record.Syndrome.IsDataAbort || record.Syndrome.IsInstructionAbort
            || record.Syndrome.EC == ExceptionClass.GranuleProtectionCheck;
        ulong? rd = null;
        if (record.TargetState == SecurityState.Realm && Inspector is { } inspector)
            rd = RdOf(inspector, pe[SystemRegister.VTTBR_EL2]);
        return new FaultScene
        {
            Record = record,
            Order = _bus.EventCount,
            X = [.. Enumerable.Range(0, 31).Select(i => pe.X(i))],
            SP = StackPointerOf(pe, record),
            IsStackMapped = record.Target == ExceptionLevel.EL1 ? pe.Translate(new VirtualAddress(StackPointerOf(pe, record)), AccessKind.None, out _, out _) : null,
            Registers = Interesting.ToDictionary(register => register, register => pe[register]),
            Word = WordAt(pe, record),
            Fault = isMemory ? pe.LastFault : default,
            Calls = _first.Count < FirstCount ? [.. _calls.Repeated] : [],
            Walk = isMemory ? [.. pe.LastWalk.Steps] : [],
            Rd = rd,
            Rtt = rd is { } realm && IpaOf(pe, record, isMemory) is { } ipa ? Inspector!.Walk(realm, ipa) : [],
        };
    }

    private static ulong? IpaOf(ProcessingElement pe, in ExceptionRecord record, bool isMemory) =>
        record.FaultIpa ?? (isMemory && pe.LastFault.Ipa != 0 ? pe.LastFault.Ipa : null);

    private static ulong StackPointerOf(ProcessingElement pe, in ExceptionRecord record) => record.SavedState switch
    {
        { SP: false } => pe[SystemRegister.SP_EL0],
        { EL: ExceptionLevel.EL1 } => pe[SystemRegister.SP_EL1],
        { EL: ExceptionLevel.EL2 } => pe[SystemRegister.SP_EL2],
        _ => 0,
    };

    // By the guest's own translation, as it stands: the PE is at the level that took the exception, and that is the guest's.
    private static uint? WordAt(ProcessingElement pe, in ExceptionRecord record)
    {
        if (record.Target != ExceptionLevel.EL1 || (record.ReturnAddress & 3) != 0)
            return null;
        if (!pe.Translate(new VirtualAddress(record.ReturnAddress), AccessKind.None, out PhysicalAddress pa, out _))
            return null;
        return pe.Physical.Memory.IsRam(pa.Value, 4) && pe.Physical.Peek(pa, 4, out ulong word).Ok ? (uint)word : null;
    }

    internal static ulong? RdOf(IRealmInspector inspector, ulong vttbr)
    {
        const ulong table = 0x0000_FFFF_FFFF_F000;
        return inspector.Realms.FirstOrDefault(realm => realm.RttBase == (vttbr & table))?.Rd;
    }
}
