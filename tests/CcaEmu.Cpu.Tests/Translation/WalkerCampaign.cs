using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Instructions;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>The PE's translation and its fault reports against <see cref="ReferenceWalker"/>, on random tables and registers.</summary>
/// <remarks>One campaign has one memory, which PEs with different features take turns to use, and runs on one thread.</remarks>
internal sealed class WalkerCampaign : IPeEnvironment, IPeObserver, IDisposable
{
    /// <summary>Cases, that is accesses, between two fillings of the tables.</summary>
    public const int CasesPerFilling = RegisterSets * Accesses;

    private const int RegisterSets = 4000;

    // Accesses that follow one another under the same registers, close together: what one has cached, the next may use.
    private const int Accesses = 6;
    private const ulong Untouched = 0x0000_0ABC_DEF0_0000;

    private static readonly PeFeatures[] _features =
    [
        PeFeatures.Default,
        PeFeatures.Default.With("+FEAT_LPA,+FEAT_LVA"),
        PeFeatures.Default.With("+FEAT_LPA,+FEAT_LVA,+FEAT_LPA2"),
        new(PeFeatures.Default.With("+FEAT_RME_GPC2").All, level0GptBits: 36),
        new(PeFeatures.Default.With("+FEAT_LPA,+FEAT_LVA,+FEAT_LPA2,+FEAT_RME_GPC2").All, level0GptBits: 39),
        new(PeFeatures.Default.With("+FEAT_LPA,+FEAT_LVA,+FEAT_LPA2").All, level0GptBits: 34),
        PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC"),
        new(PeFeatures.Default.All.Except([Feature.FEAT_HAFDBS, Feature.FEAT_HPDS, Feature.FEAT_S2FWB, Feature.FEAT_E0PD, Feature.FEAT_TTST])),
    ];

    private static readonly SystemInstruction[][] _translations = [.. Enumerable.Range(0, 4).Select(level =>
        SystemInstructionTable.All.Where(i => i.Operation == SystemOperation.AddressTranslation && (int)i.Minimum <= level).ToArray())];

    // DC CIVAC, IC IVAU, DC IVAC.
    private static readonly (uint Word, ReferenceCacheOp Cache, bool NeedsEl1)[] _maintenance =
        [(0xD50B_7E20, ReferenceCacheOp.Clean, false), (0xD50B_7520, ReferenceCacheOp.Clean, false), (0xD508_7620, ReferenceCacheOp.Invalidate, true)];

    // A load or store, and bits 24 to 14 of the syndrome that describes it.
    private static readonly (uint Word, int Size, bool Write, ulong Syndrome)[] _instructions =
    [
        (0xF940_0005, 8, false, 1UL << 24 | 3UL << 22 | 5UL << 16 | 1UL << 15), // LDR X5, [X0]
        (0xB940_0003, 4, false, 1UL << 24 | 2UL << 22 | 3UL << 16), // LDR W3, [X0]
        (0x79C0_0001, 2, false, 1UL << 24 | 1UL << 22 | 1UL << 21 | 1UL << 16), // LDRSH W1, [X0]
        (0xB980_0001, 4, false, 1UL << 24 | 2UL << 22 | 1UL << 21 | 1UL << 16 | 1UL << 15), // LDRSW X1, [X0]
        (0xF900_001F, 8, true, 1UL << 24 | 3UL << 22 | 31UL << 16 | 1UL << 15), // STR XZR, [X0]
        (0x3900_0002, 1, true, 1UL << 24 | 2UL << 16), // STRB W2, [X0]
        (0xF800_8405, 8, true, 0), // STR X5, [X0], #8
    ];

    private ulong _pan;
    private ExceptionTaken _taken;
    private int _exceptions;

    public ulong SystemCount(ProcessingElement pe) => 0;

    public ulong NextRandom() => 0;

    public void OnException(ProcessingElement pe, in ExceptionTaken taken)
    {
        _taken = taken;
        _exceptions++;
    }

    public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
    {
    }

    private readonly int _seed;
    private readonly PhysicalMemory _memory = new();
    private readonly GranuleProtection _plain;
    private readonly RandomTranslation _random;
    private readonly (ProcessingElement Pe, ReferenceWalker Reference)[] _machines;
    private readonly byte[] _image = new byte[RandomTranslation.RamBytes], _found = new byte[RandomTranslation.RamBytes];

