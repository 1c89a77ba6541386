using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Profiling;

/// <summary>FEAT_SPE: what is sampled when, what a record holds, what is filtered out, and how the buffer ends.</summary>
internal sealed class StatisticalProfilingTests
{
    private const ulong NonSecureEl1 = 1UL << 63 | 1UL << 61, NonSecureEl0 = 1UL << 63;

    private ProfilingMachine _m = null!;

    private ProcessingElement Pe => _m.Pe;

    [SetUp]
    public void SetUp() => _m = new ProfilingMachine();

    [TearDown]
    public void TearDown() => _m.Dispose();

    [Test]
    public void A_record_has_the_address_the_type_the_events_the_latency_and_an_end()
    {
        SamplePackets record = _m.Sample(A64.AddImm(0, 1, 2));
        Assert.That(record.Pc, Is.EqualTo(TestPe.Code | NonSecureEl1));
        Assert.That((record.Type, record.Events, record.Latency), Is.EqualTo(((0, 0UL), 2UL, 1UL)));
        Assert.That((record.Target, record.Va, record[0x71], record[0x64], record[0x65]), Is.EqualTo(((ulong?)null, (ulong?)null, (ulong?)null, (ulong?)null, (ulong?)null)));
    }

    // Sample of the instruction: class and payload of the Operation Type packet, and the event Not taken.
    [TestCase(A64Op.B, 2, 0b00u, false)]
    [TestCase(A64Op.BL, 2, 0b00u, false)]
    [TestCase(A64Op.BR, 2, 0b10u, false)]
    [TestCase(A64Op.RET, 2, 0b10u, false)]
    [TestCase(A64Op.CBZ, 2, 0b01u, false)]
    [TestCase(A64Op.CBNZ, 2, 0b01u, true)]
    [TestCase(A64Op.TBZ, 2, 0b01u, false)]
    [TestCase(A64Op.TBNZ, 2, 0b01u, true)]
    [TestCase(A64Op.B_cond, 2, 0b01u, true)] // EQ with Z clear
    [TestCase(A64Op.CSEL, 0, 0b01u, true)]
    [TestCase(A64Op.CCMP_imm, 0, 0b01u, true)]
    [TestCase(A64Op.ADD_shift, 0, 0b00u, false)]
    public void Branches_and_conditions_are_told(A64Op op, int sampleClass, uint subclass, bool notTaken)
    {
        (Pe.X(0), Pe.X(1), Pe.X(30), Pe.Nzcv) = (0, TestPe.Code + 0x40, TestPe.Code + 0x40, 0);
        uint word = A64.Word(op, ('i', op is A64Op.BR or A64Op.RET or A64Op.CCMP_imm ? 0 : 16u));
        word |= op == A64Op.BR ? 1u << 5 : op == A64Op.RET ? 30u << 5 : 0;
        SamplePackets record = _m.Sample(word);
        Assert.That((record.Type, record.Events), Is.EqualTo(((sampleClass, (ulong)subclass), notTaken ? 0x42UL : 2UL)));
        Assert.That(record.Target, Is.EqualTo(sampleClass == 2 && !notTaken ? TestPe.Code + 0x40 | NonSecureEl1 : null));
    }

    [Test]
    public void An_exception_return_is_an_indirect_branch_to_another_level()
    {
        Pe[R.SPSR_EL1] = 0x3C0;
        Pe[R.ELR_EL1] = TestPe.Code + 0x80;
        SamplePackets record = _m.Sample(A64.Eret);
        Assert.That((record.Type, record.Pc, record.Target), Is.EqualTo(((2, 2UL), TestPe.Code | NonSecureEl1, TestPe.Code + 0x80 | NonSecureEl0)));
        Assert.That(record.Latency, Is.EqualTo(1 + ProcessingElement.ExceptionCycles));
    }

