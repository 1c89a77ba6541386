using System.Runtime.Intrinsics;
using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests.Engine;

internal sealed class EngineTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    // X0 counts down from 1000 in a loop of three instructions, with a call into the next page in each turn.
    private void PutLoop()
    {
        _machine.Put(TestPe.Code, A64.Movz(0, 1000), A64.Word(A64Op.BL, ('i', 0x3FF)), A64.SubsImm(0, 0, 1), A64.Cbnz(0, -2), A64.Wfi);
        _machine.Put(TestPe.Code + 0x1000, A64.AddImm(2, 2, 3), A64.Ret);
        Pe.PC = TestPe.Code;
    }

    [Test]
    public void Exact_runs_stop_after_exactly_that_many_instructions([Values(1, 2, 3, 7, 100, 1234)] int instructions)
    {
        PutLoop();
        ulong before = Pe.RetiredInstructions;
        Assert.That(Pe.Run((ulong)instructions, exact: true), Is.EqualTo(RunStop.Budget));
        Assert.That(Pe.RetiredInstructions - before, Is.EqualTo((ulong)instructions));
    }

    [Test]
    public void The_count_of_a_program_does_not_depend_on_how_it_is_cut([Values(1UL, 3UL, 64UL, 100_000UL)] ulong budget, [Values] bool exact)
    {
        PutLoop();
        ulong before = Pe.RetiredInstructions;
        while (Pe.Run(budget, exact) == RunStop.Budget)
        {
        }
        Assert.That(Pe.RetiredInstructions - before, Is.EqualTo(1 + 5 * 1000 + 1));
        Assert.That((Pe.X(2), Pe.PC), Is.EqualTo((3000UL, TestPe.Code + 20)));
    }

    [Test]
    public void An_instruction_inherits_no_operand_from_what_its_slot_held()
    {
        const uint scvtfWith29FractionBits = 0x5F23_E420, scvtf = 0x5E21_D820; // s0, s1
        using var machine = new TestPe(new PeFeatures([Feature.FEAT_FP, Feature.FEAT_AdvSIMD]));
        machine.Pe.V(1) = Vector128.Create(8u, 0, 0, 0).AsByte();
        machine.Run(scvtfWith29FractionBits);
        float scaled = machine.Pe.V(0).AsSingle()[0];
        machine.Run(scvtf);
        Assert.That((scaled, machine.Pe.V(0).AsSingle()[0]), Is.EqualTo((8 / (float)(1 << 29), 8f)));
    }

    [Test]
    public void A_budget_is_overrun_by_no_more_than_a_straight_run()
    {
        PutLoop();
        ulong before = Pe.RetiredInstructions;
        Pe.Run(500);
        Assert.That(Pe.RetiredInstructions - before, Is.InRange(500UL, 510UL));
    }

    [Test]
    public void A_guest_that_only_takes_exceptions_uses_its_budget_up()
    {
        Pe[SystemRegister.VBAR_EL3] = 0x5000_0000;
        Pe.PC = 0x5000_0000;
        Assert.That(Pe.Run(1000), Is.EqualTo(RunStop.Budget));
    }

    [Test]
    public void A_run_stops_at_a_managed_layer()
    {
        Pe.SetManaged(ExceptionLevel.EL2, SecurityState.NonSecure, true);
        _machine.At(ExceptionLevel.EL1);
        _machine.Put(TestPe.Code, A64.Nop, A64.Hvc(1), A64.Nop);
        Assert.That(Pe.Run(100), Is.EqualTo(RunStop.ManagedLayer));
        Assert.That((Pe.CurrentLevel, Pe[SystemRegister.ELR_EL2]), Is.EqualTo((ExceptionLevel.EL2, TestPe.Code + 8)));
    }

    [Test]
    public void A_store_into_code_is_seen_by_the_next_execution_after_ISB()
    {
        // The instruction after ISB is overwritten just before it.
        _machine.Put(TestPe.Code, A64.Word(A64Op.STR_imm_off, ('t', 1), ('n', 2), ('i', 3)), A64.Isb, A64.Nop, A64.Movz(0, 1), A64.Wfi);
        Pe.X(1) = A64.Movz(0, 2);
        Pe.X(2) = TestPe.Code;
        for (int round = 0; round < 8; round++)
        {
            Pe.PC = TestPe.Code;
            Pe.Run(100);
            Assert.That(Pe.X(0), Is.EqualTo(2 + (ulong)round));
            Pe.X(1) = A64.Movz(0, (uint)(3 + round));
        }
    }

    [Test]
    public void A_loop_that_rewrites_itself_runs_what_it_wrote()
    {
        // X0 += imm, where imm is the loop count that was written into the instruction one turn before.
        _machine.Put(TestPe.Code,
            A64.Word(A64Op.STR_imm_off, ('t', 5), ('n', 2), ('i', 2)),
            A64.Isb,
            A64.AddImm(0, 0, 0),
            A64.Word(A64Op.ADD_imm, ('f', 0), ('d', 5), ('n', 5), ('i', 1 << 10)),
            A64.SubsImm(3, 3, 1),
            A64.Cbnz(3, -5),
            A64.Wfi);
        Pe.X(2) = TestPe.Code;
        Pe.X(3) = 3;
        Pe.X(5) = A64.AddImm(0, 0, 1);
        Pe.PC = TestPe.Code;
        Pe.Run(1000);
        Assert.That(Pe.X(0), Is.EqualTo(1 + 2 + 3));
    }

    [Test]
    public void Code_written_from_outside_is_seen()
    {
        _machine.Run(A64.Movz(0, 1));
        _machine.Run(A64.Movz(0, 2));
        Assert.That(Pe.X(0), Is.EqualTo(2));
        _machine.Put(TestPe.Code, A64.Movz(0, 3));
        Pe.PC = TestPe.Code;
        Pe.Run(1, exact: true);
        Assert.That(Pe.X(0), Is.EqualTo(3));
    }

    [Test]
    public void Data_beside_code_keeps_what_is_decoded()
    {
        _machine.Put(TestPe.Code, A64.Str(0, 1), A64.AddImm(0, 0, 1), A64.SubsImm(2, 2, 1), A64.Cbnz(2, -3), A64.Wfi);
        Pe.X(1) = TestPe.Code + 0x800;
        Pe.X(2) = 100;
        Pe.PC = TestPe.Code;
        Pe.Run(10_000);
        Assert.That(_machine.Get64(TestPe.Code + 0x800), Is.EqualTo(99));
        Assert.That(_machine.Memory.Code.Contains(TestPe.Code), "the page never had to be given up");
    }

    [Test]
    public void Another_PE_sees_code_that_this_one_writes()
    {
        using var other = new ProcessingElement(1, _machine.Memory, PeFeatures.Default, _machine);
        _machine.Put(TestPe.Code, A64.Movz(0, 1), A64.Wfi);
        other.PC = TestPe.Code;
        other.Run(10);
        Assert.That(other.X(0), Is.EqualTo(1));
        Pe.X(1) = A64.Movz(0, 2);
        Pe.X(2) = TestPe.Code;
        _machine.Put(TestPe.Code + 0x2000, A64.Word(A64Op.STR_imm_off, ('t', 1), ('n', 2)), A64.Wfi);
        Pe.PC = TestPe.Code + 0x2000;
        Pe.Run(10);
        other.PC = TestPe.Code;
        other.Run(10);
        Assert.That(other.X(0), Is.EqualTo(2));
    }

    [Test]
    public void Loads_stores_and_TLB_misses_allocate_nothing()
    {
        using var machine = new El1Machine();
        machine.EnableStage2();
        for (ulong page = 0; page < 16; page++)
        {
            machine.Map(0x4000_0000 + page * 0x1000, 0x6000_0000 + page * 0x1000, writable: true);
            machine.MapStage2(0x6000_0000 + page * 0x1000, TestPe.Data + page * 0x1000, "rw");
        }
        machine.Bare.Put(TestPe.Code, A64.Ldr(0, 1), A64.Str(0, 1, 8), A64.Word(A64Op.LDP_off, ('f', 1), ('t', 3), ('u', 4), ('n', 1)),
            A64.Word(A64Op.LDADD, ('f', 1), ('s', 3), ('t', 4), ('n', 1)), A64.Word(A64Op.ADD_imm, ('f', 1), ('d', 1), ('n', 1), ('i', 1), ('h', 1)),
            A64.SubsImm(2, 2, 1), A64.Cbnz(2, -6), A64.Wfi);
        // The runtime itself may allocate when it recompiles a method: what the code needs is what the best round shows.
        long allocated = long.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            machine.Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.NonSecure);
            machine.Pe.X(1) = 0x4000_0000;
            machine.Pe.X(2) = 16;
            machine.Pe.PC = TestPe.Code;
            long before = GC.GetAllocatedBytesForCurrentThread();
            RunStop stop = machine.Pe.Run(1000);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.That((stop, machine.Exceptions.Count), Is.EqualTo((RunStop.WaitingForInterrupt, 0)));
        }
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void Faults_allocate_nothing_either()
    {
        using var machine = new El1Machine();
        machine.Bare.Put(TestPe.Code, A64.Ldr(0, 1));
        machine.Pe.Observer = null;
        machine.Pe.X(1) = 0x4000_0000;
        // The runtime itself may allocate when it recompiles a method: what the code needs is what the best round shows.
        long allocated = long.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            machine.Pe[SystemRegister.VBAR_EL1] = TestPe.Code - 0x200;
            machine.Pe.PC = TestPe.Code;
            long before = GC.GetAllocatedBytesForCurrentThread();
            machine.Pe.Run(50);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.That(allocated, Is.Zero);
    }

    [Test]
    public void SEV_and_broadcast_TLBI_reach_every_peer()
    {
        using var other = new ProcessingElement(1, _machine.Memory, PeFeatures.Default, _machine);
        Pe.Peers = other.Peers = [Pe, other];
        other.EventRegister = false;
        _machine.Run(A64.Word(A64Op.SEV));
        Assert.That(other.EventRegister);
    }

    // A chain of jumps over more pages than the engine keeps, twice: what was dropped is decoded again.
    [Test]
    public void Decoded_code_is_bounded_whatever_a_guest_jumps_to()
    {
        const int pages = 3000;
        for (ulong page = 0; page < pages; page++)
            _machine.Put(0x40_0000 + page * 0x1000, A64.AddImm(2, 2, 1), A64.Word(A64Op.B, ('i', 0x3FF)));
        _machine.Put(0x40_0000 + pages * 0x1000, A64.Wfi);
        for (int round = 1; round <= 2; round++)
        {
            Pe.PC = 0x40_0000;
            while (Pe.Run(100_000) == RunStop.Budget)
            {
            }
            Assert.That(Pe.X(2), Is.EqualTo((ulong)(pages * round)));
            Assert.That(Pe.CodePagesHeld, Is.InRange(1, ProcessingElement.MaxCodePages));
        }
    }
}
