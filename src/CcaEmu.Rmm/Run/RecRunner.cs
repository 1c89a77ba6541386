using System.Buffers.Binary;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Run;

/// <summary>Runs RECs on one PE: entry, exceptions from the Realm, exit.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), sections "REC entry" and "REC exit".</remarks>
internal sealed class RecRunner
{
    private readonly RmmPe _rmmPe;
    private readonly RecSwitch _switch;
    private readonly RealmExceptions _exceptions;
    private readonly RealmContext _context;
    private ulong _run;

    /// <summary>A PE on which no REC runs.</summary>
    public RecRunner(RmmContext rmm, RmmPe rmmPe)
    {
        _rmmPe = rmmPe;
        _switch = new RecSwitch(rmmPe.Pe);
        _context = new RealmContext(rmm, rmmPe.Pe) { Script = rmmPe.Script, Continue = Continue };
        _exceptions = new RealmExceptions(_context);
    }

    private ProcessingElement Pe => _rmmPe.Pe;

    /// <summary>Enters a REC: finishes what its last exit left open, and goes to the Realm.</summary>
    /// <param name="rec">A READY and runnable REC.</param>
    /// <param name="rd">Its Realm.</param>
    /// <param name="run">The run page.</param>
    /// <param name="flags">RmiRecEnter flags, checked.</param>
    /// <param name="page">Contents of the run page.</param>
    public void Enter(Rec rec, Rd rd, ulong run, RmiRecEnterFlags flags, ReadOnlySpan<byte> page)
    {
        _run = run;
        _context.Begin(rec, rd);
        rec.State = RecState.Running;
        rd.NumRunning++;
        ReadOnlySpan<byte> gprs = page.Slice(RmiRecRunLayout.EnterGprs, 31 * 8);
        if (!RecEntry.TryComplete(_context, flags, gprs))
        {
            Finish();
            return;
        }
        bool injectSea = (flags & RmiRecEnterFlags.InjectSea) != 0;
        if (!injectSea && (flags & RmiRecEnterFlags.EmulMmio) != 0)
            RecEntry.EmulateMmio(rec, BinaryPrimitives.ReadUInt64LittleEndian(gprs));
        _context.SeenTimers = RealmTimers.Seen(rec);
        _switch.Enter(rec, _context.Monitors.Counters);
        _context.Monitors.Restore(rec);
        RecEntry.SetControls(_context, flags);
        if (injectSea)
            ExceptionInjection.ExternalAbort(Pe, rec.AbortEsr, rec.AbortFar);
        Resume();
    }

    /// <summary>An exception came from the Realm.</summary>
    public void OnException(ExceptionType type) => Continue(_exceptions.Handle(type));

    private void Continue(RealmOutcome outcome)
    {
        if (outcome == RealmOutcome.Resume)
            Resume();
        else if (outcome == RealmOutcome.Exit)
            Exit();
    }

    private void Resume()
    {
        if (RealmTimers.Now(Pe) != _context.SeenTimers || _context.Monitors.HasChanged)
        {
            _context.Exit.Begin(RmiRecExitReason.Irq);
            Exit();
            return;
        }
        Pe.ExceptionReturn();
    }

    private void Exit()
    {
        Rec rec = _context.Rec;
        _switch.Leave(rec);
        rec.IsErrorPending = (Pe[SystemRegister.HCR_EL2] & HCR_EL2.VSE) != 0;
        _context.Monitors.Save(rec);
        _switch.RestoreMonitors(_context.Monitors.Counters);
        Finish();
    }

    private void Finish()
    {
        Rec rec = _context.Rec;
        Rd rd = _context.Rd;
        if (Pe[SystemRegister.ICH_HCR_EL2] is var control && (control & ICH_HCR_EL2.En) != 0)
            Pe[SystemRegister.ICH_HCR_EL2] = control & ~ICH_HCR_EL2.En;
        rec.Abort = _context.Exit.Abort;
        rec.State = RecState.Ready;
        rd.NumRunning--;
        bool written = _context.Exit.WithTimersAndMonitors(rec).TryWrite(new HostMemory(Pe.Physical), _context.Rmm.Abi.RecExit, _run);
        _rmmPe.Complete(written ? RmiResult.Success : RmiStatus.ErrorInput);
    }
}
