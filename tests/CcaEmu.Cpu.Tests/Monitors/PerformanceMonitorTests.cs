using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Cpu.Tests.Monitors;

internal sealed class PerformanceMonitorTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void The_cycle_counter_counts_retired_instructions_and_charged_cycles()
    {
        _machine.At(ExceptionLevel.EL1);
        Enable(1UL << 31);
        Pe[SystemRegister.PMCCNTR_EL0] = 100;
        _machine.Run(A64.Nop, A64.Nop, A64.Nop);
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.EqualTo(103));
        Pe.Charge(new Work(WorkStep.MonitorGeneralSave, 1000));
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.EqualTo(1103));
    }

    [Test]
    public void Instructions_exceptions_returns_and_stalls_are_counted()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.INST_RETIRED);
        Count(1, PmuEvent.EXC_TAKEN);
        Count(2, PmuEvent.EXC_RETURN);
        Count(3, PmuEvent.STALL);
        Count(4, PmuEvent.CPU_CYCLES);
        Enable(0x1F);
        Pe[SystemRegister.SPSR_EL1] = 0x3C5;
        Pe[SystemRegister.ELR_EL1] = TestPe.Code + 8;
        _machine.Run(A64.Nop, A64.Eret, A64.Nop);
        _machine.Run(A64.Svc());
        Assert.That((Counter(0), Counter(1), Counter(2), Counter(3), Counter(4)),
            Is.EqualTo((4UL, 1UL, 1UL, 2 * ProcessingElement.ExceptionCycles, 4 + 2 * ProcessingElement.ExceptionCycles)));
    }

    [Test]
    public void Branches_are_counted_taken_or_not_of_every_kind([Values] bool exact)
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.BR_RETIRED);
        Count(1, PmuEvent.INST_RETIRED);
        Enable(3);
        Pe.X(0) = 0;
        Pe.X(1) = TestPe.Code + 0x28;
        Pe.X(3) = TestPe.Code + 0x1000;
        Pe.Nzcv = 0;
        _machine.Put(TestPe.Code,
            A64.Nop, A64.B(2), A64.Udf, A64.Cbnz(0, 5), // B taken; CBNZ is not
            A64.Word(A64Op.CBZ, ('f', 1), ('t', 0), ('i', 2)), A64.Udf, A64.Word(A64Op.B_cond, ('c', 0), ('i', 9)), // CBZ taken; B.EQ is not
            A64.Word(A64Op.TBZ, ('t', 0), ('i', 1)), A64.Word(A64Op.BL, ('i', 6)), A64.Word(A64Op.BR, ('n', 3)), // TBZ and BL taken; then back here
            A64.Word(A64Op.TBNZ, ('t', 0), ('i', 4)), A64.Nop, A64.Isb, A64.Word(A64Op.B, ('i', 0x3FF_FFFC))); // from BLR: not taken
        _machine.Put(TestPe.Code + 0x38, A64.Nop, A64.Ret);
        _machine.Put(TestPe.Code + 0x1000, A64.Word(A64Op.BLR, ('n', 1)));
        Pe.PC = TestPe.Code;
        for (int n = 0; exact && n < 12; n++)
            Pe.Run(1, exact: true);
        if (!exact)
            Pe.Run(12);
        // NOP B CBNZ CBZ B.EQ TBZ BL NOP RET BR BLR TBNZ: budgets end at a jump or a page's end, and these end with the run to the next.
        Assert.That(Counter(1), exact ? Is.EqualTo(12) : Is.GreaterThanOrEqualTo(12));
        Assert.That(Counter(0), Is.EqualTo(10 + (Counter(1) > 14 ? 1 : 0)));
        Assert.That(_machine.Exceptions, Is.Empty);
    }

    [Test]
    public void An_exception_return_is_a_branch_of_the_level_it_leaves_and_what_takes_an_exception_is_none()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.BR_RETIRED, PMEVTYPER_EL0.U);
        Count(1, PmuEvent.BR_RETIRED, PMEVTYPER_EL0.P);
        Enable(3);
        Pe[SystemRegister.SPSR_EL1] = 0x3C0;
        Pe[SystemRegister.ELR_EL1] = TestPe.Code + 4;
        _machine.Run(A64.Eret, A64.B(1), A64.Svc());
        Assert.That((Counter(0), Counter(1)), Is.EqualTo((1UL, 1UL)), "the ERET for EL1, the branch for EL0");
        _machine.Run(A64.Udf);
        _machine.Run(A64.Isb, A64.Nop);
        Assert.That((Counter(0), Counter(1)), Is.EqualTo((1UL, 1UL)));
    }

    [Test]
    public void Counting_branches_starts_and_ends_with_the_counter()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.BR_RETIRED);
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.E;
        Pe.X(1) = 1;
        _machine.Run(A64.B(1), A64.Msr(SystemRegister.PMCNTENSET_EL0, 1), A64.B(1), A64.B(1), A64.Msr(SystemRegister.PMCNTENCLR_EL0, 1), A64.B(1));
        Assert.That(Counter(0), Is.EqualTo(2));
        _machine.Put(TestPe.Code, A64.Word(A64Op.MOVZ, ('f', 1), ('d', 2), ('i', 1000)), A64.Msr(SystemRegister.PMCNTENSET_EL0, 1),
            A64.SubsImm(2, 2, 1), A64.Cbnz(2, -1), A64.Msr(SystemRegister.PMCNTENCLR_EL0, 1), A64.Svc());
        Pe.PC = TestPe.Code;
        Pe.Run(2004);
        Assert.That((Counter(0), _machine.Exceptions.Count), Is.EqualTo((1002UL, 1)), "at full speed too");
    }

    [Test]
    public void A_counter_of_branches_overflows_where_it_should()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.BR_RETIRED);
        Pe[SystemRegister.PMINTENSET_EL1] = 1;
        Pe[SystemRegister.PMEVCNTR0_EL0] = 0x1_0000_0000 - 3;
        Enable(1);
        _machine.Put(TestPe.Code, A64.B(1), A64.B(1), A64.B(1), A64.B(1), A64.B(0));
        Pe.PC = TestPe.Code;
        Assert.That(Pe.Run(1000), Is.EqualTo(RunStop.InterruptOutput));
        Assert.That((Pe.PC, Pe.IsPmuInterruptRequested), Is.EqualTo((TestPe.Code + 12, true)));
    }

    [Test]
    public void Software_increments_reach_only_the_chosen_counters()
    {
        Count(0, PmuEvent.SW_INCR);
        Count(1, PmuEvent.SW_INCR);
        Count(2, PmuEvent.CPU_CYCLES);
        _machine.At(ExceptionLevel.EL1);
        Enable(7);
        Pe.X(1) = 5;
        _machine.Run(A64.Msr(SystemRegister.PMSWINC_EL0, 1), A64.Msr(SystemRegister.PMSWINC_EL0, 1));
        Assert.That((Counter(0), Counter(1)), Is.EqualTo((2UL, 0UL)));
        Assert.That(Counter(2), Is.EqualTo(2), "which counts cycles alone");
    }

    [Test]
    public void Nothing_counts_unless_enabled_twice()
    {
        _machine.At(ExceptionLevel.EL1);
        Pe[SystemRegister.PMCNTENSET_EL0] = 1UL << 31;
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.Zero, "PMCR_EL0.E");
        Enable(0);
        Pe[SystemRegister.PMCNTENCLR_EL0] = 1UL << 31;
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.Zero, "PMCNTENSET_EL0.C");
    }

    // Filter bits, then the states in which an event counter counts.
    [TestCase(0UL, "EL0N EL1N EL0S- EL1S- EL0R EL1R EL3-")]
    [TestCase(PMEVTYPER_EL0.P, "EL0N EL0R")]
    [TestCase(PMEVTYPER_EL0.U, "EL1N EL1R")]
    [TestCase(PMEVTYPER_EL0.P | PMEVTYPER_EL0.NSK, "EL0N EL1N EL0R")]
    [TestCase(PMEVTYPER_EL0.U | PMEVTYPER_EL0.RLU, "EL1N EL0R EL1R")]
    [TestCase(PMEVTYPER_EL0.NSH, "EL0N EL1N EL2N EL0R EL1R EL2R")]
    [TestCase(PMEVTYPER_EL0.NSH | PMEVTYPER_EL0.RLH, "EL0N EL1N EL2N EL0R EL1R")]
    [TestCase(PMEVTYPER_EL0.RLH, "EL0N EL1N EL0R EL1R EL2R")]
    public void Filters_choose_levels_and_security_states(ulong filter, string states)
    {
        Count(0, PmuEvent.INST_RETIRED, filter);
        Enable(1);
        foreach ((SecurityState state, char letter) in new[] { (SecurityState.NonSecure, 'N'), (SecurityState.Realm, 'R'), (SecurityState.Secure, 'S') })
        {
            for (int level = 0; level < (state == SecurityState.Secure ? 2 : 3); level++)
            {
                _machine.At((ExceptionLevel)level, state);
                ulong before = Counter(0);
                _machine.Run(A64.Nop, A64.Nop);
                Assert.That(Counter(0) - before, Is.EqualTo(states.Split(' ').Contains($"EL{level}{letter}") ? 2 : 0), $"EL{level} {state}");
            }
        }
    }

    // MDCR_EL3.{SPME,MPMX}: whether counters of the first range count at EL3 and at Secure EL1.
    [TestCase(0UL, false, false)]
    [TestCase(MDCR_EL3.SPME, true, true)]
    [TestCase(MDCR_EL3.MPMX, false, true)]
    public void Counting_at_EL3_and_in_Secure_state_is_EL3s_to_allow(ulong mdcr, bool atEl3, bool secure)
    {
        Count(0, PmuEvent.INST_RETIRED);
        Enable(1);
        Pe[SystemRegister.MDCR_EL3] = mdcr;
        _machine.Run(A64.Nop);
        Assert.That(Counter(0), Is.EqualTo(atEl3 ? 1 : 0), "EL3");
        _machine.At(ExceptionLevel.EL1, SecurityState.Secure);
        ulong before = Counter(0);
        _machine.Run(A64.Nop);
        Assert.That(Counter(0) - before, Is.EqualTo(secure ? 1 : 0), "Secure EL1");
    }

    [TestCase(MDCR_EL3.SCCD, ExceptionLevel.EL3)]
    [TestCase(MDCR_EL3.MCCD, ExceptionLevel.EL3)]
    public void The_cycle_counter_can_be_stopped_at_EL3(ulong bit, ExceptionLevel level)
    {
        _machine.At(level);
        Enable(1UL << 31);
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.EqualTo(1));
        Pe[SystemRegister.MDCR_EL3] = bit;
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMCCNTR_EL0], Is.EqualTo(1));
    }

    [Test]
    public void Overflow_at_32_bits_sets_its_flag_and_at_64_with_LP()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.INST_RETIRED);
        Pe[SystemRegister.PMEVCNTR0_EL0] = 0xFFFF_FFFE;
        Enable(1);
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMOVSSET_EL0], Is.Zero);
        _machine.Run(A64.Nop);
        Assert.That((Pe[SystemRegister.PMOVSCLR_EL0], Counter(0)), Is.EqualTo((1UL, 0x1_0000_0000UL)), "the counter has 64 bits");
        Pe[SystemRegister.PMOVSCLR_EL0] = 1;
        Pe[SystemRegister.PMEVCNTR0_EL0] = 0xFFFF_FFFE;
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.E | PMCR_EL0.LP;
        _machine.Run(A64.Nop, A64.Nop, A64.Nop);
        Assert.That(Pe[SystemRegister.PMOVSSET_EL0], Is.Zero);
        Pe[SystemRegister.PMEVCNTR0_EL0] = ulong.MaxValue;
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.PMOVSSET_EL0], Is.EqualTo(1));
    }

    [Test]
    public void An_odd_counter_chains_to_the_even_one_below_it()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.INST_RETIRED);
        Count(1, PmuEvent.CHAIN);
        Pe[SystemRegister.PMEVCNTR0_EL0] = 0xFFFF_FFFF;
        Enable(3);
        _machine.Run(A64.Nop, A64.Nop);
        Assert.That(Counter(1), Is.EqualTo(1));
    }

    [Test]
    public void An_enabled_overflow_requests_an_interrupt_and_ends_the_run_there()
    {
        _machine.At(ExceptionLevel.EL1);
        Enable(1UL << 31);
        Pe[SystemRegister.PMINTENSET_EL1] = 1UL << 31;
        Pe[SystemRegister.PMCCNTR_EL0] = unchecked((ulong)-100);
        _machine.Put(TestPe.Code, A64.Nop, A64.B(-1));
        Pe.PC = TestPe.Code;
        Assert.That((Pe.Run(1_000_000), Pe.IsPmuInterruptRequested), Is.EqualTo((RunStop.InterruptOutput, true)));
        Assert.That(Pe.RetiredInstructions, Is.InRange(100UL, 102UL));
        Assert.That(Pe.Run(10), Is.EqualTo(RunStop.Budget), "it is told once");
        Pe[SystemRegister.PMOVSCLR_EL0] = 1UL << 31;
        Assert.That(Pe.IsPmuInterruptRequested, Is.False);
    }

    [Test]
    public void FZO_freezes_the_event_counters_behind_an_overflow()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.INST_RETIRED);
        Count(1, PmuEvent.SW_INCR);
        Enable(3);
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.E | PMCR_EL0.FZO;
        Pe[SystemRegister.PMOVSSET_EL0] = 2;
        _machine.Run(A64.Nop);
        Assert.That(Counter(0), Is.Zero);
        Pe[SystemRegister.PMOVSCLR_EL0] = 2;
        _machine.Run(A64.Nop);
        Assert.That(Counter(0), Is.EqualTo(1));
    }

    [Test]
    public void HPMN_keeps_counters_for_EL2()
    {
        Pe[SystemRegister.MDCR_EL2] = 4 | MDCR_EL2.HPME;
        Count(5, PmuEvent.INST_RETIRED);
        Enable(1 << 5 | 1);
        Pe[SystemRegister.PMCR_EL0] = 0;
        _machine.At(ExceptionLevel.EL1);
        Assert.That(PMCR_EL0.N.Get(Pe[SystemRegister.PMCR_EL0]), Is.EqualTo(4));
        Assert.That(Pe[SystemRegister.PMCNTENSET_EL0], Is.EqualTo(1), "hidden from EL1");
        Pe[SystemRegister.PMCNTENCLR_EL0] = 1 << 5 | 1;
        _machine.Run(A64.Nop, A64.Nop);
        _machine.At(ExceptionLevel.EL2);
        Assert.That((Pe[SystemRegister.PMCNTENSET_EL0], Counter(5)), Is.EqualTo((1UL << 5, 2UL)), "enabled by HPME, whatever PMCR_EL0.E says");
        Assert.That(PMCR_EL0.N.Get(Pe[SystemRegister.PMCR_EL0]), Is.EqualTo((ulong)PeFeatures.EventCounters));
    }

    [Test]
    public void PMCR_resets_counters_and_reads_P_and_C_as_zero()
    {
        _machine.At(ExceptionLevel.EL2);
        Pe[SystemRegister.PMEVCNTR0_EL0] = 5;
        Pe[SystemRegister.PMCCNTR_EL0] = 6;
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.P;
        Assert.That((Counter(0), Pe[SystemRegister.PMCCNTR_EL0]), Is.EqualTo((0UL, 6UL)));
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.C;
        Assert.That((Pe[SystemRegister.PMCCNTR_EL0], Pe[SystemRegister.PMCR_EL0] & 7), Is.EqualTo((0UL, 0UL)));
    }

    [Test]
    public void PMSELR_selects_a_counter_or_the_cycle_filter()
    {
        Pe[SystemRegister.PMSELR_EL0] = 3;
        Pe[SystemRegister.PMXEVTYPER_EL0] = (ulong)PmuEvent.CPU_CYCLES;
        Pe[SystemRegister.PMXEVCNTR_EL0] = 44;
        Assert.That((Pe[SystemRegister.PMEVTYPER3_EL0], Counter(3), Pe[SystemRegister.PMXEVCNTR_EL0]), Is.EqualTo((0x11UL, 44UL, 44UL)));
        Pe[SystemRegister.PMSELR_EL0] = 31;
        Pe[SystemRegister.PMXEVTYPER_EL0] = PMEVTYPER_EL0.P;
        Assert.That(Pe[SystemRegister.PMCCFILTR_EL0], Is.EqualTo(PMEVTYPER_EL0.P));
    }

    [Test]
    public void PMCEID_promises_exactly_the_events_that_are_counted()
    {
        for (int number = 0; number < 0x40; number++)
        {
            foreach (int what in new[] { number, number + 0x4000 })
            {
                ulong promise = Pe[number < 0x20 ? SystemRegister.PMCEID0_EL0 : SystemRegister.PMCEID1_EL0];
                int bit = (number & 31) + (what >= 0x4000 ? 32 : 0);
                Assert.That((promise >> bit & 1) != 0, Is.EqualTo(Enum.IsDefined((PmuEvent)what) && what is not (>= 0x4000 and <= 0x4003)), $"0x{what:x4}");
            }
        }
    }

    [Test]
    public void TLB_refills_and_writes_of_translation_registers_are_counted()
    {
        _machine.At(ExceptionLevel.EL1);
        Count(0, PmuEvent.CID_WRITE_RETIRED);
        Count(1, PmuEvent.TTBR_WRITE_RETIRED);
        Count(2, PmuEvent.L1I_TLB_REFILL);
        Count(3, PmuEvent.L1D_TLB_REFILL);
        Enable(0xF);
        Pe.X(1) = TestPe.Data;
        _machine.Run(A64.Msr(SystemRegister.CONTEXTIDR_EL1, 0), A64.Msr(SystemRegister.TTBR0_EL1, 2), A64.Ldr(3, 1), A64.Ldr(3, 1));
        Assert.That((Counter(0), Counter(1)), Is.EqualTo((1UL, 1UL)));
        Assert.That((Counter(2), Counter(3)), Is.EqualTo((1UL, 1UL)));
    }

    [Test]
    public void Activity_monitors_count_cycles_ticks_and_instructions()
    {
        Pe[SystemRegister.AMCNTENSET0_EL0] = 0xF;
        _machine.At(ExceptionLevel.EL1);
        ulong cycles = Pe[SystemRegister.AMEVCNTR00_EL0], ticks = Pe[SystemRegister.AMEVCNTR01_EL0], instructions = Pe[SystemRegister.AMEVCNTR02_EL0];
        _machine.Run(A64.Nop, A64.Nop);
        Pe.Charge(new Work(WorkStep.MonitorGeneralSave, 10));
        Assert.That((Pe[SystemRegister.AMEVCNTR00_EL0] - cycles, Pe[SystemRegister.AMEVCNTR01_EL0] - ticks, Pe[SystemRegister.AMEVCNTR02_EL0] - instructions),
            Is.EqualTo((12UL, 2UL, 2UL)), "the test's system counter follows instructions");
        Pe[SystemRegister.AMCNTENCLR0_EL0] = 1;
        _machine.Run(A64.Nop);
        Assert.That(Pe[SystemRegister.AMEVCNTR00_EL0] - cycles, Is.EqualTo(12));
        Assert.That(Pe[SystemRegister.AMEVCNTR03_EL0], Is.Zero, "never a memory stall");
    }

    private ulong Counter(int n) => Pe[SystemRegister.PMEVCNTR0_EL0 + (ushort)n];

    private void Count(int n, PmuEvent what, ulong filter = 0) => Pe[SystemRegister.PMEVTYPER0_EL0 + (ushort)n] = (ulong)what | filter;

    private void Enable(ulong counters)
    {
        Pe[SystemRegister.PMCNTENSET_EL0] = counters;
        Pe[SystemRegister.PMCR_EL0] = PMCR_EL0.E;
    }
}