    [Test]
    public void An_instruction_that_takes_an_exception_is_recorded_as_that()
    {
        SamplePackets record = _m.Sample(A64.Svc());
        Assert.That((record.Events, record.Pc, record.Type), Is.EqualTo((3UL, TestPe.Code | NonSecureEl1, (0, 0UL))));
        record = _m.Sample(A64.Udf);
        Assert.That(record.Events, Is.EqualTo(3), "retired, and generated an exception");
    }

    private static IEnumerable<TestCaseData> Accesses()
    {
        const uint N = 1u << 5;
        yield return new TestCaseData(A64.Word(A64Op.LDR_imm_off, ('f', 1), ('i', 2)) | N, 0b0u, 16L).SetName("LDR");
        yield return new TestCaseData(A64.Word(A64Op.STR_imm_off, ('f', 1), ('i', 2)) | N, 0b1u, 16L).SetName("STR");
        yield return new TestCaseData(A64.Word(A64Op.LDR_imm_post, ('f', 1), ('i', 8)) | N, 0b0u, 0L).SetName("LDR_post");
        yield return new TestCaseData(A64.Word(A64Op.LDR_imm_pre, ('f', 1), ('i', 8)) | N, 0b0u, 8L).SetName("LDR_pre");
        yield return new TestCaseData(A64.Word(A64Op.LDR_reg, ('f', 1), ('m', 3), ('o', 3), ('S', 1)) | N, 0b0u, 32L).SetName("LDR_register");
        yield return new TestCaseData(A64.Word(A64Op.LDP_off, ('f', 1), ('i', 1), ('u', 2)) | N, 0b0u, 8L).SetName("LDP");
        yield return new TestCaseData(A64.Word(A64Op.LDAR, ('f', 1), ('x', ~0u)) | N, 0b1_0010u, 0L).SetName("LDAR");
        yield return new TestCaseData(A64.Word(A64Op.STLR, ('f', 1), ('x', ~0u)) | N, 0b1_0011u, 0L).SetName("STLR");
        yield return new TestCaseData(A64.Word(A64Op.LDXR, ('f', 1), ('x', ~0u)) | N, 0b0_1010u, 0L).SetName("LDXR");
        yield return new TestCaseData(A64.Word(A64Op.LDADD, ('f', 1), ('s', 2), ('t', 4)) | N, 0b0_0110u, 0L).SetName("LDADD");
        yield return new TestCaseData(A64.Word(A64Op.LDADD, ('f', 1), ('s', 2), ('t', 4), ('A', 1)) | N, 0b1_0110u, 0L).SetName("LDADDA");
        yield return new TestCaseData(A64.Word(A64Op.LDADD, ('f', 1), ('s', 2), ('t', 31)) | N, 0b0_0111u, 0L).SetName("STADD");
        yield return new TestCaseData(A64.Word(A64Op.CAS, ('f', 1), ('s', 2), ('t', 31)) | N, 0b0_0110u, 0L).SetName("CAS");
        yield return new TestCaseData(A64.Sys(3, 7, 4, 1, 1), 0b0001_0001u, 0L).SetName("DC_ZVA");
    }

    [TestCaseSource(nameof(Accesses))]
    public void Accesses_have_an_address_and_their_type(uint word, uint subclass, long offset)
    {
        (Pe.X(1), Pe.X(3)) = (TestPe.Data + 0x100, 4);
        Pe[R.PMSCR_EL1] |= PMSCR_ELx.PA;
        SamplePackets record = _m.Sample(word);
        Assert.That(record.Type, Is.EqualTo((1, (ulong)subclass)));
        Assert.That((record.Va, record.Pa), Is.EqualTo(((ulong?)(TestPe.Data + 0x100 + (ulong)offset), (ulong?)null)), "EL2 does not allow physical ones");
        (Pe.X(1), Pe.X(3)) = (TestPe.Data + 0x100, 4);
        Pe[R.PMSCR_EL2] = PMSCR_ELx.PA;
        Assert.That(_m.Sample(word).Pa, Is.EqualTo(TestPe.Data + 0x100 + (ulong)offset | 1UL << 63));
    }

