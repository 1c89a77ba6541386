using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>MRS and MSR that were once found to be plain loads and stores of the register file ask again when that may have changed.</summary>
internal sealed class PlainAccessTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_trap_that_is_switched_on_and_off_counts_for_code_that_ran_before([Values] bool read)
    {
        ulong control = read ? HCR_EL2.TRVM : HCR_EL2.TVM;
        _machine.Put(TestPe.Code, read ? A64.Mrs(0, R.FAR_EL1) : A64.Msr(R.FAR_EL1, 0));
        Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
        Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
        Pe[R.HCR_EL2] |= control;
        Assert.That((Step(ExceptionLevel.EL1), _machine.Last.Target), Is.EqualTo((1, ExceptionLevel.EL2)));
        Pe[R.HCR_EL2] &= ~control;
        Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
    }

    [Test]
    public void The_same_code_at_EL0_is_undefined()
    {
        _machine.Put(TestPe.Code, A64.Mrs(0, R.ELR_EL1));
        Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
        Assert.That((Step(ExceptionLevel.EL0), _machine.Esr.EC), Is.EqualTo((1, ExceptionClass.Unknown)));
        Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
    }

    [Test]
    public void A_name_reaches_the_register_of_a_host_while_there_is_one()
    {
        Pe[R.ESR_EL1] = 0x11;
        Pe[R.ESR_EL2] = 0x22;
        _machine.Put(TestPe.Code, A64.Mrs(0, R.ESR_EL1), A64.Msr(R.ESR_EL1, 1));
        Pe.X(1) = 0x33;
        foreach (bool host in new[] { false, true, false, true })
        {
            Pe[R.HCR_EL2] = host ? HCR_EL2.E2H : 0;
            _machine.At(ExceptionLevel.EL2);
            Pe.Run(1, exact: true);
            Assert.That(Pe.X(0), Is.EqualTo(Pe[host ? R.ESR_EL2 : R.ESR_EL1]));
            ulong other = Pe[host ? R.ESR_EL1 : R.ESR_EL2];
            Pe.X(1)++;
            Pe.Run(1, exact: true);
            Assert.That((Pe[host ? R.ESR_EL2 : R.ESR_EL1], Pe[host ? R.ESR_EL1 : R.ESR_EL2]), Is.EqualTo((Pe.X(1), other)));
        }
    }

    [Test]
    public void What_cannot_be_written_stays_what_it_is_each_time()
    {
        _machine.Put(TestPe.Code, A64.Msr(R.VBAR_EL1, 0));
        Pe.X(0) = 0x1_87FF;
        for (int i = 0; i < 3; i++)
        {
            Assert.That(Step(ExceptionLevel.EL1), Is.Zero);
            Assert.That(Pe[R.VBAR_EL1], Is.EqualTo(0x1_8000));
        }
    }

    // Exceptions that one instruction at Code takes.
    private int Step(ExceptionLevel level)
    {
        _machine.At(level);
        Pe.Run(1, exact: true);
        return _machine.Exceptions.Count;
    }
}
