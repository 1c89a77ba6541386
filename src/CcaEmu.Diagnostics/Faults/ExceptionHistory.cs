using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu;

namespace CcaEmu.Diagnostics.Faults;

/// <summary>Keeps the first and the last exceptions taken to each level of each security state.</summary>
/// <remarks>
/// <para>Why a guest died can seldom be told from its last state: the first abnormal event is the one that matters, and the last ones
/// show what it came to. SMCs are left out; <see cref="Calls.CallHistory"/> has them.</para>
/// <para>An RMM injects an exception into a Realm by writing the Realm's EL1 registers and returning to its vector; no exception is
/// taken. It is known here by that: the level returned to continues at a vector with ELR_EL1 where it had been interrupted.</para>
/// </remarks>
public sealed class ExceptionHistory : IPeObserver
{
    private const int States = 4;
    private const int Levels = 4;
    private const ulong VectorTableBytes = 0x800;

    private readonly ExceptionWindow[] _windows = [.. Enumerable.Range(0, States * Levels).Select(_ => new ExceptionWindow())];
    private readonly ExceptionRecord?[] _lastFromBelow;
    private readonly (ulong Syndrome, ulong Return)[] _before;
    private IExceptionObserver[] _listeners = [];
    private IExceptionReturnObserver[] _returnListeners = [];
    private ulong _number;

    /// <summary>A history for the PEs of a machine, of which it must be told every event.</summary>
    /// <param name="peCount">Number of PEs.</param>
    public ExceptionHistory(int peCount) => (_lastFromBelow, _before) = (new ExceptionRecord?[peCount], new (ulong, ulong)[peCount]);

    /// <summary>Adds a listener for the life of the history; SMCs are told to it, too.</summary>
    /// <param name="listener">Who is told, in the order of subscription.</param>
    public void Subscribe(IExceptionObserver listener) => _listeners = [.. _listeners, listener];

    /// <summary>Adds a listener to exception returns for the life of the history.</summary>
    /// <param name="listener">Who is told, in the order of subscription.</param>
    public void Subscribe(IExceptionReturnObserver listener) => _returnListeners = [.. _returnListeners, listener];

    /// <summary>What is kept of the exceptions to one level.</summary>
    /// <param name="state">Security state of the target.</param>
    /// <param name="level">Level of the target.</param>
    public ExceptionWindow To(SecurityState state, ExceptionLevel level) => _windows[(int)state * Levels + (int)level];

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        var record = new ExceptionRecord
        {
            Number = _number++,
            PeIndex = pe.Index,
            Source = taken.Source,
            SourceState = taken.SourceState,
            Target = taken.Target,
            TargetState = pe.SecurityState,
            Type = taken.Type,
            Syndrome = new EsrValue(taken.Syndrome),
            FaultAddress = taken.FaultAddressValid ? taken.FaultAddress : null,
            ReturnAddress = taken.ReturnAddress,
            SavedState = new SpsrValue(pe[SavedStateOf(taken.Target)]),
            RetiredInstructions = pe.RetiredInstructions,
            ModelledCycles = pe.ModelledCycles,
        };
        if (IsStage2Abort(record))
        {
            record = record with
            {
                FaultIpa = new HpfarEl2(pe[SystemRegister.HPFAR_EL2]).Page.Value,
                IpaWidth = 64 - (int)VTCR_EL2.T0SZ.Get(pe[SystemRegister.VTCR_EL2]),
            };
        }
        if (taken.Source < ExceptionLevel.EL2 && taken.Target >= ExceptionLevel.EL2)
        {
            _lastFromBelow[pe.Index] = record;
            // Where the vector itself cannot be fetched, the return goes to where the abort came from: what tells is what the RMM has written.
            _before[pe.Index] = (pe[SystemRegister.ESR_EL1], pe[SystemRegister.ELR_EL1]);
        }
        Keep(pe, record);
    }

    /// <inheritdoc/>
    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
        foreach (IExceptionReturnObserver listener in _returnListeners)
            listener.OnReturn(pe, from, fromState);
        if (pe.CurrentLevel != ExceptionLevel.EL1 || from < ExceptionLevel.EL2 || _lastFromBelow[pe.Index] is not { } last)
            return;
        ulong vector = pe.PC - pe[SystemRegister.VBAR_EL1];
        // HVC returns behind itself, but the exception that an RMM makes of it is that of an UNDEFINED instruction.
        ulong interrupted = last.Syndrome.EC == ExceptionClass.Hvc64 && last.Type == ExceptionType.Synchronous ? last.ReturnAddress - 4 : last.ReturnAddress;
        bool injected = vector < VectorTableBytes && (vector & 0x7F) == 0 && pe[SystemRegister.ELR_EL1] == interrupted
            && (pe.PC != last.ReturnAddress || _before[pe.Index] != (pe[SystemRegister.ESR_EL1], pe[SystemRegister.ELR_EL1]));
        if (!injected)
            return;
        var saved = new SpsrValue(pe[SystemRegister.SPSR_EL1]);
        var syndrome = new EsrValue(pe[SystemRegister.ESR_EL1]);
        Keep(pe, new ExceptionRecord
        {
            Number = _number++,
            PeIndex = pe.Index,
            Source = saved.EL,
            SourceState = pe.SecurityState,
            Target = ExceptionLevel.EL1,
            TargetState = pe.SecurityState,
            Type = (ExceptionType)(vector & 0x180),
            IsInjected = true,
            Syndrome = syndrome,
            FaultAddress = syndrome.IsDataAbort || syndrome.IsInstructionAbort ? pe[SystemRegister.FAR_EL1] : null,
            FaultIpa = last.FaultIpa,
            IpaWidth = last.IpaWidth,
            OriginalSyndrome = last.Type == ExceptionType.Synchronous ? last.Syndrome : null,
            ReturnAddress = pe[SystemRegister.ELR_EL1],
            SavedState = saved,
            RetiredInstructions = pe.RetiredInstructions,
            ModelledCycles = pe.ModelledCycles,
        });
    }

    private static bool IsStage2Abort(in ExceptionRecord record) =>
        record is { Target: ExceptionLevel.EL2, Source: < ExceptionLevel.EL2, Type: ExceptionType.Synchronous }
        && record.Syndrome.EC is ExceptionClass.DataAbortLower or ExceptionClass.InstructionAbortLower
        && record.Syndrome.FSC is <= FaultStatusCode.PermissionLevel3;

    private static SystemRegister SavedStateOf(ExceptionLevel level) => level switch
    {
        ExceptionLevel.EL3 => SystemRegister.SPSR_EL3,
        ExceptionLevel.EL2 => SystemRegister.SPSR_EL2,
        _ => SystemRegister.SPSR_EL1,
    };

    private void Keep(ProcessingElement pe, in ExceptionRecord record)
    {
        if (!record.IsSmc)
            To(record.TargetState, record.Target).Add(record);
        foreach (IExceptionObserver listener in _listeners)
            listener.OnException(pe, record);
    }
}