    [Test]
    public void Contexts_and_timestamps_are_collected_where_asked_for()
    {
        Pe[R.CONTEXTIDR_EL1] = 0x1234_5678;
        Pe[R.CONTEXTIDR_EL2] = 0x9ABC_DEF0;
        Pe[R.CNTVOFF_EL2] = 1000;
        Pe[R.PMSCR_EL1] |= PMSCR_ELx.CX | PMSCR_ELx.TS | PMSCR_ELx.PCT.Set(0, 1);
        Pe[R.PMSCR_EL2] = PMSCR_ELx.CX;
        SamplePackets record = _m.Sample(A64.Nop);
        ulong now = Pe.RetiredInstructions - 1;
        Assert.That((record[0x64], record[0x65], record[0x71]), Is.EqualTo(((ulong?)0x1234_5678, (ulong?)0x9ABC_DEF0, (ulong?)(now - 1000))), "EL2 holds EL1 to virtual time");
        Pe[R.PMSCR_EL2] = PMSCR_ELx.PCT.Set(0, 1);
        record = _m.Sample(A64.Nop);
        Assert.That((record[0x65], record[0x71]), Is.EqualTo(((ulong?)null, (ulong?)(Pe.RetiredInstructions - 1))));
    }

    [Test]
    public void Samples_come_at_the_interval_and_no_instruction_is_left_out([Values] bool exact)
    {
        Pe[R.PMSIRR_EL1] = 2 << 8;
        _m.Machine.Bare.Put(TestPe.Code, A64.Nop, A64.Nop, A64.B(-2));
        _m.Restart(0);
        Pe.PC = TestPe.Code;
        ulong start = Pe.RetiredInstructions;
        while (Pe.RetiredInstructions - start < 513 * 10)
            Pe.Run(exact ? 1u : 300, exact);
        // Zero is loaded first, then 512 instructions count down: one sample in 513.
        Assert.That(_m.Count, Is.EqualTo((int)((Pe.RetiredInstructions - start) / 513)));
        for (int n = 0; n < 10; n++)
            Assert.That(_m.Record(n).Pc, Is.EqualTo(TestPe.Code + (ulong)(513 * (n + 1) - 1) % 3 * 4 | NonSecureEl1), $"record {n}");
    }

    [Test]
    public void A_random_interval_adds_up_to_255_and_is_the_same_each_time()
    {
        ulong[] Intervals()
        {
            using var machine = new ProfilingMachine();
            machine.Pe[R.PMSIRR_EL1] = 1 << 8 | 1;
            machine.Machine.Bare.Put(TestPe.Code, A64.B(0));
            machine.Restart(0);
            machine.Pe.PC = TestPe.Code;
            List<ulong> found = [];
            ulong last = machine.Pe.RetiredInstructions;
            for (int n = 0; n < 5000; n++)
            {
                int before = machine.Count;
                machine.Pe.Run(1, exact: true);
                if (machine.Count == before)
                    continue;
                found.Add(machine.Pe.RetiredInstructions - last);
                last = machine.Pe.RetiredInstructions;
            }
            return [.. found];
        }

        ulong[] first = Intervals();
        Assert.That(first, Has.All.InRange(257UL, 257UL + 255));
        Assert.That(first, Has.Length.GreaterThan(8));
        Assert.That(first.Distinct().Count(), Is.GreaterThan(4));
        Assert.That(Intervals(), Is.EqualTo(first));
    }

