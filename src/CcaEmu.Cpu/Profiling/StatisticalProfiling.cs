using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu;

/// <summary>The statistical profiling unit of a PE (FEAT_SPE, to version 1.2): interval, sample, filters, record, buffer.</summary>
/// <remarks>
/// <para>Arm ARM, D17 "The Statistical Profiling Extension"; J1.1 shared pseudocode SPEToCollectSample, SPECollectRecord, SPEConstructRecord,
/// SPEWriteToBuffer. The population is the instructions that the PE executes (PMSIDR_EL1.ArchInst), those that take an exception among them.
/// One sample is complete before the next instruction: samples never collide, and PSB CSYNC finds every record written.</para>
/// <para>The modelled PE has neither caches nor branch prediction, and issues at once: a record has the total latency in modelled cycles, the
/// events Generated exception, Architecturally retired and Not taken, and no data source. The filters that look at what never comes reject
/// as the manual says.</para>
/// </remarks>
internal sealed unsafe class StatisticalProfiling(ProcessingElement pe)
{
    private const byte ProgramCounter = 0xB0, BranchTarget = 0xB1, DataVirtual = 0xB2, DataPhysical = 0xB3;
    private const byte ContextEl1 = 0x64, ContextEl2 = 0x65, TotalLatency = 0x98, OperationType = 0x48, Events = 0x52, Timestamp = 0x71, End = 0x01;
    private const ulong GeneratedException = 1 << 0, Retired = 1 << 1, NotTaken = 1 << 6;

    // Bits of PMSEVFR_EL1 that filter: what the PE does not report among them stays zero and rejects. Not taken is FEAT_SPE_FnE's.
    private const ulong FilteredEvents = 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7 | 1 << 11;

    private const ulong DiscardMode = 2, BufferFull = 1, AlignmentFault = 0x21;
    private const ulong Stage1Fault = 0x24, Stage2Fault = 0x25, GranuleCheckFault = 0x1E, SynchronousExternalAbort = 0x10;

    /// <summary>Whether the next instruction of the population will be the sample.</summary>
    public bool SamplesNext => pe.Raw(R.PMSICR_EL1) == 1;

    /// <summary>One instruction of the population was executed: the interval counter goes down, or starts again from zero.</summary>
    public void CountInstruction()
    {
        pe.CountEvent(PmuEvent.SAMPLE_POP);
        ulong count = pe.Raw(R.PMSICR_EL1), reload = pe.Raw(R.PMSIRR_EL1);
        ulong random = (reload & 1) != 0 && count == 0 ? pe.Environment.NextRandom() & 0xFF : 0;
        pe.SetRaw(R.PMSICR_EL1, count == 0 ? reload & 0xFFFF_FF00 | random : count - 1);
    }

    /// <summary>What is known of a sample before its instruction executes.</summary>
    public Sample Start(PeState* s, uint word, ulong pc) => new(
        new SampledOperation(Decoder.Decode(word), pe, s, pc), Place(pc), ContextsOf(pe), SampleTimestamp.Of(pe), CollectsPhysicalAddress(pe), pe.ChargedCycles);

    /// <summary>The instruction is done: filters the sample, and writes its record to the buffer.</summary>
    /// <param name="sample">What <see cref="Start"/> gave.</param>
    /// <param name="exception">It took an exception.</param>
    /// <param name="target">Where a branch went.</param>
    public void Complete(in Sample sample, bool exception, ulong target)
    {
        pe.CountEvent(PmuEvent.SAMPLE_FEED);
        SampledOperation operation = sample.Operation;
        ulong latency = Math.Min(1 + pe.ChargedCycles - sample.ChargedCycles, 0xFFFF);
        ulong events = Retired | (exception ? GeneratedException : 0) | (!exception && operation is { IsConditional: true, Passed: false } ? NotTaken : 0);
        if (!IsCollected(events, latency, exception ? 0 : operation.Types))
            return;
        pe.CountEvent(PmuEvent.SAMPLE_FILTRATE);
        if (PMBLIMITR_EL1.FM.Get(pe.Raw(R.PMBLIMITR_EL1)) == DiscardMode)
            return;
        SampleRecord record = default;
        if (sample.Contexts.El1 is { } el1)
            record.Add(ContextEl1, el1);
        if (sample.Contexts.El2 is { } el2)
            record.Add(ContextEl2, el2);
        record.Add(TotalLatency, latency);
        record.Add(ProgramCounter, sample.Place);
        if (!exception)
            AddAddresses(ref record, sample, target);
        record.Add((byte)(OperationType | (exception ? 0 : operation.Class)), exception ? 0UL : operation.Subclass);
        record.Add(Events, events);
        if (sample.Timestamp is { } time)
            record.Add(Timestamp, time);
        else
            record.Add(End);
        Write(record.Span);
    }

    private void AddAddresses(ref SampleRecord record, in Sample sample, ulong target)
    {
        if (sample.Operation is { IsBranch: true, Passed: true })
            record.Add(BranchTarget, Place(target));
        if (sample.Operation.Address is not { } address)
            return;
        record.Add(DataVirtual, address);
        if (!sample.HasPhysicalAddress)
            return;
        AccessKind access = (sample.Operation.IsLoad ? AccessKind.Read : AccessKind.Write) | AccessKind.NoUpdate;
        if (pe.TryTranslate(address, access, pe.CurrentLevel, aligned: true, out Translation t, out _))
            record.Add(DataPhysical, t.Pa.Value & 0x00FF_FFFF_FFFF_FFFF | StateBits(t.Pa.Pas == Pas.Realm, t.Pa.Pas != Pas.Secure));
    }