    public WalkerCampaign(int seed)
    {
        _seed = seed;
        _memory.AddRam(0, RandomTranslation.RamBytes);
        foreach (ulong bank in (ReadOnlySpan<ulong>)[RandomTranslation.FarBank, RandomTranslation.GptBankA, RandomTranslation.GptBankB, RandomTranslation.HighBank])
            _memory.AddRam(bank, RandomTranslation.BankBytes);
        _plain = new GranuleProtection(_memory, 52);
        _random = new RandomTranslation(seed);
        _machines = [.. _features.Select(features => new ProcessingElement(0, _memory, features, this) { Observer = this })
            .Select(pe => (pe, new ReferenceWalker(pe, _plain)))];
    }

    /// <summary>How often each kind of outcome was seen.</summary>
    public Dictionary<WalkOutcome, int> Outcomes { get; } = [];

    /// <summary>Accesses compared.</summary>
    public long Cases { get; private set; }

    /// <summary>Those that succeeded with a MECID.</summary>
    public long Encrypted { get; private set; }

    public void Dispose()
    {
        foreach ((ProcessingElement pe, _) in _machines)
            pe.Dispose();
        _plain.Dispose();
        _memory.Dispose();
    }

    /// <summary>Fills the tables anew and compares <see cref="CasesPerFilling"/> accesses.</summary>
    /// <param name="number">Which filling it is.</param>
    public void Fill(int number)
    {
        (ProcessingElement pe, ReferenceWalker reference) = _machines[number % _machines.Length];
        _random.FillMemory(_plain, pe.Features);
        pe.CachesWalks = number % 4 != 3;
        pe.InvalidateGranuleProtection();
        _plain.Read(new PhysicalAddress(0, Pas.Root), _image);
        for (int i = 0; i < RegisterSets; i++)
            CompareNeighbours(pe, reference, _random, _image, $"seed {_seed}, filling {number}, case {i}");
        _plain.Read(new PhysicalAddress(0, Pas.Root), _found);
        int same = _found.AsSpan().CommonPrefixLength(_image);
        Assert.That(same, Is.EqualTo(_image.Length), $"seed {_seed}, filling {number}: hardware updates differ from the pseudocode's from there on");
    }

    private void CompareNeighbours(
        ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, byte[] image, string name)
    {
        ReferenceAccess access = Enter(pe, random, out ExceptionLevel level);
        ulong va = random.Address(pe, access.El);
        for (int i = 0; i < Accesses; i++)
        {
            Return(pe, level);
            reference.Updates.Clear();
            WalkOutcome outcome = random.OneIn(6) && level != ExceptionLevel.EL0
                ? CompareAt(pe, reference, random, level, va, name)
                : Compare(pe, reference, random, access, level, va, name);
            Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
            Cases++;
            foreach ((ulong address, ulong value) in reference.Updates)
            {
                if (address < RandomTranslation.RamBytes)
                    BitConverter.TryWriteBytes(image.AsSpan((int)address), value);
                // A descriptor that lies in the table that checks go by.
                if (address >= RandomTranslation.GptPool)
                    pe.InvalidateGranuleProtection();
            }
            va ^= random.Bits(random.OneIn(2) ? 2 : 9) << random.Pick(12, 14, 16, 20);
        }
    }

