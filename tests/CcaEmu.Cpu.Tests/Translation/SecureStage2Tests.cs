using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>FEAT_SEL2: Secure EL2, and Secure stage 2 with its two IPA spaces.</summary>
internal sealed class SecureStage2Tests
{
    private const ulong Va = 0x4000_0000, Ipa = 0x50_0000, StageOneNS = 1UL << 5;
    private const ulong SecurePage = 0x60_0000, NonSecurePage = 0x61_0000;

    private El1Machine _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp()
    {
        _machine = new El1Machine(SecurityState.Secure);
        Pe[R.SCR_EL3] |= SCR_EL3.EEL2;
        _machine.EnableStage2();
        // VSTTBR and VTTBR share the tables of identity maps; the page of the test is each one's own.
        ulong shared = Pe[R.VTTBR_EL2];
        _machine.MapStage2(Ipa, SecurePage, "rw");
        Pe[R.VSTTBR_EL2] = shared;
        Pe[R.VSTCR_EL2] = 25 | 1UL << 6;
        _machine.EnableGranuleProtection();
        _machine.Put64(SecurePage, 0x5EC);
        _machine.Put64(NonSecurePage, 0x05);
        _machine.SetGpi(SecurePage, Gpi.Secure);
        _machine.SetGpi(NonSecurePage, Gpi.NonSecure);
        Pe.InvalidateGranuleProtection();
        Pe.X(1) = Va;
    }

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [Test]
    public void A_Secure_IPA_goes_by_VSTTBR_to_the_Secure_space()
    {
        _machine.Map(Va, Ipa, writable: false);
        Pe[R.VTTBR_EL2] = 0xF0_0000; // nothing there
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 0x5ECUL)));
    }

    [Test]
    public void SA_and_SW_send_it_to_the_Non_secure_space([Values(VSTCR_EL2.SA, VSTCR_EL2.SW, VSTCR_EL2.SA | VSTCR_EL2.SW)] ulong bits)
    {
        _machine.Map(Va, Ipa, writable: false);
        Pe[R.VSTCR_EL2] |= bits;
        _machine.Run(A64.Ldr(0, 1));
        Assert.That(_machine.Esr.FSC, Is.EqualTo(FaultStatusCode.GranuleProtection), "a Secure granule by the Non-secure space");
        _machine.MapStage2(Ipa, NonSecurePage, "rw");
        Again();
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 0x05UL)));
    }

    [Test]
    public void A_Non_secure_IPA_goes_by_VTTBR_and_NSA()
    {
        _machine.Map(Va, Ipa, writable: false, more: StageOneNS);
        Pe[R.VSTTBR_EL2] = Pe[R.VTTBR_EL2];
        _machine.Run(A64.Ldr(0, 1));
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 0x5ECUL)), "NSA, NSW, SA, SW all clear: Secure");
        _machine.MapStage2(Ipa, NonSecurePage, "rw");
        Pe[R.VTCR_EL2] |= VTCR_EL2.NSA;
        Again();
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 0x05UL)));
    }

    [Test]
    public void HPFAR_tells_the_IPA_space()
    {
        foreach (ulong ns in (ReadOnlySpan<ulong>)[0, StageOneNS])
        {
            _machine.Map(Va, 0x7_7000, writable: false, more: ns);
            Again();
            Assert.That((_machine.Last.Target, Pe[R.HPFAR_EL2]), Is.EqualTo((ExceptionLevel.EL2, 0x770UL | (ns != 0 ? HPFAR_EL2.NS : 0))));
        }
    }

    [Test]
    public void Without_EEL2_there_is_no_stage_2_and_no_EL2()
    {
        _machine.At(ExceptionLevel.EL3, SecurityState.Secure);
        Pe[R.SCR_EL3] &= ~SCR_EL3.EEL2;
        _machine.Map(Va, SecurePage, writable: false);
        Again();
        Assert.That((_machine.Exceptions.Count, Pe.X(0)), Is.EqualTo((0, 0x5ECUL)), "IPA is PA");
        _machine.At(ExceptionLevel.EL3, SecurityState.Secure);
        Pe[R.SPSR_EL3] = SpsrValue.Create(ExceptionLevel.EL2, handler: true, daif: 0xF).Value;
        Pe.ExceptionReturn();
        Assert.That((Pe.CurrentLevel, Pe.IllegalExecutionState), Is.EqualTo((ExceptionLevel.EL3, true)));
    }

    [Test]
    public void SIF_keeps_Secure_code_out_of_the_Non_secure_space()
    {
        _machine.At(ExceptionLevel.EL2, SecurityState.Secure);
        Assert.That((Pe.CurrentLevel, Pe.SecurityState), Is.EqualTo((ExceptionLevel.EL2, SecurityState.Secure)));
        ulong table = _machine.Bare.NewTable();
        _machine.Put64(table, 1UL << 10 | StageOneNS | 1);
        Pe[R.TTBR0_EL2] = table;
        Pe[R.TCR_EL2] = 25 | 5UL << 16;
        Pe[R.SCTLR_EL2] = SCTLR_ELx.M;
        Assert.That(Pe.Translate(new VirtualAddress(NonSecurePage), AccessKind.Execute, out _, out _), "SIF clear");
        Pe[R.SCR_EL3] |= SCR_EL3.SIF;
        Assert.That(Pe.Translate(new VirtualAddress(NonSecurePage), AccessKind.Execute, out _, out FaultRecord fault), Is.False);
        Assert.That((fault.Kind, fault.Stage), Is.EqualTo((FaultKind.Permission, (byte)1)));
    }

    private void Again()
    {
        Pe.InvalidateTlb(ExceptionLevel.EL1, SecurityState.Secure);
        _machine.At(ExceptionLevel.EL1, SecurityState.Secure);
        Pe.X(1) = Va;
        _machine.Run(A64.Ldr(0, 1));
    }
}
