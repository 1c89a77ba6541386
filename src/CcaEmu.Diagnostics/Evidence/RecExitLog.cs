using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
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

    private const int ListRegisters = 4;
    private const ulong Pending = 1;

    private readonly Queue<RecExitRecord> _exits = [];
    private readonly Dictionary<ulong, RecExitRecord> _last = [];
    private readonly RmiRecEnterFlags[] _flags;
    private readonly ulong?[] _guestPc;
    private readonly ulong[] _vtcr;
    private readonly Dictionary<ulong, DeviceWrite> _deviceWrites = [];
    private readonly Dictionary<int, int> _injected = [];

    /// <summary>A log for the PEs of a machine.</summary>
    /// <param name="peCount">Number of PEs.</param>
    public RecExitLog(int peCount)
    {
        _flags = new RmiRecEnterFlags[peCount];
        _guestPc = new ulong?[peCount];
        _vtcr = new ulong[peCount];
    }

    /// <summary>The last write to each device register that the host was to emulate, by full IPA; the first few hundred registers.</summary>
    public IReadOnlyDictionary<ulong, DeviceWrite> DeviceWrites => _deviceWrites;

    /// <summary>How often a REC was entered with an interrupt pending in a list register, by INTID.</summary>
    public IReadOnlyDictionary<int, int> Injected => _injected;

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
        for (ushort i = 0; i < ListRegisters; i++)
        {
            ulong lr = pe[SystemRegister.ICH_LR0_EL2 + i];
            if (ICH_LR_EL2.State.Get(lr) == Pending)
                _injected[(int)ICH_LR_EL2.VINTID.Get(lr)] = _injected.GetValueOrDefault((int)ICH_LR_EL2.VINTID.Get(lr)) + 1;
        }
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
            pe[SystemRegister.ICH_VMCR_EL2], pe[SystemRegister.ICH_AP1R0_EL2], call.EndInstructions - call.StartInstructions, call.EndCycles)
        {
            Vtcr = _vtcr[pe.Index],
        };
        NoteDeviceWrite(record);
        _last[record.Rec] = record;
        if (_exits.Count == Capacity)
            _exits.Dequeue();
        _exits.Enqueue(record);
    }

    /// <inheritdoc/>
    public void OnException(ProcessingElement pe, in ExceptionRecord exception)
    {
        if (exception is { TargetState: SecurityState.Realm, Target: ExceptionLevel.EL2, Source: < ExceptionLevel.EL2 })
        {
            _guestPc[pe.Index] = exception.ReturnAddress;
            _vtcr[pe.Index] = pe[SystemRegister.VTCR_EL2];
        }
    }

    private void NoteDeviceWrite(RecExitRecord record)
    {
        const int most = 256;
        if (record is not { FaultIpa: not 0, Exit: { Reason: RmiRecExitReason.Sync, Detail0: var esr } } || new EsrValue(esr) is not { ISV: true, WnR: true })
            return;
        if (_deviceWrites.Count < most || _deviceWrites.ContainsKey(record.FaultIpa))
            _deviceWrites[record.FaultIpa] = new DeviceWrite(record.Data, record.GuestPc, record.ModelledCycles);
    }

    private static ulong Read(ProcessingElement pe, ulong run, int offset) =>
        (run & 0xFFF) == 0 && pe.Physical.Peek(new PhysicalAddress(run + (ulong)offset, Pas.NonSecure), 8, out ulong value).Ok ? value : 0;
}
