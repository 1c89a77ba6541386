using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Instructions;

internal sealed class BranchTests
{
    private TestPe _machine = null!;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase(2)]
    [TestCase(-4)]
    [TestCase(0x400)]
    [TestCase(-0x400)]
    [TestCase(0)]
    public void B_goes_to_its_target_in_this_page_and_others(int words)
    {
        _machine.Run(A64.B(words));
        Assert.That(_machine.Pe.PC, Is.EqualTo(TestPe.Code + (ulong)(words * 4L)));
    }

    [Test]
    public void BL_and_BLR_link_to_the_next_instruction_and_RET_goes_back()
    {
        _machine.Run(A64.Word(A64Op.BL, ('i', 0x800)));
        Assert.That((_machine.Pe.PC, _machine.Pe.X(30)), Is.EqualTo((TestPe.Code + 0x2000, TestPe.Code + 4)));
        _machine.Pe.X(30) = TestPe.Code + 0x100;
        _machine.Run(A64.Word(A64Op.BLR, ('n', 30)));
        Assert.That((_machine.Pe.PC, _machine.Pe.X(30)), Is.EqualTo((TestPe.Code + 0x100, TestPe.Code + 4)));
        _machine.Run(A64.Ret);
        Assert.That(_machine.Pe.PC, Is.EqualTo(TestPe.Code + 4));
    }

    [Test]
    public void Conditions_hold_as_the_manual_says([Range(0, 15)] int nzcv)
    {
        bool n = (nzcv & 8) != 0, z = (nzcv & 4) != 0, c = (nzcv & 2) != 0, v = (nzcv & 1) != 0;
        bool[] expected = [z, !z, c, !c, n, !n, v, !v, c && !z, !c || z, n == v, n != v, !z && n == v, z || n != v, true, true];
        for (uint condition = 0; condition < 16; condition++)
        {
            _machine.Pe.Nzcv = nzcv;
            _machine.Run(A64.Word(A64Op.B_cond, ('c', condition), ('i', 4)));
            Assert.That(_machine.Pe.PC == TestPe.Code + 16, Is.EqualTo(expected[condition]), $"{(Condition)condition}");
        }
    }

    [Test]
    public void Straight_code_runs_on_into_the_next_page()
    {
        ulong start = TestPe.Code + 0xFF8;
        _machine.Put(start, A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1), A64.AddImm(0, 0, 1), A64.Wfi);
        _machine.Pe.PC = start;
        Assert.That(_machine.Pe.Run(100), Is.EqualTo(RunStop.WaitingForInterrupt));
        Assert.That((_machine.Pe.X(0), _machine.Pe.PC), Is.EqualTo((3UL, start + 16)));
    }

    [Test]
    public void ADR_and_ADRP_are_relative_to_their_own_place()
    {
        Assert.That(_machine.Compute(A64.Word(A64Op.ADR, ('i', 0x10))).Result, Is.EqualTo(TestPe.Code + 0x40));
        Assert.That(_machine.Compute(A64.Word(A64Op.ADR, ('l', 3), ('i', 0x7_FFFF))).Result, Is.EqualTo(TestPe.Code - 1));
        Assert.That(_machine.Compute(A64.Word(A64Op.ADRP, ('l', 1))).Result, Is.EqualTo(TestPe.Code + 0x1000));
    }
}
