using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Evidence;

/// <summary>Keeps the last REC exits with what the run page and the virtual interrupt interface showed then, and the last of each REC.</summary>
public sealed class RecExitLog : ICallObserver, IExceptionObserver
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 64;

    private readonly Queue<RecExitRecord> _exits = [];
    private readonly Dictionary<ulong, RecExitRecord> _last = [];
    private readonly RmiRecEnterFlags[] _flags;
    private readonly ulong?[] _guestPc;

    /// <summary>A log for the PEs of a machine.</summary>
    /// <param name="peCount">Number of PEs.</param>
    public RecExitLog(int peCount)
    {
        _flags = new RmiRecEnterFlags[peCount];
        _guestPc = new ulong?[peCount];
    }

    /// <summary>The last exits, oldest first.</summary>
    public IReadOnlyCollection<RecExitRecord> Exits => _exits;

    /// <summary>The last exit of each REC.</summary>
    public IEnumerable<RecExitRecord> Last => _last.Values;

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (!call.Is(RmiCommand.RecEnter))
            return;
        _flags[pe.Index] = (RmiRecEnterFlags)Read(pe, call.Arguments[2], RmiRecRunLayout.EnterFlags);
        _guestPc[pe.Index] = null;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, in CallRecord call)
    {
        if (!call.Is(RmiCommand.RecEnter) || call.Outcome != CallOutcome.Returned || call.Exit is not { } exit)
            return;
        ulong run = call.Arguments[2], ipa = 0;
        if (exit.Reason == RmiRecExitReason.Sync)
            ipa = new HpfarEl2(exit.Detail1).Page.Value | Read(pe, run, RmiRecRunLayout.ExitFar);
        var record = new RecExitRecord(
            call.Arguments[1], run, _flags[pe.Index], exit, _guestPc[pe.Index], ipa, Read(pe, run, RmiRecRunLayout.ExitGprs),
            Read(pe, run, RmiRecRunLayout.ExitCntvCtl), Read(pe, run, RmiRecRunLayout.ExitCntpCtl),
            [pe[SystemRegister.ICH_LR0_EL2], pe[SystemRegister.ICH_LR1_EL2], pe[SystemRegister.ICH_LR2_EL2], pe[SystemRegister.ICH_LR3_EL2]],
            pe[SystemRegister.ICH_VMCR_EL2], pe[SystemRegister.ICH_AP1R0_EL2], call.EndInstructions - call.StartInstructions, call.EndCycles);
        _last[record.Rec] = record;
        if (_exits.Count == Capacity)
            _exits.Dequeue();
        _exits.Enqueue(record);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (exception is { TargetState: SecurityState.Realm, Target: ExceptionLevel.EL2, Source: < ExceptionLevel.EL2 })
            _guestPc[pe.Index] = exception.ReturnAddress;
    }

    /// <inheritdoc/>
    public void OnReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    private static ulong Read(ProcessingElement pe, ulong run, int offset) =>
        (run & 0xFFF) == 0 && pe.Physical.Peek(new PhysicalAddress(run + (ulong)offset, Pas.NonSecure), 8, out ulong value).Ok ? value : 0;
}
