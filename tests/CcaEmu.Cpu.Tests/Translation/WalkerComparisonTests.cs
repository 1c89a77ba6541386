using System.Text;
using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Memory;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>The PE's translation and its fault reports against <see cref="ReferenceWalker"/>, on random tables and registers.</summary>
internal sealed class WalkerComparisonTests : IPeEnvironment, IPeObserver
{
    private const int Fillings = 120, CasesPerFilling = 2500;
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

    [TestCase(1)]
    [TestCase(2)]
    public void Random_walks_end_as_the_pseudocode_says(int seed)
    {
        using var memory = new PhysicalMemory();
        memory.AddRam(0, RandomTranslation.RamBytes);
        memory.AddRam(RandomTranslation.FarBank, 0x1_0000);
        using var pe = new ProcessingElement(0, memory, PeFeatures.Default, this) { Observer = this };
        using var plain = new GranuleProtection(memory);
        var random = new RandomTranslation(seed);
        var reference = new ReferenceWalker(pe, plain);
        var outcomes = new SortedDictionary<string, int>();
        for (int filling = 0; filling < Fillings; filling++)
        {
            random.FillMemory(plain);
            for (int i = 0; i < CasesPerFilling; i++)
            {
                string outcome = Compare(pe, reference, random, $"seed {seed}, filling {filling}, case {i}");
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            }
        }
        foreach ((string outcome, int count) in outcomes)
            TestContext.Out.WriteLine($"{count,8} {outcome}");
        Assert.That(outcomes, Has.Count.GreaterThan(60), "kinds of outcome that were seen");
        Assert.That(outcomes["success, both stages"], Is.GreaterThan(1000));
    }

    private string Compare(ProcessingElement pe, ReferenceWalker reference, RandomTranslation random, string name)
    {
        ReferenceAccess access = Enter(pe, random, out ExceptionLevel level);
        ulong va = random.Address(pe, access.El);
        (uint word, int size, bool write, ulong syndrome) = random.Pick(_instructions);
        bool unprivileged = access.El != level;
        int kind = random.Next(8);
        bool fetch = kind == 0 && !unprivileged, atomic = kind == 1 && !unprivileged;
        if (fetch || atomic)
            (word, syndrome) = (0xF820_0001, 0); // LDADD X0, X1, [X0]
        if (fetch || atomic || !random.OneIn(3))
            va &= ~(ulong)(size - 1);
        bool aligned = (va & (ulong)(size - 1)) == 0;
        access = access with { Read = fetch || atomic || !write, Write = !fetch && (atomic || write), Fetch = fetch, Aligned = aligned };

        ReferenceFault expected = reference.TranslateAddress(va, access, out PhysicalAddress expectedPa);
        bool ok = Locate(pe, va, access, unprivileged, out PhysicalAddress pa, out FaultRecord fault);
        string Describe() => $"{name}: {level} {access}, VA 0x{va:x}, expected {expected} {expectedPa}, found {fault} {pa}\n{Registers(pe)}";
        bool both = access.El < ExceptionLevel.EL2 && (pe[R.SCR_EL3] & 1) != 0 && (pe[R.HCR_EL2] & 1) != 0;
        if (ok)
        {
            Assert.That((ReferenceStatus.None, pa), Is.EqualTo((expected.Status, expectedPa)), Describe);
            return both ? "success, both stages" : "success, one stage";
        }
        Assert.That(expected.Status, Is.Not.EqualTo(ReferenceStatus.None), Describe);
        var report = ReferenceSyndrome.Of(pe, expected, fetch, syndrome);
        Take(pe, fault, fetch, word);
        Assert.That((_taken.Target, _taken.Syndrome, _taken.FaultAddress, _taken.FaultAddressValid), Is.EqualTo((report.Target, report.Esr, va, true)), Describe);
        if (report.Hpfar is not null || report.Target != ExceptionLevel.EL2)
            Assert.That(pe[R.HPFAR_EL2], Is.EqualTo(report.Hpfar ?? Untouched), Describe);
        if (report.Mfar is not null || report.Target != ExceptionLevel.EL3)
            Assert.That(pe[R.MFAR_EL3], Is.EqualTo(report.Mfar ?? Untouched), Describe);
        return $"{expected.Status} {expected.Gpf} level {expected.Level}{(expected.SecondStage ? ", stage 2" : "")}{(expected.S2FS1Walk ? " of a walk" : "")} to {report.Target}";
    }

    private static ReferenceAccess Enter(ProcessingElement pe, RandomTranslation random, out ExceptionLevel level)
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
        if (level != ExceptionLevel.EL3)
        {
            pe[R.SPSR_EL3] = SpsrValue.Create(level, handler: level != ExceptionLevel.EL0, daif: 0xF).Value;
            pe.ExceptionReturn();
        }
        Assert.That(pe.CurrentLevel, Is.EqualTo(level));
        bool unprivileged = level == ExceptionLevel.EL1 && random.OneIn(8);
        return new ReferenceAccess(
            unprivileged ? ExceptionLevel.EL0 : level, level == ExceptionLevel.EL3 ? SecurityState.Root : state, false, false, false, true);
    }

    // As the interpreter does it.
    private static bool Locate(
        ProcessingElement pe, ulong va, in ReferenceAccess access, bool unprivileged, out PhysicalAddress pa, out FaultRecord fault)
    {
        if (access.Fetch)
            return pe.Translate(new VirtualAddress(va), AccessKind.Execute, out pa, out fault);
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