    private WalkOutcome Compare(
        ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, ReferenceAccess access, ExceptionLevel level, ulong va, string name)
    {
        bool unprivileged = access.El != level;
        (uint word, int size, bool write, ulong syndrome) = random.Pick(_instructions);
        int kind = unprivileged ? -1 : random.Next(10);
        bool fetch = kind == 0, atomic = kind == 1, zero = kind == 2;
        var cache = ReferenceCacheOp.None;
        if (kind == 3 && random.Pick(_maintenance) is var maintenance && !(maintenance.NeedsEl1 && level == ExceptionLevel.EL0))
            (word, cache, syndrome, write) = (maintenance.Word, maintenance.Cache, 0, maintenance.Cache == ReferenceCacheOp.Invalidate);
        if (fetch || atomic)
            (word, syndrome) = (0xF820_0001, 0); // LDADD X0, X1, [X0]
        if (zero)
            (word, syndrome, size, write) = (0xD50B_7420, 0, 1, true); // DC ZVA, X0
        if (fetch || atomic || cache != ReferenceCacheOp.None || !random.OneIn(3))
            va &= ~(ulong)(size - 1);
        bool aligned = (va & (ulong)(size - 1)) == 0;
        access = access with
        {
            Read = fetch || atomic || !write,
            Write = !fetch && (atomic || write),
            Fetch = fetch,
            Aligned = aligned && !zero,
            DcZero = zero,
            Pan = access.Pan && !fetch && cache == ReferenceCacheOp.None,
            Cache = cache,
        };

        ReferenceFault expected = reference.TranslateAddress(va, access, out PhysicalAddress expectedPa, out ReferenceAttributes attributes);
        bool ok = Locate(pe, va, access, unprivileged, out Cpu.Translation t, out FaultRecord fault);
        PhysicalAddress pa = t.Pa;
        string Describe() => $"{name}: {level} {access}, VA 0x{va:x}, expected {expected} {expectedPa} MECID {expectedPa.Mecid}, found {fault} {pa} MECID {pa.Mecid}\n{Registers(pe)}";
        if (ok)
        {
            Encrypted += expectedPa.Mecid != 0 ? 1 : 0;
            if (expected.Status != ReferenceStatus.None || pa != expectedPa)
                Assert.That((ReferenceStatus.None, pa), Is.EqualTo((expected.Status, expectedPa)), Describe);
            if (!fetch)
                CompareAttributes(pe, t, attributes, Describe);
            CheckFastTlb(pe, va, expectedPa, Describe);
            bool both = reference.RegimeOf(access.El) == ReferenceRegime.EL10 && ReferenceWalker.IsEL2Enabled(pe) && (pe[R.HCR_EL2] & 1) != 0;
            return new WalkOutcome(KindOf(access), both, expected, pe.CurrentLevel);
        }
        Assert.That(expected.Status, Is.Not.EqualTo(ReferenceStatus.None), Describe);
        ReferenceSyndrome report = ReferenceSyndrome.Of(pe, expected, fetch, syndrome, cache != ReferenceCacheOp.None);
        CompareReport(pe, fault, va, word, fetch, report, Describe);
        return new WalkOutcome(KindOf(access), false, expected, report.Target);
    }

    private static WalkKind KindOf(in ReferenceAccess access) => access switch
    {
        { Fetch: true } => WalkKind.Fetch,
        { DcZero: true } => WalkKind.Zero,
        { Cache: not ReferenceCacheOp.None } => WalkKind.Maintenance,
        { Read: true, Write: true } => WalkKind.Atomic,
        _ => access.Write ? WalkKind.Store : WalkKind.Load,
    };

    private static void CompareAttributes(ProcessingElement pe, in Cpu.Translation t, ReferenceAttributes expected, Func<string> describe)
    {
        MemoryAttributes found = AddressTranslation.AttributesOf(pe, pe.SpaceOf(pe.CurrentLevel), t);
        ulong encoded = (ulong)found.Attr << 56 | (ulong)found.Shareability << 7;
        if (encoded != expected.Encode())
            Assert.That(encoded.ToString("x"), Is.EqualTo(expected.Encode().ToString("x")), () => $"attributes: {found}, {expected}; {describe()}");
    }

    // What a later access to the page may hit leads where this one did.
    private unsafe void CheckFastTlb(ProcessingElement pe, ulong va, PhysicalAddress expected, Func<string> describe)
    {
        TlbEntry* entry = Tlb.EntryOf(pe.State, va);
        ulong page = va & ~0xFFFUL;
        if (entry->TagRead != page && entry->TagWrite != page)
            return;
        byte* host = _plain.MapPage(expected);
        if (page + entry->Addend != (ulong)host)
            Assert.Fail($"the fast TLB leads elsewhere: {describe()}");
    }

