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

    private const ulong Pending = 1;

    private readonly RecExitRecord[] _exits = [.. Enumerable.Range(0, Capacity).Select(_ => new RecExitRecord())];
    private ulong _exitCount;
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
    public IReadOnlyCollection<RecExitRecord> Exits
    {
        get
        {
            var kept = (int)Math.Min(_exitCount, Capacity);
            return [.. Enumerable.Range(0, kept).Select(i => _exits[(_exitCount - (ulong)(kept - i)) % Capacity])];
        }
    }

    /// <summary>The last exit of each REC.</summary>
    public IEnumerable<RecExitRecord> Last => _last.Values;

    /// <inheritdoc/>
    public void OnCall(ProcessingElement pe, in CallRecord call)
    {
        if (!call.Is(RmiCommand.RecEnter))
            return;
        _flags[pe.Index] = (RmiRecEnterFlags)Read(pe, call.Arguments[2], RmiRecRunLayout.EnterFlags);
        _guestPc[pe.Index] = null;
        for (ushort i = 0; i < RecExitRecord.ListRegisterCount; i++)
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
        RecExitRecord record = _exits[_exitCount++ % Capacity];
        Fill(pe, call, exit, record);
        NoteDeviceWrite(record);
        if (!_last.TryGetValue(record.Rec, out RecExitRecord? last))
            _last[record.Rec] = last = new RecExitRecord();
        last.CopyFrom(record);
    }

    private void Fill(ProcessingElement pe, in CallRecord call, RecExit exit, RecExitRecord record)
    {
        ulong run = call.Arguments[2];
        (record.Rec, record.RunPage, record.Exit) = (call.Arguments[1], run, exit);
        (record.Flags, record.GuestPc, record.Vtcr) = (_flags[pe.Index], _guestPc[pe.Index], _vtcr[pe.Index]);
        record.FaultIpa = exit.Reason == RmiRecExitReason.Sync ? new HpfarEl2(exit.Detail1).Page.Value | Read(pe, run, RmiRecRunLayout.ExitFar) : 0;
        record.Data = Read(pe, run, RmiRecRunLayout.ExitGprs);
        record.CntvCtl = Read(pe, run, RmiRecRunLayout.ExitCntvCtl);
        record.CntpCtl = Read(pe, run, RmiRecRunLayout.ExitCntpCtl);
        Span<ulong> registers = record.ListRegistersToSet;
        for (ushort i = 0; i < registers.Length; i++)
            registers[i] = pe[SystemRegister.ICH_LR0_EL2 + i];
        record.Vmcr = pe[SystemRegister.ICH_VMCR_EL2];
        record.ActivePriorities = pe[SystemRegister.ICH_AP1R0_EL2];
        record.Instructions = call.EndInstructions - call.StartInstructions;
        record.ModelledCycles = call.EndCycles;
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