    [TestCase(PMSFCR_EL1.FT | 1UL << 16, "B")]
    [TestCase(PMSFCR_EL1.FT | 1UL << 17, "LDR")]
    [TestCase(PMSFCR_EL1.FT | 1UL << 18, "STR")]
    [TestCase(PMSFCR_EL1.FT | 6UL << 16, "LDR STR")]
    [TestCase(PMSFCR_EL1.FL, "SVC")]
    [TestCase(PMSFCR_EL1.FE, "NOP B LDR STR SVC")]
    [TestCase(PMSFCR_EL1.FE | PMSFCR_EL1.FT | 1UL << 16, "B")]
    public void Filters_by_type_latency_and_event(ulong control, string expected)
    {
        Pe[R.PMSFCR_EL1] = control;
        Pe[R.PMSLATFR_EL1] = 2;
        Pe[R.PMSEVFR_EL1] = 1 << 1; // Architecturally retired: all are
        Pe.X(1) = TestPe.Data;
        (string Name, uint Word)[] words = [("NOP", A64.Nop), ("B", A64.B(1)), ("LDR", A64.Ldr(0, 1)), ("STR", A64.Str(0, 1)), ("SVC", A64.Svc())];
        List<string> collected = [];
        foreach (var (name, word) in words)
        {
            _m.Machine.At(ExceptionLevel.EL1);
            _m.Restart(1);
            _m.Machine.Run(word);
            if (_m.Count != 0)
                collected.Add(name);
        }
        Assert.That(string.Join(' ', collected), Is.EqualTo(expected));
        Pe[R.PMSFCR_EL1] = PMSFCR_EL1.FE;
        Pe[R.PMSEVFR_EL1] = 1 << 7; // Mispredicted: none is
        _m.Restart(1);
        _m.Machine.At(ExceptionLevel.EL1).Run(A64.B(1));
        Assert.That(_m.Count, Is.Zero);
    }

    [Test]
    public void A_full_buffer_stops_profiling_and_asks_for_an_interrupt()
    {
        Pe[R.PMSIRR_EL1] = 1 << 8;
        _m.Machine.Bare.Put(TestPe.Code, A64.B(0));
        _m.Restart(1);
        Pe[R.PMBPTR_EL1] = ProfilingMachine.Buffer + 0x1000 - 3 * 64;
        Pe.PC = TestPe.Code;
        ulong start = Pe.RetiredInstructions;
        Assert.That(Pe.Run(100_000), Is.EqualTo(RunStop.InterruptOutput));
        Assert.That(Pe.RetiredInstructions - start, Is.EqualTo(1 + 2 * 257), "two intervals behind the first sample");
        Assert.That((Pe[R.PMBPTR_EL1], Pe[R.PMBSR_EL1], Pe.IsProfilingInterruptRequested), Is.EqualTo((ProfilingMachine.Buffer + 0x1000, PMBSR_EL1.S | 1, true)));
        Assert.That(Pe.Run(1000), Is.EqualTo(RunStop.Budget), "the request is told once");
        Assert.That(Pe[R.PMBPTR_EL1], Is.EqualTo(ProfilingMachine.Buffer + 0x1000), "and nothing more is written");
    }

    [Test]
    public void A_buffer_that_is_not_mapped_ends_in_the_fault()
    {
        _m.Restart(1);
        Pe[R.PMBPTR_EL1] = 0x1234_5000;
        Pe[R.PMBLIMITR_EL1] = 0x1234_6000 | PMBLIMITR_EL1.E;
        _m.Machine.Run(A64.Nop);
        Assert.That(_m.Machine.Exceptions, Is.Empty, "the program sees nothing of it");
        Assert.That((Pe[R.PMBPTR_EL1], Pe[R.PMBSR_EL1]), Is.EqualTo((0x1234_5000UL, 0x24UL << 26 | PMBSR_EL1.S | (ulong)FaultStatusCode.TranslationLevel0 + 2)));
        _m.Machine.EnableStage2();
        _m.Machine.MapStage2(TestPe.Data, TestPe.Data, "rw");
        _m.Restart(1);
        _m.Machine.At(ExceptionLevel.EL1).Run(A64.Nop);
        Assert.That(Pe[R.PMBSR_EL1] >> 26, Is.EqualTo(0x25), "stage 2");
        _m.Restart(1);
        Pe[R.PMBPTR_EL1] += 8;
        _m.Machine.At(ExceptionLevel.EL1).Run(A64.Nop);
        Assert.That(Pe[R.PMBSR_EL1], Is.EqualTo(0x24UL << 26 | PMBSR_EL1.S | 0x21), "records are aligned");
    }

