using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;

namespace CcaEmu.Cpu.Tests.Instructions;

/// <summary>Two PEs that take turns: the global exclusive monitor, SEV, and the event of a lost mark.</summary>
internal sealed class ExclusivesBetweenPesTests
{
    private const uint Ldxr = 0xC85F_7C20;  // LDXR X0, [X1]
    private const uint Stxr = 0xC802_7C23;  // STXR W2, X3, [X1]
    private const ulong OtherCode = 0x1_1000;
    private TestPe _machine = null!;
    private ProcessingElement _other = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe();
        _other = new ProcessingElement(1, _machine.Memory, PeFeatures.Default, _machine);
        Pe.Peers = _other.Peers = [Pe, _other];
        _machine.MapEl3();
        foreach (SystemRegister register in new[] { SystemRegister.MAIR_EL3, SystemRegister.TTBR0_EL3, SystemRegister.TCR_EL3, SystemRegister.SCTLR_EL3 })
            _other[register] = Pe[register];
        Pe.X(1) = _other.X(1) = TestPe.Data;
        Pe.X(3) = 99;
        _machine.Put64(TestPe.Data, 5);
    }

    [TearDown]
    public void TearDown()
    {
        _other.Dispose();
        _machine.Dispose();
    }

    [Test]
    public void A_store_by_another_PE_makes_a_store_exclusive_fail_even_with_the_same_value([Values] bool warm)
    {
        // Warm: the other PE has the page in its fast TLB for writing before the mark is made.
        if (warm)
            RunOther(A64.Str(5, 1, 0x800));
        _machine.Run(Ldxr);
        _other.X(5) = 5;
        RunOther(A64.Str(5, 1));
        _machine.Run(Stxr);
        Assert.That((Pe.X(2), _machine.Get64(TestPe.Data)), Is.EqualTo((1UL, 5UL)));
    }

    [Test]
    public void A_store_by_another_PE_to_another_granule_leaves_the_mark()
    {
        _machine.Run(Ldxr);
        RunOther(A64.Str(5, 1, 64));
        _machine.Run(Stxr);
        Assert.That((Pe.X(2), _machine.Get64(TestPe.Data)), Is.EqualTo((0UL, 99UL)));
    }

    [Test]
    public void Of_two_that_have_marked_the_first_store_exclusive_wins()
    {
        _machine.Run(Ldxr);
        RunOther(Ldxr);
        _other.X(3) = 55;
        RunOther(Stxr);
        Assert.That(_other.X(2), Is.Zero);
        _machine.Run(Stxr);
        Assert.That((Pe.X(2), _machine.Get64(TestPe.Data)), Is.EqualTo((1UL, 55UL)));
    }

    [TestCase(A64Op.SWP)]
    [TestCase(A64Op.LDADD)]
    public void An_atomic_of_another_PE_clears_the_mark(A64Op op)
    {
        _machine.Run(Ldxr);
        RunOther(A64.Word(op, ('f', 1), ('s', 7), ('t', 8), ('n', 1)));
        _machine.Run(Stxr);
        Assert.That(Pe.X(2), Is.EqualTo(1));
    }

    [Test]
    public void A_spin_lock_with_WFE_is_woken_by_the_store_that_releases_it()
    {
        _machine.Put(TestPe.Code, Ldxr, A64.Wfe, A64.Nop, A64.B(0));
        Pe.PC = TestPe.Code;
        Pe.EventRegister = false;
        Assert.That(Pe.Run(100), Is.EqualTo(RunStop.WaitingForInterrupt));
        Assert.That(Pe.HasWakeUpEvent, Is.False);
        RunOther(A64.Str(31, 1));
        Assert.That(Pe.HasWakeUpEvent, Is.True);
    }

    [Test]
    public void SEV_wakes_every_PE_and_SEVL_only_its_own()
    {
        _machine.Put(TestPe.Code, A64.Wfe, A64.Nop);
        Pe.PC = TestPe.Code;
        Pe.EventRegister = false;
        Pe.Run(1);
        RunOther(A64.Word(A64Op.SEVL));
        Assert.That(Pe.HasWakeUpEvent, Is.False);
        RunOther(A64.Word(A64Op.SEV));
        Assert.That(Pe.HasWakeUpEvent, Is.True);
    }

    [Test]
    public void Two_PEs_that_increment_by_exclusives_in_turns_lose_no_increment([Values(1UL, 2UL, 3UL, 7UL)] ulong slice)
    {
        // loop: LDXR X0,[X1]; ADD X3,X0,#1; STXR W2,X3,[X1]; CBNZ W2,loop; SUBS X6,X6,#1; B.NE loop; B .
        uint[] program = [Ldxr, A64.AddImm(3, 0, 1), Stxr, A64.Word(A64Op.CBNZ, ('f', 0), ('t', 2), ('i', unchecked((uint)-3))),
            A64.SubsImm(6, 6, 1), A64.Word(A64Op.B_cond, ('c', 1), ('i', unchecked((uint)-5))), A64.B(0)];
        _machine.Put64(TestPe.Data, 0);
        _machine.Put(TestPe.Code, program);
        _machine.Put(OtherCode, program);
        Pe.PC = TestPe.Code;
        _other.PC = OtherCode;
        Pe.X(6) = _other.X(6) = 50;
        for (int turn = 0; turn < 10_000 && (Pe.X(6) | _other.X(6)) != 0; turn++)
        {
            Pe.Run(slice, exact: true);
            _other.Run(slice, exact: true);
        }
        Assert.That((Pe.X(6) | _other.X(6), _machine.Get64(TestPe.Data)), Is.EqualTo((0UL, 100UL)));
    }

    private void RunOther(params uint[] words)
    {
        _machine.Put(OtherCode, words);
        _other.PC = OtherCode;
        for (int i = 0; i < words.Length; i++)
            _other.Run(1, exact: true);
    }
}
