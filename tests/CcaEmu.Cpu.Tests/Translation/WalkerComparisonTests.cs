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
internal sealed class WalkerComparisonTests : IPeEnvironment, IPeObserver
{
    private const int Fillings = 40, CasesPerFilling = 3000;

    // Accesses that follow one another under the same registers, close together: what one has cached, the next may use.
    private const int Neighbours = 3;
    private const ulong Untouched = 0x0000_0ABC_DEF0_0000;

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

    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(3, false)]
    public void Random_walks_end_as_the_pseudocode_says(int seed, bool caches) => Campaign(seed, Fillings, caches);

    /// <summary>A campaign of as many cases as CCAEMU_WALKS says, from a seed of its own.</summary>
    [Test]
    public void Random_walks_end_as_the_pseudocode_says_in_a_campaign()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CCAEMU_WALKS"), out int cases))
            Assert.Ignore("CCAEMU_WALKS gives the number of cases, CCAEMU_SEED the seed");
        _ = int.TryParse(Environment.GetEnvironmentVariable("CCAEMU_SEED"), out int seed);
        Campaign(seed, cases / (CasesPerFilling * (1 + Neighbours)) + 1, caches: true);
    }

    private void Campaign(int seed, int fillings, bool caches)
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0, RandomTranslation.RamBytes);
        memory.AddRam(RandomTranslation.FarBank, 0x1_0000);
        var features = new PeFeatures(PeFeatures.Default.All.Concat([Feature.FEAT_VHE, Feature.FEAT_E0PD, Feature.FEAT_PAuth]));
        using var pe = new ProcessingElement(0, memory, features, this) { Observer = this, CachesWalks = caches };
        using var plain = new GranuleProtection(memory);
        var random = new RandomTranslation(seed);
        var reference = new ReferenceWalker(pe, plain);
        var outcomes = new SortedDictionary<string, int>();
        byte[] image = new byte[RandomTranslation.RamBytes];
        for (int filling = 0; filling < fillings; filling++)
        {
            random.FillMemory(plain);
            pe.InvalidateGranuleProtection();
            plain.Read(new PhysicalAddress(0, Pas.Root), image);
            for (int i = 0; i < CasesPerFilling; i++)
                CompareNeighbours(pe, reference, random, image, outcomes, $"seed {seed}, filling {filling}, case {i}");
            byte[] found = new byte[image.Length];
            plain.Read(new PhysicalAddress(0, Pas.Root), found);
            int same = found.AsSpan().CommonPrefixLength(image);
            Assert.That(same, Is.EqualTo(image.Length), $"seed {seed}, filling {filling}: hardware updates differ from the pseudocode's from there on");
        }
        foreach ((string outcome, int count) in outcomes)
            TestContext.Out.WriteLine($"{count,8} {outcome}");
        Assert.That(outcomes, Has.Count.GreaterThan(60), "kinds of outcome that were seen");
        Assert.That(outcomes["success, both stages"], Is.GreaterThan(1000));
    }

    private void CompareNeighbours(
        ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, byte[] image, SortedDictionary<string, int> outcomes, string name)
    {
        ReferenceAccess access = Enter(pe, random, out ExceptionLevel level);
        ulong va = random.Address(pe, access.El);
        for (int i = 0; i <= Neighbours; i++)
        {
            Return(pe, level);
            reference.Updates.Clear();
            string outcome = random.OneIn(6) && level != ExceptionLevel.EL0
                ? CompareAt(pe, reference, random, level, va, name)
                : Compare(pe, reference, random, access, level, va, $"{name}.{i}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
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

    private string Compare(
        ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, ReferenceAccess access, ExceptionLevel level, ulong va, string name)
    {
        bool unprivileged = access.El != level;
        (uint word, int size, bool write, ulong syndrome) = random.Pick(_instructions);
        int kind = random.Next(8);
        bool fetch = kind == 0 && !unprivileged, atomic = kind == 1 && !unprivileged;
        if (fetch || atomic)
            (word, syndrome) = (0xF820_0001, 0); // LDADD X0, X1, [X0]
        if (fetch || atomic || !random.OneIn(3))
            va &= ~(ulong)(size - 1);
        bool aligned = (va & (ulong)(size - 1)) == 0;
        access = access with
        {
            Read = fetch || atomic || !write,
            Write = !fetch && (atomic || write),
            Fetch = fetch,
            Aligned = aligned,
            Pan = access.Pan && !fetch,
        };

        ReferenceFault expected = reference.TranslateAddress(va, access, out PhysicalAddress expectedPa);
        bool ok = Locate(pe, va, access, unprivileged, out PhysicalAddress pa, out FaultRecord fault);
        string Describe() => $"{name}: {level} {access}, VA 0x{va:x}, expected {expected} {expectedPa}, found {fault} {pa}\n{Registers(pe)}";
        if (ok)
        {
            Assert.That((ReferenceStatus.None, pa), Is.EqualTo((expected.Status, expectedPa)), Describe);
            bool both = reference.RegimeOf(access.El) == ReferenceRegime.EL10 && (pe[R.SCR_EL3] & 1) != 0 && (pe[R.HCR_EL2] & 1) != 0;
            return both ? "success, both stages" : "success, one stage";
        }
        Assert.That(expected.Status, Is.Not.EqualTo(ReferenceStatus.None), Describe);
        return CompareReport(pe, expected, fault, va, word, fetch, false, ReferenceSyndrome.Of(pe, expected, fetch, syndrome), Describe);
    }

    private string CompareReport(
        ProcessingElement pe, in ReferenceFault expected, in FaultRecord fault, ulong va, uint word, bool fetch, bool at, ReferenceSyndrome report,
        Func<string> describe)
    {
        pe[R.HPFAR_EL2] = Untouched;
        pe[R.MFAR_EL3] = Untouched;
        Take(pe, fault, fetch, word);
        Assert.That((_taken.Target, _taken.Syndrome, _taken.FaultAddress, _taken.FaultAddressValid), Is.EqualTo((report.Target, report.Esr, va, true)), describe);
        if (report.Hpfar is not null || report.Target != ExceptionLevel.EL2)
            Assert.That(pe[R.HPFAR_EL2], Is.EqualTo(report.Hpfar ?? Untouched), describe);
        if (report.Mfar is not null || report.Target != ExceptionLevel.EL3)
            Assert.That(pe[R.MFAR_EL3], Is.EqualTo(report.Mfar ?? Untouched), describe);
        return $"{(at ? "AT: " : "")}{expected.Status} {expected.Gpf} level {expected.Level}{(expected.SecondStage ? ", stage 2" : "")}{(expected.S2FS1Walk ? " of a walk" : "")} to {report.Target}";
    }

    // Address translation instructions that the level may execute.
    private string CompareAt(ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, ExceptionLevel level, ulong va, string name)
    {
        SystemInstruction[] all = [.. SystemInstructionTable.All.Where(i => i.Operation == SystemOperation.AddressTranslation && i.Minimum <= level)];
        SystemInstruction at = all[random.Next(all.Length)];
        bool secure = (pe[R.SCR_EL3] & 1) == 0;
        if (secure && (at.NeedsEl2 || at.Level == ExceptionLevel.EL2))
            return "AT: not in the Secure state";
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
            return CompareReport(pe, expected, fault, va, 0, false, true, ReferenceSyndrome.Of(pe, expected, false, 0, at: true), Describe);
        }
        Assert.That(told, Describe);
        (ulong value, ulong mask) = ReferenceSyndrome.Par(expected, output, regime, state, at.BothStages);
        Assert.That(par & mask, Is.EqualTo(value & mask), Describe);
        return $"AT: {expected.Status}{(at.BothStages ? ", both stages" : "")}";
    }

    private ReferenceAccess Enter(ProcessingElement pe, RandomTranslation random, out ExceptionLevel level)
    {
        level = random.Pick(ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL0, ExceptionLevel.EL1, ExceptionLevel.EL2, ExceptionLevel.EL3);
        SecurityState state = random.Pick(SecurityState.NonSecure, SecurityState.Realm, SecurityState.Realm, SecurityState.Secure);
        if (level == ExceptionLevel.EL2 && state == SecurityState.Secure)
            state = SecurityState.Realm;
        if (pe.CurrentLevel != ExceptionLevel.EL3)
            pe.TakeException(ExceptionLevel.EL3, ExceptionType.Irq, 0, 0);
        random.SetRegisters(pe, level);
        ulong routing = (random.Percent(30) ? SCR_EL3.GPF : 0) | (random.Percent(30) ? SCR_EL3.EA : 0);
        pe[R.SCR_EL3] = new ScrEl3(SCR_EL3.HCE | routing).WithSecurityState(state).Value;
        pe[R.HPFAR_EL2] = Untouched;
        pe[R.MFAR_EL3] = Untouched;
        _pan = random.OneIn(3) ? PSTATE.PAN : 0;
        _pan |= random.OneIn(8) ? PSTATE.UAO : 0;
        Return(pe, level);
        Assert.That(pe.CurrentLevel, Is.EqualTo(level));
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
        ProcessingElement pe, ulong va, in ReferenceAccess access, bool unprivileged, out PhysicalAddress pa, out FaultRecord fault)
    {
        if (access.Fetch)
        {
            bool found = pe.TryTranslate(va, AccessKind.Execute, pe.CurrentLevel, true, out Cpu.Translation code, out fault);
            pa = code.Pa;
            return found && (pe.Physical.Admits(pa) || pe.FailProtection(pa, ref fault));
        }
        AccessKind modifier = unprivileged ? AccessKind.Unprivileged : AccessKind.None;
        AccessKind wanted = modifier | (access.Read ? AccessKind.Read : 0) | (access.Write ? AccessKind.Write : 0);
        bool ok = pe.TryLocate(va, access.Aligned, wanted, out Cpu.Translation t, out fault);
        pa = t.Pa;
        return ok;
    }

    private void Take(ProcessingElement pe, in FaultRecord fault, bool fetch, uint word)
    {
        int before = _exceptions;
        if (fetch)
            MemoryFaults.TakeInstructionAbort(pe, fault);
        else
            MemoryFaults.TakeDataAbort(pe, fault, word);
        Assert.That(_exceptions, Is.EqualTo(before + 1));
    }

    private static string Registers(ProcessingElement pe)
    {
        var text = new StringBuilder();
        foreach (R register in (ReadOnlySpan<R>)[R.SCR_EL3, R.HCR_EL2, R.SCTLR_EL1, R.TCR_EL1, R.TCR_EL2, R.VTCR_EL2, R.VTTBR_EL2, R.TTBR0_EL1, R.TTBR1_EL1, R.GPCCR_EL3, R.GPTBR_EL3,
            R.ESR_EL1, R.ESR_EL2, R.ESR_EL3, R.HPFAR_EL2, R.MFAR_EL3])
            text.Append($"{register}=0x{pe[register]:x} ");
        return text.ToString();
    }
}