    [Test]
    public void A_protected_granule_is_not_written()
    {
        _m.Machine.EnableGranuleProtection();
        _m.Machine.SetGpi(ProfilingMachine.Buffer, Gpi.Root);
        Pe.Physical.Invalidate();
        SampleWithoutRecord();
        Assert.That((Pe[R.PMBSR_EL1] >> 26, Pe[R.PMBSR_EL1] & 0x3F, Pe[R.PMBPTR_EL1]), Is.EqualTo((0x24UL, 0x28UL, ProfilingMachine.Buffer)));
    }

    [Test]
    public void Discard_mode_counts_and_writes_nothing()
    {
        Pe[R.PMBLIMITR_EL1] |= PMBLIMITR_EL1.FM.Set(0, 2);
        Pe[R.PMSICR_EL1] = 1;
        _m.Machine.Run(A64.Nop);
        Assert.That((_m.Count, Pe[R.PMBSR_EL1], Pe[R.PMSICR_EL1]), Is.EqualTo((0, 0UL, 0UL)));
    }

    [Test]
    public void PMU_events_count_population_samples_and_records()
    {
        (PmuEvent Event, int Counter)[] events = [(PmuEvent.SAMPLE_POP, 0), (PmuEvent.SAMPLE_FEED, 1), (PmuEvent.SAMPLE_FILTRATE, 2)];
        foreach (var (what, counter) in events)
            Pe[R.PMEVTYPER0_EL0 + (ushort)counter] = (ulong)what;
        Pe[R.PMCNTENSET_EL0] = 7;
        Pe[R.PMCR_EL0] = 1;
        Pe[R.PMSFCR_EL1] = PMSFCR_EL1.FT | 1UL << 16;
        _m.Restart(2);
        _m.Machine.Run(A64.Nop, A64.Nop, A64.Nop);
        Assert.That((Pe[R.PMEVCNTR0_EL0], Pe[R.PMEVCNTR1_EL0], Pe[R.PMEVCNTR2_EL0]), Is.EqualTo((3UL, 1UL, 0UL)));
        Assert.That(Pe[R.PMCEID0_EL0] >> 32 & 0xF, Is.EqualTo(0xF));
        using var without = new TestPe();
        Assert.That(without.Pe[R.PMCEID0_EL0] >> 32 & 0xF, Is.Zero, "without FEAT_SPE they are not promised");
    }

    // MDCR_EL3.NSPBE and NSPB, MDCR_EL2.E2PB, HCR_EL2.TGE; then the levels of Non-secure state that are profiled.
    [TestCase(0UL, 3UL, 3UL, false, "01")]
    [TestCase(0UL, 2UL, 3UL, false, "01")]
    [TestCase(0UL, 3UL, 0UL, false, "012")]
    [TestCase(0UL, 3UL, 0UL, true, "02")]
    [TestCase(0UL, 3UL, 3UL, true, "")]
    [TestCase(0UL, 1UL, 3UL, false, "")]
    [TestCase(1UL, 3UL, 0UL, false, "")]
    public void Who_owns_the_buffer_says_who_is_profiled(ulong nspbe, ulong nspb, ulong e2pb, bool tge, string levels)
    {
        Pe[R.MDCR_EL3] = nspbe << 11 | nspb << 12;
        Pe[R.MDCR_EL2] = MDCR_EL2.E2PB.Set(Pe[R.MDCR_EL2], e2pb);
        Pe[R.PMSCR_EL2] = PMSCR_ELx.ExSPE | PMSCR_ELx.E0SPE;
        Pe[R.HCR_EL2] |= tge ? HCR_EL2.TGE : 0;
        string found = "";
        for (int level = 0; level <= 3; level++)
        {
            if (tge && level == 1)
                continue;
            _m.Machine.At((ExceptionLevel)level);
            Pe[R.PMSICR_EL1] = 100;
            Pe.Run(1, exact: true);
            found += Pe[R.PMSICR_EL1] != 100 ? level.ToString() : "";
        }
        Assert.That(found, Is.EqualTo(levels));
    }

