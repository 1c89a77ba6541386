using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Machine.Inspection;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Keeps the scenes of the first and of the last abnormal exceptions that matter: a Realm's own, and those of host and monitor.</summary>
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

    private readonly CallHistory _calls;

    /// <summary>A recorder for the PEs of a machine.</summary>
    /// <param name="peCount">Number of PEs.</param>
    /// <param name="calls">The calls so far.</param>
    public SceneRecorder(int peCount, CallHistory calls) => (_open, _calls) = (new FaultScene?[peCount], calls);

    /// <summary>Shows a Realm's own view of an IPA; null where the RMM does not show it.</summary>
    public IRealmInspector? Inspector { get; set; }

    /// <summary>How many there were.</summary>
    public ulong Total { get; private set; }

    /// <summary>What is kept, oldest first, none twice.</summary>
    public IReadOnlyList<FaultScene> Scenes => [.. _first, .. _last];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (exception.IsOrdinary || !Matters(exception))
            return;
        Total++;
        if (IsRepetition(exception))
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
            scene.IsHandled = true;
            _open[pe.Index] = null;
        }
    }

    // One that cannot be told from all of the last, none of which was handled, says nothing new: it stands for itself.
    private bool IsRepetition(ExceptionRecord exception) => _last.Count == LastCount && _last.All(scene => !scene.IsHandled
        && (scene.Record.PeIndex, scene.PC, scene.Record.Syndrome, scene.Record.FaultAddress, scene.Record.Target)
        == (exception.PeIndex, exception.ReturnAddress, exception.Syndrome, exception.FaultAddress, exception.Target));

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
            X = [.. Enumerable.Range(0, 31).Select(i => pe.X(i))],
            SP = StackPointerOf(pe, record),
            Registers = Interesting.ToDictionary(register => register, register => pe[register]),
            Word = WordAt(pe, record),
            Fault = isMemory ? pe.LastFault : default,
            Calls = _first.Count < FirstCount ? [.. _calls.Calls] : [],
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
