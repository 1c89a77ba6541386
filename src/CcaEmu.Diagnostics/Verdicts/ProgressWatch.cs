using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Faults;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Verdicts;

/// <summary>Finds out whether a machine goes round in circles: looked at now and then, it costs nothing in between.</summary>
/// <remarks>
/// A PE that has taken no exception since the last look, and whose registers come back to what they were without a store, will do so for
/// ever when nothing else can change what it reads: then the run may end. That is a proof where every other PE sleeps, is off, or goes round
/// as well, and no timer is armed.
/// </remarks>
public sealed class ProgressWatch
{
    private const int LongestLoop = 1024;
    private readonly Machine.Machine _machine;
    private const int FewFaults = 4;
    private const ulong ManyFaults = 5000;
    private readonly ulong[] _exceptions;
    private readonly ExceptionHistory _history;
    private readonly EvidenceRecorder _evidence;
    private ulong _faults;
    private ulong _taken;
    private ulong _above;

    /// <summary>A watch for a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="history">Its exceptions.</param>
    /// <param name="evidence">What is kept of it.</param>
    public ProgressWatch(Machine.Machine machine, ExceptionHistory history, EvidenceRecorder evidence)
    {
        (_machine, _history, _evidence) = (machine, history, evidence);
        _exceptions = new ulong[machine.Pes.Count];
        Array.Fill(_exceptions, ulong.MaxValue);
    }

    /// <summary>
    /// Looks whether a guest takes the same few abnormal exceptions over and over, none of which it handles: its vectors fault, or its handler.
    /// Costs next to nothing.
    /// </summary>
    /// <returns>A report, after <see cref="ManyFaults"/> of them; null where that is not so.</returns>
    public LoopReport? LookForNestedFaults()
    {
        SecurityState state = _evidence.Scenes.LatestState;
        ExceptionWindow taken = _history.To(state, ExceptionLevel.EL1);
        ExceptionWindow above = _history.To(state, ExceptionLevel.EL2);
        ulong now = taken.Total + above.Total;
        List<ExceptionRecord> news = [.. Newest(taken, _taken), .. Newest(above, _above)];
        (_taken, _above) = (taken.Total, above.Total);
        IReadOnlyList<FaultScene> scenes = news.Count == 0 ? [] : _evidence.Scenes.Scenes;
        if (scenes is not [.., { IsHandled: false, IsGuests: true } last] || !news.TrueForAll(record => IsNested(record, scenes))
            || news.Select(record => (record.ReturnAddress, record.Syndrome, record.FaultAddress, record.Target)).Distinct().Count() > 2 * FewFaults)
        {
            _faults = now;
            return null;
        }
        if (now - _faults < ManyFaults)
            return null;
        return new LoopReport(
            last.Record.PeIndex, state, ExceptionLevel.EL1, last.PC, last.PC, [(last.PC, last.Word ?? 0)], false, [], HasException: true);
    }

    private static IEnumerable<ExceptionRecord> Newest(ExceptionWindow window, ulong seen) =>
        window.Last.TakeLast((int)Math.Min(window.Total - seen, ExceptionWindow.LastCount));

    // Interrupts come in between. What the level above takes counts where it is the fault of the handler itself: a device that is used often is none.
    private static bool IsNested(ExceptionRecord record, IReadOnlyList<FaultScene> scenes) => record.Type == ExceptionType.Irq || (!record.IsOrdinary
        && (record.Target == ExceptionLevel.EL1 || scenes.Any(scene => !scene.IsHandled && scene.PC == record.ReturnAddress)));

    /// <summary>Looks at the machine between two runs.</summary>
    /// <param name="longest">The longest loop to look for, in instructions: what it costs where there is none, at most.</param>
    /// <returns>The loop, where the machine can do nothing else any more; else null.</returns>
    public LoopReport? Look(int longest = LongestLoop)
    {
        LoopReport? found = null;
        bool isAlone = !_machine.Clock.HasEvent;
        foreach (ProcessingElement pe in _machine.Pes)
        {
            bool hadException = _exceptions[pe.Index] != pe.ExceptionCount;
            _exceptions[pe.Index] = pe.ExceptionCount;
            if (!_machine.IsOn(pe))
                continue;
            // A PE that sleeps until a time, or goes on by itself then, may write what another one waits for.
            isAlone &= !HasTimer(pe) && pe.TicksToWakeUp is null;
            if (pe.WaitingForInterrupt && !pe.HasWakeUpEvent)
                continue;
            if (hadException || pe.AtManagedLayer || !isAlone || Trace(pe, longest, toStore: true) is not { IsProven: true } loop)
            {
                isAlone = false;
                continue;
            }
            found = found is null ? loop : found with { LoopingPes = found.LoopingPes + 1 };
        }
        return isAlone ? found : null;
    }