    private static readonly R[] Registers =
    [
        R.PMSCR_EL1, R.PMSICR_EL1, R.PMSIRR_EL1, R.PMSFCR_EL1, R.PMSEVFR_EL1, R.PMSLATFR_EL1, R.PMSIDR_EL1, R.PMBLIMITR_EL1, R.PMBPTR_EL1, R.PMBSR_EL1,
    ];

    [Test]
    public void Registers_are_trapped_by_their_bits([ValueSource(nameof(Registers))] R register)
    {
        bool buffer = register is R.PMBLIMITR_EL1 or R.PMBPTR_EL1 or R.PMBSR_EL1;
        Assert.That(TargetOf(register), Is.Null);
        Pe[R.MDCR_EL2] = MDCR_EL2.E2PB.Set(Pe[R.MDCR_EL2], 2);
        Assert.That(TargetOf(register), Is.EqualTo(buffer ? ExceptionLevel.EL2 : (ExceptionLevel?)null), "E2PB");
        Pe[R.MDCR_EL2] = MDCR_EL2.E2PB.Set(Pe[R.MDCR_EL2], 3) | MDCR_EL2.TPMS;
        Assert.That(TargetOf(register), Is.EqualTo(buffer ? null : (ExceptionLevel?)ExceptionLevel.EL2), "TPMS");
        Pe[R.MDCR_EL2] &= ~MDCR_EL2.TPMS;
        foreach (ulong owner in new ulong[] { 0, 1, 2, 7, 6 })
        {
            Pe[R.MDCR_EL3] = (owner >> 2) << 11 | (owner & 3) << 12;
            Assert.That(TargetOf(register), Is.EqualTo(ExceptionLevel.EL3), $"owner {owner}");
            Assert.That(TargetOf(register, ExceptionLevel.EL2), Is.EqualTo(ExceptionLevel.EL3), $"owner {owner}");
        }
        Assert.That(TargetOf(register, ExceptionLevel.EL3), Is.Null);
    }

    [Test]
    public void PMBIDR_says_where_the_buffer_may_not_be_programmed()
    {
        Pe[R.MDCR_EL2] = MDCR_EL2.E2PB.Set(Pe[R.MDCR_EL2], 0);
        Assert.That(ReadPmbidr(ExceptionLevel.EL1), Is.EqualTo(0x36), "EL2 owns it: P, F, and records of 64 bytes");
        Assert.That(ReadPmbidr(ExceptionLevel.EL2), Is.EqualTo(0x26));
        Pe[R.MDCR_EL3] = 0;
        Assert.That((ReadPmbidr(ExceptionLevel.EL2), ReadPmbidr(ExceptionLevel.EL3)), Is.EqualTo((0x36UL, 0x26UL)));
    }

    private ulong ReadPmbidr(ExceptionLevel level)
    {
        _m.Machine.At(level).Run(A64.Mrs(0, R.PMBIDR_EL1));
        return Pe.X(0);
    }

    private ExceptionLevel? TargetOf(R register, ExceptionLevel level = ExceptionLevel.EL1)
    {
        _m.Machine.At(level).Run(A64.Mrs(0, register));
        return _m.Machine.Exceptions.Count == 0 ? null : _m.Machine.Last.Target;
    }

    private void SampleWithoutRecord()
    {
        _m.Restart(1);
        _m.Machine.Run(A64.Nop);
        Assert.That(_m.Machine.Exceptions, Is.Empty);
    }
}