    // An address of instructions with the level and the state they are executed at.
    private ulong Place(ulong address) => address & 0x00FF_FFFF_FFFF_FFFF | (ulong)pe.CurrentLevel << 61
        | StateBits(pe.SecurityState == SecurityState.Realm, pe.SecurityState != SecurityState.Secure);

    private static ulong StateBits(bool nse, bool ns) => (ns ? 1UL << 63 : 0) | (nse ? 1UL << 60 : 0);

    // SPECollectRecord. A filter that is on and selects nothing, a CONSTRAINED UNPREDICTABLE setting, rejects nothing.
    private bool IsCollected(ulong events, ulong latency, ulong types)
    {
        ulong control = pe.Raw(R.PMSFCR_EL1), wanted = pe.Raw(R.PMSEVFR_EL1) & FilteredEvents, chosen = PMSFCR_EL1.TYPE.Get(control);
        bool byEvent = (control & PMSFCR_EL1.FE) == 0 || (events & wanted) == wanted;
        bool byType = (control & PMSFCR_EL1.FT) == 0 || chosen == 0 || (types & chosen) != 0;
        bool byLatency = (control & PMSFCR_EL1.FL) == 0 || latency >= pe.Raw(R.PMSLATFR_EL1);
        return byEvent && byType && byLatency;
    }

    // SPEWriteToBuffer. A pointer that leaves no room for a record, which software must not set, is a full buffer without a write.
    private void Write(ReadOnlySpan<byte> record)
    {
        ulong pointer = pe.Raw(R.PMBPTR_EL1), limit = pe.Raw(R.PMBLIMITR_EL1) & PMBLIMITR_EL1.LIMIT.Mask;
        if (IsFull(pointer, limit))
            Stop(0, BufferFull, 0);
        else if ((pointer & (SampleRecord.Size - 1)) != 0)
            Stop(Stage1Fault, AlignmentFault, 0);
        else if (TryPlace(pointer, out PhysicalAddress pa))
        {
            if (!pe.Physical.Write(pa, record).Ok)
            {
                Stop(Stage1Fault, SynchronousExternalAbort, PMBSR_EL1.EA);
                return;
            }
            pe.SetRaw(R.PMBPTR_EL1, pointer + SampleRecord.Size);
            if (IsFull(pointer + SampleRecord.Size, limit))
                Stop(0, BufferFull, 0);
        }
    }

    private static bool IsFull(ulong pointer, ulong limit) => limit < SampleRecord.Size || pointer > limit - SampleRecord.Size;

    // As a privileged write of the owning regime, whatever PSTATE.PAN is.
    private bool TryPlace(ulong va, out PhysicalAddress pa)
    {
        TranslationSpace space = pe.SpaceOf(ProfilingOwner.LevelOf(pe));
        bool ok = pe.TryTranslate(space, TranslationSpace.Privileged, va, AccessKind.Write, aligned: true, bothStages: true, out Translation t, out FaultRecord fault);
        pa = t.Pa;
        if (ok && !pe.Physical.Admits(pa))
            ok = pe.FailProtection(pa, ref fault);
        if (!ok)
            Stop(fault.IsGptFault ? GranuleCheckFault : fault.Stage == 2 || fault.S1PTW ? Stage2Fault : Stage1Fault, (ulong)fault.StatusCode, 0);
        return ok;
    }

    // A buffer management event. The pointer stands behind the last complete record: nothing of one is lost.
    private void Stop(ulong eventClass, ulong syndrome, ulong more)
    {
        ulong status = pe.Raw(R.PMBSR_EL1) & (PMBSR_EL1.COLL | PMBSR_EL1.DL) | PMBSR_EL1.S | more;
        pe.SetRaw(R.PMBSR_EL1, PMBSR_EL1.MSS.Set(PMBSR_EL1.EC.Set(status, eventClass), syndrome));
    }

    // CollectContextIDR1, CollectContextIDR2.
    private static (uint? El1, uint? El2) ContextsOf(ProcessingElement pe)
    {
        bool host = pe.El2Enabled && (pe.Raw(R.HCR_EL2) & HCR_EL2.TGE) != 0;
        bool el1 = pe.CurrentLevel != ExceptionLevel.EL2 && !host && (pe.Raw(R.PMSCR_EL1) & PMSCR_ELx.CX) != 0;
        bool el2 = pe.El2Enabled && (pe.Raw(R.PMSCR_EL2) & PMSCR_ELx.CX) != 0;
        return (el1 ? (uint)pe.Raw(R.CONTEXTIDR_EL1) : null, el2 ? (uint)pe.Raw(R.CONTEXTIDR_EL2) : null);
    }

    private static bool CollectsPhysicalAddress(ProcessingElement pe)
    {
        bool el1 = (pe.Raw(R.PMSCR_EL1) & PMSCR_ELx.PA) != 0;
        if (!pe.El2Enabled)
            return el1;
        return (pe.Raw(R.PMSCR_EL2) & PMSCR_ELx.PA) != 0 && (ProfilingOwner.LevelOf(pe) == ExceptionLevel.EL2 || el1);
    }
}