    /// <summary>Executes a while and says what a PE goes round in, if it goes round. The machine goes on from behind it.</summary>
    /// <param name="pe">A PE that executes A64 code.</param>
    /// <param name="longest">The longest loop to look for, in instructions.</param>
    /// <param name="toStore">Whether a store that changes something ends it: what goes round and stores proves nothing.</param>
    /// <remarks>
    /// The registers are compared with those of a moment before, and that moment moves on at each power of two (R. P. Brent's cycle finding): so a loop is
    /// found wherever its first round began, within twice its length.
    /// </remarks>
    public static LoopReport? Trace(ProcessingElement pe, int longest = LongestLoop, bool toStore = false)
    {
        Span<ulong> start = stackalloc ulong[33];
        Span<ulong> now = stackalloc ulong[33];
        Save(pe, start);
        List<(ulong, uint)> words = [];
        List<ulong> loads = [];
        (SecurityState state, ExceptionLevel level) = (pe.SecurityState, pe.CurrentLevel);
        bool stores = false;
        ulong exceptions = pe.ExceptionCount;
        for (int i = 0, power = 1; i < 2 * longest; i++)
        {
            if (pe.AtManagedLayer || pe.WaitingForInterrupt)
                return null;
            uint word = WordAt(pe);
            words.Add((pe.PC, word));
            // Exclusives and atomics take their address from the base alone, so that what they leave there can be compared.
            bool mayLeaveAlone = Causes.InstructionFacts.IsExclusive(word) || Causes.InstructionFacts.IsAtomic(word);
            ulong address = mayLeaveAlone ? Base(pe, word) : 0;
            ulong before = mayLeaveAlone ? MemoryAt(pe, address) : 0;
            bool store = Note(pe, word, loads);
            pe.Run(1, exact: true);
            if (pe.ExceptionCount != exceptions)
                return null;
            stores |= mayLeaveAlone ? MemoryAt(pe, address) != before : store;
            if (stores && toStore)
                return null;
            Save(pe, now);
            if (now.SequenceEqual(start))
                return new LoopReport(pe.Index, state, level, words.Min(step => step.Item1), words.Max(step => step.Item1), words, !stores, loads, false);
            if (words.Count < power)
                continue;
            power *= 2;
            now.CopyTo(start);
            words.Clear();
            loads.Clear();
            stores = false;
        }
        return null;
    }

    /// <summary>The place a PE has stayed in over its next instructions, where it does not come back to the same registers.</summary>
    /// <param name="pe">A PE that executes A64 code.</param>
    public static LoopReport? Sample(ProcessingElement pe)
    {
        HashSet<(ulong Address, uint Word)> seen = [];
        List<ulong> loads = [];
        (SecurityState state, ExceptionLevel level) = (pe.SecurityState, pe.CurrentLevel);
        for (int i = 0; i < LongestLoop; i++)
        {
            if (pe.AtManagedLayer || pe.WaitingForInterrupt)
                return null;
            uint word = WordAt(pe);
            seen.Add((pe.PC, word));
            Note(pe, word, loads);
            pe.Run(1, exact: true);
        }
        const int few = 64;
        return seen.Count > few ? null : new LoopReport(
            pe.Index, state, level, seen.Min(step => step.Address), seen.Max(step => step.Address), [.. seen.OrderBy(step => step.Address)], false, loads, false);
    }

    // Notes what an instruction reads; says whether it stores.
    private static bool Note(ProcessingElement pe, uint word, List<ulong> loads)
    {
        const int most = 16;
        if (Causes.InstructionFacts.BaseOf(word) < 0)
            return false;
        bool isAtomic = Causes.InstructionFacts.IsAtomic(word), isLoad = (word & 1 << 22) != 0 && !isAtomic;
        ulong address = Base(pe, word);
        if ((isLoad || isAtomic) && loads.Count < most && !loads.Contains(address))
            loads.Add(address);
        return !isLoad;
    }

    private static ulong Base(ProcessingElement pe, uint word) => (word >> 5 & 31) == 31 ? pe[SystemRegister.SP_EL1] : pe.X((int)(word >> 5 & 31));

    private static ulong MemoryAt(ProcessingElement pe, ulong address)
    {
        if (!pe.Translate(new VirtualAddress(address & ~7UL), AccessKind.None, out PhysicalAddress pa, out _) || !pe.Physical.Memory.IsRam(pa.Value, 8))
            return 0;
        return pe.Physical.Read(pa, 8, out ulong value).Ok ? value : 0;
    }

    // Or counts events up to an interrupt.
    private static bool HasTimer(ProcessingElement pe) => pe[SystemRegister.PMINTENSET_EL1] != 0 ||
        IsArmed(pe[SystemRegister.CNTV_CTL_EL0]) || IsArmed(pe[SystemRegister.CNTP_CTL_EL0]) || IsArmed(pe[SystemRegister.CNTHP_CTL_EL2])
        || IsArmed(pe[SystemRegister.CNTHV_CTL_EL2]) || IsArmed(pe[SystemRegister.CNTPS_CTL_EL1]);

    private static bool IsArmed(ulong control) => (control & 7) == 1; // enabled, not masked, and still to come

    private static void Save(ProcessingElement pe, Span<ulong> registers)
    {
        for (int i = 0; i <= 30; i++)
            registers[i] = pe.X(i);
        registers[31] = pe.PC;
        registers[32] = pe.Pstate;
    }

    private static uint WordAt(ProcessingElement pe)
    {
        if (!pe.Translate(new VirtualAddress(pe.PC), AccessKind.None, out PhysicalAddress pa, out _) || !pe.Physical.Memory.IsRam(pa.Value, 4))
            return 0;
        return pe.Physical.Read(pa, 4, out ulong word).Ok ? (uint)word : 0;
    }
}
