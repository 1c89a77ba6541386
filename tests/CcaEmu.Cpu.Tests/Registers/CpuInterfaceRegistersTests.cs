using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>GIC architecture (IHI 0069), "Accessing" parts of the ICC_* registers: traps by EL2, by EL3, and the choice of the virtual interface.</summary>
internal sealed class CpuInterfaceRegistersTests
{
    private const string Allowed = "physical", Virtual = "virtual", ToEl2 = "EL2", ToEl3 = "EL3";

    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    // Columns: register; what happens at EL1 with nothing set, TALL0, TALL1, TC, TDIR, FMO, IMO, SCR_EL3.FIQ, IRQ, both.
    [TestCase(R.ICC_PMR_EL1, "p p p 2 p v v p p 3")]
    [TestCase(R.ICC_CTLR_EL1, "p p p 2 p v v p p 3")]
    [TestCase(R.ICC_RPR_EL1, "p p p 2 p v v p p 3")]
    [TestCase(R.ICC_DIR_EL1, "p p p 2 2 v v p p 3")]
    [TestCase(R.ICC_IAR0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_EOIR0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_HPPIR0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_BPR0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_AP0R0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_IGRPEN0_EL1, "p 2 p p p v p 3 p 3")]
    [TestCase(R.ICC_IAR1_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_EOIR1_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_HPPIR1_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_BPR1_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_AP1R0_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_IGRPEN1_EL1, "p p 2 p p p v p 3 3")]
    [TestCase(R.ICC_SGI1R_EL1, "p p p 2 p 2 2 p p 3")]
    [TestCase(R.ICC_ASGI1R_EL1, "p p p 2 p 2 2 p p 3")]
    [TestCase(R.ICC_SGI0R_EL1, "p p p 2 p 2 2 p p 3")]
    [TestCase(R.ICC_SRE_EL1, "p p p p p p p p p p")]
    public void An_access_from_EL1_goes_where_its_class_says(R register, string row)
    {
        string[] expected = row.Split(' ');
        for (int i = 0; i < expected.Length; i++)
        {
            foreach (SecurityState state in (SecurityState[])[SecurityState.NonSecure, SecurityState.Realm])
                Assert.That(Access(register, ExceptionLevel.EL1, state, i), Is.EqualTo(Named(expected[i])), $"column {i}, {state}");
        }
    }

    [TestCase(R.ICC_PMR_EL1, "p p p p p p p p p 3")]
    [TestCase(R.ICC_IAR0_EL1, "p p p p p p p 3 p 3")]
    [TestCase(R.ICC_IAR1_EL1, "p p p p p p p p 3 3")]
    [TestCase(R.ICC_SGI1R_EL1, "p p p p p p p p p 3")]
    [TestCase(R.ICH_LR0_EL2, "p p p p p p p p p p")]
    public void An_access_from_EL2_is_physical_and_EL3_alone_traps_it(R register, string row)
    {
        string[] expected = row.Split(' ');
        for (int i = 0; i < expected.Length; i++)
            Assert.That(Access(register, ExceptionLevel.EL2, SecurityState.NonSecure, i), Is.EqualTo(Named(expected[i])), $"column {i}");
    }

    [Test]
    public void EL2_has_no_say_where_it_is_not_enabled([Values(1, 2, 3, 4, 5, 6)] int control)
    {
        foreach (R register in (R[])[R.ICC_PMR_EL1, R.ICC_IAR0_EL1, R.ICC_IAR1_EL1, R.ICC_SGI1R_EL1, R.ICC_DIR_EL1])
            Assert.That(Access(register, ExceptionLevel.EL1, SecurityState.Secure, control), Is.EqualTo(Allowed), $"{register}");
    }

    [Test]
    public void A_virtual_access_is_not_taken_by_EL3()
    {
        Pe[R.SCR_EL3] |= SCR_EL3.IRQ | SCR_EL3.FIQ;
        Pe[R.HCR_EL2] = HCR_EL2.IMO | HCR_EL2.FMO;
        Assert.That(Move(R.ICC_IAR1_EL1, ExceptionLevel.EL1, SecurityState.NonSecure), Is.EqualTo(Virtual));
    }

    [Test]
    public void Enables_of_the_groups_obey_their_fine_grained_trap([Values(R.ICC_IGRPEN0_EL1, R.ICC_IGRPEN1_EL1)] R register)
    {
        Pe[R.SCR_EL3] |= SCR_EL3.FGTEn;
        Pe[R.HFGWTR_EL2] = 1UL << 39;
        Assert.That(Write(register), Is.EqualTo(ToEl2));
        Pe[R.HFGWTR_EL2] = 0;
        Assert.That(Write(register), Is.EqualTo(Allowed));

        string Write(R of)
        {
            _machine.CpuInterface.Accesses.Clear();
            _machine.Exceptions.Clear();
            _machine.At(ExceptionLevel.EL1, SecurityState.NonSecure).Run(A64.Msr(SystemRegisterTable.Get(of).Encoding.Value, 0));
            return Outcome();
        }
    }

    [Test]
    public void Without_a_CPU_interface_its_registers_do_not_exist()
    {
        Pe.CpuInterface = null;
        _machine.At(ExceptionLevel.EL3).Run(A64.Mrs(0, SystemRegisterTable.Get(R.ICC_SRE_EL3).Encoding.Value));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
            Assert.That(Pe[R.ID_AA64PFR0_EL1] >> 24 & 0xF, Is.Zero);
        }
        Pe.CpuInterface = _machine.CpuInterface;
        Assert.That(Pe[R.ID_AA64PFR0_EL1] >> 24 & 0xF, Is.EqualTo(1));
    }

    private static string Named(string cell) => cell switch { "p" => Allowed, "v" => Virtual, "2" => ToEl2, _ => ToEl3 };

    private string Access(R register, ExceptionLevel level, SecurityState state, int column)
    {
        Pe[R.ICH_HCR_EL2] = column switch { 1 => ICH_HCR_EL2.TALL0, 2 => ICH_HCR_EL2.TALL1, 3 => ICH_HCR_EL2.TC, 4 => ICH_HCR_EL2.TDIR, _ => 0UL };
        Pe[R.HCR_EL2] = column switch { 5 => HCR_EL2.FMO, 6 => HCR_EL2.IMO, _ => 0UL };
        Pe[R.SCR_EL3] = SCR_EL3.HCE | column switch { 7 => SCR_EL3.FIQ, 8 => SCR_EL3.IRQ, 9 => SCR_EL3.FIQ | SCR_EL3.IRQ, _ => 0UL };
        return Move(register, level, state);
    }

    private string Move(R register, ExceptionLevel level, SecurityState state)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(register);
        _machine.CpuInterface.Accesses.Clear();
        _machine.Exceptions.Clear();
        _machine.At(level, state).Run(info.CanRead ? A64.Mrs(0, info.Encoding.Value) : A64.Msr(info.Encoding.Value, 0));
        return Outcome();
    }

    private string Outcome() => _machine.Exceptions.Count != 0
        ? _machine.Esr.EC == ExceptionClass.TrappedSystem ? $"{_machine.Last.Target}" : $"{_machine.Esr}"
        : _machine.CpuInterface.Accesses.Any(access => access.IsVirtual) ? Virtual : Allowed;
}