    private void CompareReport(
        ProcessingElement pe, in FaultRecord fault, ulong va, uint word, bool fetch, ReferenceSyndrome report, Func<string> describe)
    {
        pe[R.HPFAR_EL2] = Untouched;
        pe[R.MFAR_EL3] = Untouched;
        Take(pe, fault, fetch, word);
        if ((_taken.Target, _taken.Syndrome, _taken.FaultAddress, _taken.FaultAddressValid) != (report.Target, report.Esr, va, true))
            Assert.That((_taken.Target, _taken.Syndrome, _taken.FaultAddress, _taken.FaultAddressValid), Is.EqualTo((report.Target, report.Esr, va, true)), describe);
        bool hpfarKnown = report.Hpfar is not null || report.Target != ExceptionLevel.EL2, mfarKnown = report.Mfar is not null || report.Target != ExceptionLevel.EL3;
        if (hpfarKnown && pe[R.HPFAR_EL2] != (report.Hpfar ?? Untouched))
            Assert.That(pe[R.HPFAR_EL2], Is.EqualTo(report.Hpfar ?? Untouched), describe);
        if (mfarKnown && pe[R.MFAR_EL3] != (report.Mfar ?? Untouched))
            Assert.That(pe[R.MFAR_EL3], Is.EqualTo(report.Mfar ?? Untouched), describe);
    }

    // Address translation instructions that the level may execute.
    private WalkOutcome CompareAt(ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, ExceptionLevel level, ulong va, string name)
    {
        SystemInstruction at = random.Pick(_translations[(int)level]);
        while (at.Level == ExceptionLevel.EL2 && !ReferenceWalker.IsEL2Enabled(pe))
            at = random.Pick(_translations[(int)level]);
        ReferenceRegime regime = at.BothStages ? ReferenceRegime.EL10 : reference.RegimeOf(at.Level == ExceptionLevel.EL1 ? ExceptionLevel.EL0 : at.Level);
        SecurityState state = regime == ReferenceRegime.EL3 ? SecurityState.Root : pe.LowerSecurityState;
        bool write = (at.Access & AccessKind.Write) != 0;
        var access = new ReferenceAccess(at.Level, state, !write, write, false, true, At: true, Pan: at.ObeysPan && pe.Pan);
        ReferenceFault expected = reference.TranslateForAt(va, regime, at.BothStages, access, out ReferenceOutput output);
        bool told = AddressTranslation.TryTell(pe, at, va, out ulong par, out FaultRecord fault);
        string Describe() => $"{name}: {at.Name} at {level}, VA 0x{va:x}, expected {expected} {output}, found PAR 0x{par:x} {fault}\n{Registers(pe)}";
        if (ReferenceSyndrome.IsTakenByAt(pe, expected, regime, at.BothStages))
        {
            Assert.That(told, Is.False, Describe);
            ReferenceSyndrome report = ReferenceSyndrome.Of(pe, expected, false, 0, maintenance: true);
            CompareReport(pe, fault, va, 0, false, report, Describe);
            return new WalkOutcome(WalkKind.Translation, at.BothStages, expected, report.Target);
        }
        if (!told)
            Assert.Fail(Describe());
        (ulong value, ulong mask) = ReferenceSyndrome.Par(expected, output, regime, state, at.BothStages);
        if ((par & mask) != (value & mask))
            Assert.That((par & mask).ToString("x"), Is.EqualTo((value & mask).ToString("x")), Describe);
        return new WalkOutcome(WalkKind.Translation, at.BothStages, expected, ExceptionLevel.EL0);
    }

