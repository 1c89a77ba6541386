using CcaEmu.Arm;

namespace CcaEmu.Cpu.Tests.Engine;

/// <summary>Operations that do the next one themselves, and what has to stop them.</summary>
internal sealed class RunOnTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_store_over_the_next_instruction_is_seen_when_each_is_executed_by_itself()
    {
        _machine.Put(TestPe.Code, A64.AddImm(4, 4, 1), A64.Str(0, 1), A64.Movz(3, 1), A64.Wfi);
        Pe.X(1) = TestPe.Data;
        Pe.Run(3, exact: true);
        Assert.That(Pe.X(3), Is.EqualTo(1), "decoded");
        Pe.PC = TestPe.Code;
        Pe.X(0) = A64.Movz(3, 7) | (ulong)A64.Wfi << 32;
        Pe.X(1) = TestPe.Code + 8;
        Pe.Run(3, exact: true);
        Assert.That((Pe.X(3), Pe.PC), Is.EqualTo((7UL, TestPe.Code + 12)));
    }

    [Test]
    public void The_last_instruction_of_a_page_can_be_executed_by_itself_and_run_over_afterwards()
    {
        _machine.Put(TestPe.Code + 0xFF8, A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 2), A64.AddImm(0, 0, 4), A64.Wfi);
        Pe.PC = TestPe.Code + 0xFFC;
        Pe.Run(1, exact: true);
        Assert.That((Pe.X(0), Pe.PC), Is.EqualTo((2UL, TestPe.Code + 0x1000)));
        Pe.PC = TestPe.Code + 0xFF8;
        ulong before = Pe.RetiredInstructions;
        Assert.That(Pe.Run(100), Is.EqualTo(RunStop.WaitingForInterrupt));
        Assert.That((Pe.X(0), Pe.RetiredInstructions - before), Is.EqualTo((9UL, 4UL)));
    }

    /// <summary>SVC and ERET go on in the engine: a run of them must still end where it is told to.</summary>
    [Test]
    public void Supervisor_calls_and_returns_keep_to_the_budget([Values] bool exact)
    {
        PutCalls();
        ulong before = Pe.RetiredInstructions;
        Assert.That(Pe.Run(10_000, exact), Is.EqualTo(RunStop.Budget));
        Assert.That(Pe.RetiredInstructions - before, exact ? Is.EqualTo(10_000) : Is.InRange(10_000, 10_010));
        Assert.That(Pe.ExceptionCount, Is.InRange(3333, 3336 + 1));
    }

    [Test]
    public void A_call_to_a_level_that_has_become_managed_stops_the_run()
    {
        PutCalls();
        Pe.Run(1000);
        while (Pe.CurrentLevel != ExceptionLevel.EL0)
            Pe.Run(1, exact: true);
        Pe.SetManaged(ExceptionLevel.EL1, SecurityState.NonSecure, true);
        Assert.That(Pe.Run(1000), Is.EqualTo(RunStop.ManagedLayer));
        Assert.That(Pe.CurrentLevel, Is.EqualTo(ExceptionLevel.EL1));
    }

    // At EL0: SVC, B to it. At EL1: ERET.
    private void PutCalls()
    {
        _machine.Put(TestPe.Code, A64.Svc(), A64.B(-1));
        _machine.Put(0x1_8000 + 0x400, A64.Eret);
        _machine.At(ExceptionLevel.EL0);
    }
}
