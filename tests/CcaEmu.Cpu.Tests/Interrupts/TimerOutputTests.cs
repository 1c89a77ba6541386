using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Cpu.Tests.Interrupts;

/// <summary>The generic timers as outputs: when they request an interrupt, and when the next one will.</summary>
internal sealed class TimerOutputTests
{
    private TestPe _machine = null!;

    private ProcessingElement Pe => _machine.Pe;

    [SetUp]
    public void SetUp() => _machine = new TestPe();

    [TearDown]
    public void TearDown() => _machine.Dispose();

    [TestCase(GenericTimer.Physical, SystemRegister.CNTP_CTL_EL0, SystemRegister.CNTP_CVAL_EL0)]
    [TestCase(GenericTimer.Virtual, SystemRegister.CNTV_CTL_EL0, SystemRegister.CNTV_CVAL_EL0)]
    [TestCase(GenericTimer.HypervisorPhysical, SystemRegister.CNTHP_CTL_EL2, SystemRegister.CNTHP_CVAL_EL2)]
    [TestCase(GenericTimer.HypervisorVirtual, SystemRegister.CNTHV_CTL_EL2, SystemRegister.CNTHV_CVAL_EL2)]
    [TestCase(GenericTimer.SecureHypervisorPhysical, SystemRegister.CNTHPS_CTL_EL2, SystemRegister.CNTHPS_CVAL_EL2)]
    [TestCase(GenericTimer.SecureHypervisorVirtual, SystemRegister.CNTHVS_CTL_EL2, SystemRegister.CNTHVS_CVAL_EL2)]
    [TestCase(GenericTimer.SecurePhysical, SystemRegister.CNTPS_CTL_EL1, SystemRegister.CNTPS_CVAL_EL1)]
    public void A_timer_requests_its_interrupt_when_its_count_is_reached(GenericTimer timer, SystemRegister control, SystemRegister compare)
    {
        Assert.That(Pe.TicksToTimerEvent, Is.Null);
        Pe[control] = CNTx_CTL.ENABLE;
        Pe[compare] = 20;
        Assert.That(Pe.TicksToTimerEvent, Is.EqualTo(20));
        _machine.Run([.. Enumerable.Repeat(A64.Nop, 19)]);
        Assert.That((Pe.IsTimerInterruptRequested(timer), Pe.TicksToTimerEvent), Is.EqualTo((false, (ulong?)1)));
        _machine.Run(A64.Nop);
        Assert.That((Pe.IsTimerInterruptRequested(timer), Pe.TicksToTimerEvent), Is.EqualTo((true, (ulong?)null)));
        Pe[control] = CNTx_CTL.ENABLE | CNTx_CTL.IMASK;
        Assert.That(Pe.IsTimerInterruptRequested(timer), Is.False);
    }

    [Test]
    public void CNTVMASK_masks_the_virtual_timer_in_Realm_state()
    {
        Pe[SystemRegister.CNTHCTL_EL2] = CNTHCTL_EL2.CNTVMASK;
        Pe[SystemRegister.CNTV_CTL_EL0] = CNTx_CTL.ENABLE;
        _machine.At(ExceptionLevel.EL1, SecurityState.Realm);
        Assert.That(Pe.IsTimerInterruptRequested(GenericTimer.Virtual), Is.False);
        _machine.At(ExceptionLevel.EL1, SecurityState.NonSecure);
        Assert.That(Pe.IsTimerInterruptRequested(GenericTimer.Virtual), Is.True);
    }
}