    private ReferenceAccess Enter(ProcessingElement pe, RandomTranslation random, out ExceptionLevel level)
    {
        level = random.Pick(ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL2, ExceptionLevel.EL3);
        SecurityState state = random.Pick(SecurityState.NonSecure, SecurityState.Realm, SecurityState.Realm, SecurityState.Secure);
        bool eel2 = random.Bits(1) != 0;
        if (level == ExceptionLevel.EL2 && state == SecurityState.Secure)
            eel2 = true;
        if (pe.CurrentLevel != ExceptionLevel.EL3)
            pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, 0);
        random.SetRegisters(pe, level);
        ulong routing = (random.Percent(30) ? SCR_EL3.GPF : 0) | (random.Percent(30) ? SCR_EL3.EA : 0)
            | (random.OneIn(4) ? SCR_EL3.SIF : 0) | (eel2 ? SCR_EL3.EEL2 : 0)
            | (random.OneIn(6) ? 0 : SCR_EL3.SCTLR2En) | (random.OneIn(4) ? 0 : SCR_EL3.TCR2En);
        pe[R.SCR_EL3] = new ScrEl3(SCR_EL3.HCE | routing).WithSecurityState(state).Value;
        pe[R.HPFAR_EL2] = Untouched;
        pe[R.MFAR_EL3] = Untouched;
        _pan = random.OneIn(3) ? PSTATE.PAN : 0;
        _pan |= random.OneIn(8) ? PSTATE.UAO : 0;
        Return(pe, level);
        if (pe.CurrentLevel != level)
            Assert.Fail($"{pe.CurrentLevel} instead of {level}");
        bool host = level == ExceptionLevel.EL2 && (pe[R.HCR_EL2] >> 27 & 0x81) == 0x81;
        bool unprivileged = (level == ExceptionLevel.EL1 || host) && (_pan & PSTATE.UAO) == 0 && random.OneIn(8);
        return new ReferenceAccess(
            unprivileged ? ExceptionLevel.EL0 : level, level == ExceptionLevel.EL3 ? SecurityState.Root : state, false, false, false, true,
            Pan: level != ExceptionLevel.EL3 && level != ExceptionLevel.EL0 && (_pan & PSTATE.PAN) != 0);
    }

    private void Return(ProcessingElement pe, ExceptionLevel level)
    {
        if (pe.CurrentLevel != ExceptionLevel.EL3)
            pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, 0);
        if (level == ExceptionLevel.EL3)
            return;
        pe[R.SPSR_EL3] = SpsrValue.Create(level, handler: level != ExceptionLevel.EL0, daif: 0xF).Value | _pan;
        pe.ExceptionReturn();
    }

    // As the interpreter does it.
    private static bool Locate(
        ProcessingElement pe, ulong va, in ReferenceAccess access, bool unprivileged, out Cpu.Translation t, out FaultRecord fault)
    {
        if (access.Fetch || access.DcZero)
        {
            AccessKind kind = access.Fetch ? AccessKind.Execute : AccessKind.Write;
            bool found = pe.TryTranslate(va, kind, pe.CurrentLevel, access.Fetch, out t, out fault);
            return found && (pe.Physical.Admits(t.Pa) || pe.FailProtection(t.Pa, ref fault));
        }
        if (access.Cache != ReferenceCacheOp.None)
        {
            bool read = access.Cache == ReferenceCacheOp.Clean && pe.CurrentLevel == ExceptionLevel.EL0;
            AccessKind wanted = access.Cache == ReferenceCacheOp.Invalidate ? AccessKind.Write : read ? AccessKind.Read : AccessKind.None;
            return pe.TryLocate(va, true, wanted | AccessKind.Maintenance, out t, out fault);
        }
        AccessKind modifier = unprivileged ? AccessKind.Unprivileged : AccessKind.None;
        return pe.TryLocate(
            va, access.Aligned, modifier | (access.Read ? AccessKind.Read : 0) | (access.Write ? AccessKind.Write : 0), out t, out fault);
    }

    private void Take(ProcessingElement pe, in FaultRecord fault, bool fetch, uint word)
    {
        int before = _exceptions;
        if (fetch)
            MemoryFaults.TakeInstructionAbort(pe, fault);
        else
            MemoryFaults.TakeDataAbort(pe, fault, word);
        if (_exceptions != before + 1)
            Assert.Fail("no exception was taken");
    }

    private static string Registers(ProcessingElement pe)
    {
        var text = new StringBuilder();
        foreach (R register in (ReadOnlySpan<R>)[R.SCR_EL3, R.HCR_EL2, R.SCTLR_EL1, R.TCR_EL1, R.TCR_EL2, R.TCR_EL3, R.VTCR_EL2, R.VTTBR_EL2, R.VSTCR_EL2, R.VSTTBR_EL2, R.TTBR0_EL1, R.TTBR1_EL1, R.GPCCR_EL3, R.GPTBR_EL3,
            R.ESR_EL1, R.ESR_EL2, R.ESR_EL3, R.HPFAR_EL2, R.MFAR_EL3])
            text.Append($"{register}=0x{pe[register]:x} ");
        return text.ToString();
    }
}
