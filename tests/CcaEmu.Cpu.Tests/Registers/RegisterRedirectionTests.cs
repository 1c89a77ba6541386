using CcaEmu.Arm;
using CcaEmu.Arm.A64;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Registers;

/// <summary>Which register a name reaches, for every name with an _EL12 or _EL02 twin because it has a line.</summary>
public sealed class RegisterRedirectionTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new TestPe(new PeFeatures(Enum.GetValues<Feature>()));
        Pe[R.SCR_EL3] = ulong.MaxValue & ~(SCR_EL3.NSE | SCR_EL3.TLOR);
        Pe[R.CPTR_EL3] = 0;
        Pe[R.MDCR_EL3] = MDCR_EL3.NSPB.Set(0, 3); // Non-secure state may use the registers of profiling
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    public static IEnumerable<R> Twins => SystemRegisterTable.All.Where(info => info.AliasOf != R.None).Select(info => info.Register);

    [TestCaseSource(nameof(Twins))]
    public void A_host_reaches_its_own_register_by_the_name_of_EL1_and_the_guests_by_the_name_of_EL2(R twin)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(twin);
        if (info.Register.ToString().Contains("TVAL", StringComparison.Ordinal))
            return; // A view of CVAL, whose value moves with time.
        _machine.At(ExceptionLevel.EL3);
        Pe[R.HCR_EL2] = HCR_EL2.E2H;
        Pe.SetRaw(info.HostRegister, 0);
        Pe.SetRaw(info.AliasOf, 0);
        _machine.At(ExceptionLevel.EL2);
        Pe.SetRaw(info.HostRegister, 0x1000);
        Pe.SetRaw(info.AliasOf, 0x2000);
        _machine.Run(A64.Mrs(0, info.AliasOf), A64.Mrs(1, twin));
        Assert.That(_machine.Exceptions, Is.Empty);
        Assert.That((Pe.X(0) & 0x3000, Pe.X(1) & 0x3000), Is.EqualTo((0x1000UL, 0x2000UL)), "read");
        Pe.X(0) = 0;
        _machine.Run(A64.Msr(info.AliasOf, 0));
        Assert.That((Pe.Raw(info.HostRegister) & 0x1000, Pe.Raw(info.AliasOf) & 0x2000), Is.EqualTo((0UL, 0x2000UL)), "written");
        _machine.Run(A64.Msr(twin, 0));
        Assert.That(Pe.Raw(info.AliasOf) & 0x2000, Is.Zero, "written by the EL2 name");
    }

    [TestCaseSource(nameof(Twins))]
    public void Without_E2H_the_name_of_EL1_reaches_EL1s_register_and_the_other_is_undefined(R twin)
    {
        SystemRegisterInfo info = SystemRegisterTable.Get(twin);
        _machine.At(ExceptionLevel.EL2);
        Pe.SetRaw(info.HostRegister, 0x1000);
        Pe.SetRaw(info.AliasOf, 0x2000);
        _machine.Run(A64.Mrs(0, info.AliasOf));
        if (!twin.ToString().Contains("TVAL", StringComparison.Ordinal))
            Assert.That(Pe.X(0) & 0x3000, Is.EqualTo(0x2000));
        _machine.Run(A64.Mrs(0, twin));
        Assert.That(_machine.Esr.EC, Is.EqualTo(ExceptionClass.Unknown));
    }

    [Test]
    public void EL0_of_a_host_has_the_hosts_timers_and_counters_without_offset()
    {
        _machine.At(ExceptionLevel.EL3);
        Pe[R.HCR_EL2] = HCR_EL2.E2H | HCR_EL2.TGE;
        Pe[R.CNTHCTL_EL2] = 0xF03;
        Pe[R.CNTVOFF_EL2] = 0x10_0000;
        Pe[R.CNTHV_CVAL_EL2] = 0x1234;
        _machine.At(ExceptionLevel.EL0).Run(A64.Mrs(0, R.CNTV_CVAL_EL0), A64.Mrs(1, R.CNTVCT_EL0));
        Assert.That(_machine.Exceptions, Is.Empty);
        Assert.That((Pe.X(0), Pe.X(1) < 0x10_0000), Is.EqualTo((0x1234UL, true)));
    }

    [Test]
    public void CNTPOFF_counts_below_EL2_where_EL3_and_EL2_let_it()
    {
        _machine.At(ExceptionLevel.EL3);
        Pe[R.CNTHCTL_EL2] = CNTHCTL_EL2.EL1PCTEN | CNTHCTL_EL2.EL1PCEN | CNTHCTL_EL2.ECV;
        Pe[R.CNTPOFF_EL2] = 1UL << 40;
        _machine.At(ExceptionLevel.EL1).Run(A64.Mrs(0, R.CNTPCT_EL0));
        Assert.That((long)Pe.X(0), Is.Negative);
        _machine.At(ExceptionLevel.EL3);
        Pe[R.SCR_EL3] &= ~SCR_EL3.ECVEn;
        _machine.At(ExceptionLevel.EL1).Run(A64.Mrs(0, R.CNTPCT_EL0));
        Assert.That((long)Pe.X(0), Is.Positive);
    }

    [Test]
    public void The_selected_counter_is_the_one_that_PMSELR_names()
    {
        _machine.At(ExceptionLevel.EL2);
        Pe.X(0) = 5;
        Pe.X(1) = 0x42;
        _machine.Run(A64.Msr(R.PMSELR_EL0, 0), A64.Msr(R.PMXEVTYPER_EL0, 1), A64.Mrs(2, R.PMEVTYPER5_EL0));
        Assert.That((_machine.Exceptions.Count, Pe.X(2)), Is.EqualTo((0, 0x42UL)));
        Pe.X(0) = 31;
        Pe.X(1) = 1UL << 31;
        _machine.Run(A64.Msr(R.PMSELR_EL0, 0), A64.Msr(R.PMXEVTYPER_EL0, 1), A64.Mrs(2, R.PMCCFILTR_EL0));
        Assert.That(Pe.X(2), Is.EqualTo(1UL << 31));
    }

    [TestCase(4, false)]
    [TestCase(3, true)]
    public void Counters_from_HPMN_up_are_trapped_to_EL2_and_PMCR_tells_EL1_of_HPMN(int counter, bool allowed)
    {
        _machine.At(ExceptionLevel.EL3);
        Pe[R.MDCR_EL2] = 4;
        _machine.At(ExceptionLevel.EL1).Run(A64.Mrs(0, R.PMCR_EL0), A64.Mrs(1, R.PMEVCNTR0_EL0 + (ushort)counter));
        Assert.That(Pe.X(0) >> 11 & 31, Is.EqualTo(4));
        Assert.That(_machine.Exceptions, Has.Count.EqualTo(allowed ? 0 : 1));
        if (!allowed)
            Assert.That((_machine.Last.Target, _machine.Esr.EC), Is.EqualTo((ExceptionLevel.EL2, ExceptionClass.TrappedSystem)));
    }

    [Test]
    public void DISR_is_VDISR_for_a_guest_and_zero_where_EL3_takes_SErrors()
    {
        _machine.At(ExceptionLevel.EL3);
        Pe[R.SCR_EL3] &= ~SCR_EL3.EA;
        Pe[R.HCR_EL2] = HCR_EL2.AMO;
        Pe.SetRaw(R.DISR_EL1, 0x8000_0001);
        Pe.SetRaw(R.VDISR_EL2, 0x8000_0002);
        _machine.At(ExceptionLevel.EL1).Run(A64.Mrs(0, R.DISR_EL1));
        _machine.At(ExceptionLevel.EL2).Run(A64.Mrs(1, R.DISR_EL1));
        _machine.At(ExceptionLevel.EL3);
        Pe[R.SCR_EL3] |= SCR_EL3.EA;
        _machine.At(ExceptionLevel.EL2).Run(A64.Mrs(2, R.DISR_EL1));
        Assert.That((Pe.X(0), Pe.X(1), Pe.X(2)), Is.EqualTo((0x8000_0002UL, 0x8000_0001UL, 0UL)));
    }
}
