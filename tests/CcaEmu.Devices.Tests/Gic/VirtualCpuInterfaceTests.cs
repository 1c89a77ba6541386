using CcaEmu.Arm.Registers.Fields;
using static CcaEmu.Devices.Tests.Gic.GicBench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "Virtual interrupt handling": list registers, ICV_* and ICH_* registers, maintenance.</summary>
internal sealed class VirtualCpuInterfaceTests
{
    private const ulong Machine = 0xF0UL << 24 | 0x2; // VPMR, VENG1
    private const ulong Group0Machine = 0xF0UL << 24 | 0x3;

    private GicBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new GicBench();

    [Test]
    public void The_type_register_says_what_there_is()
    {
        ulong vtr = Get(R.ICH_VTR_EL2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ICH_VTR_EL2.ListRegs.Get(vtr), Is.EqualTo(15));
            Assert.That(ICH_VTR_EL2.PREbits.Get(vtr), Is.EqualTo(4));
            Assert.That(ICH_VTR_EL2.PRIbits.Get(vtr), Is.EqualTo(4));
            Assert.That(vtr & (ICH_VTR_EL2.nV4 | ICH_VTR_EL2.TDS | ICH_VTR_EL2.A3V), Is.EqualTo(ICH_VTR_EL2.nV4 | ICH_VTR_EL2.TDS | ICH_VTR_EL2.A3V));
            Assert.That(vtr, Is.EqualTo(CcaEmu.Arm.Registers.SystemRegisterTable.Get(R.ICH_VTR_EL2).ResetValue));
            Assert.That(Get(R.ICH_VMCR_EL2), Is.EqualTo(2UL << 21 | 3UL << 18 | 8));
            Assert.That(Get(R.ICH_ELRSR_EL2), Is.EqualTo(0xFFFF));
        }
    }

    [Test]
    public void A_pending_list_register_raises_a_virtual_IRQ_and_is_taken()
    {
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        Assert.That((_bench.VirtualIrq(), _bench.VirtualFiq()), Is.EqualTo((true, false)));
        Assert.That(_bench.GetVirtual(R.ICC_HPPIR1_EL1), Is.EqualTo(40));
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(40));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StateOf(0), Is.EqualTo(2));
            Assert.That(_bench.VirtualIrq(), Is.False);
            Assert.That(_bench.GetVirtual(R.ICC_RPR_EL1), Is.EqualTo(0xA0));
            Assert.That(Get(R.ICH_AP1R0_EL2), Is.EqualTo(1u << 20));
        }
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StateOf(0), Is.Zero);
            Assert.That(Get(R.ICH_AP1R0_EL2), Is.Zero);
            Assert.That(Get(R.ICH_ELRSR_EL2), Is.EqualTo(0xFFFF));
            Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(1023));
        }
    }

    [Test]
    public void Group_0_is_a_virtual_FIQ_and_answers_to_IAR0_alone()
    {
        On(Group0Machine);
        Set(R.ICH_LR3_EL2, Lr(40, 0));
        Assert.That((_bench.VirtualIrq(), _bench.VirtualFiq()), Is.EqualTo((false, true)));
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(1023));
        Assert.That(_bench.GetVirtual(R.ICC_IAR0_EL1), Is.EqualTo(40));
        _bench.SetVirtual(R.ICC_EOIR0_EL1, 40);
        Assert.That(StateOf(3), Is.Zero);
    }

    [Test]
    public void Enable_mask_and_group_hold_it_back()
    {
        Set(R.ICH_VMCR_EL2, Machine);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        Assert.That(_bench.VirtualIrq(), Is.False, "ICH_HCR_EL2.En");
        On(Machine);
        Assert.That(_bench.VirtualIrq(), Is.True);
        _bench.SetVirtual(R.ICC_PMR_EL1, 0xA0);
        Assert.That(_bench.VirtualIrq(), Is.False, "equal to the mask");
        _bench.SetVirtual(R.ICC_PMR_EL1, 0xFF);
        Assert.That(_bench.VirtualIrq(), Is.True);
        Assert.That(_bench.GetVirtual(R.ICC_PMR_EL1), Is.EqualTo(0xF8), "five bits");
        _bench.SetVirtual(R.ICC_IGRPEN1_EL1, 0);
        Assert.That(_bench.VirtualIrq(), Is.False, "VENG1");
    }

    [Test]
    public void Registers_of_EL1_and_EL2_show_the_same_machine()
    {
        On(Machine);
        _bench.SetVirtual(R.ICC_CTLR_EL1, 2);
        _bench.SetVirtual(R.ICC_BPR0_EL1, 5);
        _bench.SetVirtual(R.ICC_BPR1_EL1, 0);
        _bench.SetVirtual(R.ICC_IGRPEN0_EL1, 1);
        Assert.That(Get(R.ICH_VMCR_EL2), Is.EqualTo(0xF0UL << 24 | 5UL << 21 | 3UL << 18 | 1UL << 9 | 8 | 3));
        Set(R.ICH_VMCR_EL2, 0x80UL << 24 | 1UL << 4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_bench.GetVirtual(R.ICC_PMR_EL1), Is.EqualTo(0x80));
            Assert.That(_bench.GetVirtual(R.ICC_CTLR_EL1) & 3, Is.EqualTo(1));
            Assert.That(_bench.GetVirtual(R.ICC_BPR0_EL1), Is.EqualTo(2));
            Assert.That(_bench.GetVirtual(R.ICC_BPR1_EL1), Is.EqualTo(3), "VCBPR: VBPR0 + 1");
            Assert.That(_bench.GetVirtual(R.ICC_IGRPEN0_EL1), Is.Zero);
        }
        _bench.SetVirtual(R.ICC_BPR1_EL1, 7);
        Assert.That(_bench.GetVirtual(R.ICC_BPR1_EL1), Is.EqualTo(3));
    }

    [Test]
    public void A_higher_priority_preempts_and_the_first_of_equals_is_taken()
    {
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        Set(R.ICH_LR1_EL2, Lr(41, ICH_LR_EL2.Group));
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(40));
        Assert.That(_bench.VirtualIrq(), Is.False);
        Set(R.ICH_LR2_EL2, Lr(42, ICH_LR_EL2.Group, 0x80));
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(42));
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 42);
        Assert.That(_bench.GetVirtual(R.ICC_RPR_EL1), Is.EqualTo(0xA0));
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(41));
    }

    [Test]
    public void A_hardware_interrupt_is_deactivated_with_its_virtual_one()
    {
        _bench.Arrange(27, 2, 0xA0);
        _bench.Gic.SetPpiLine(0, 27, true);
        _bench.Set(R.ICC_CTLR_EL1, 2, NonSecure);
        _bench.Get(R.ICC_IAR1_EL1, NonSecure);
        _bench.Set(R.ICC_EOIR1_EL1, 27, NonSecure);
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(27, ICH_LR_EL2.Group | ICH_LR_EL2.HW | 27UL << 32));
        _bench.GetVirtual(R.ICC_IAR1_EL1);
        Assert.That(_bench.Redistributor(0x1_0300), Is.EqualTo(1u << 27));
        _bench.Gic.SetPpiLine(0, 27, false);
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 27);
        Assert.That(_bench.Redistributor(0x1_0300), Is.Zero);
    }

    [Test]
    public void An_end_that_is_asked_for_is_announced_until_the_list_register_is_written()
    {
        On(Machine);
        _bench.Arrange(25, 2, 0xA0);
        Set(R.ICH_LR1_EL2, Lr(40, ICH_LR_EL2.Group | ICH_LR_EL2.EOI));
        _bench.GetVirtual(R.ICC_IAR1_EL1);
        Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(1023));
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Get(R.ICH_EISR_EL2), Is.EqualTo(2));
            Assert.That(Get(R.ICH_ELRSR_EL2), Is.EqualTo(0xFFFD));
            Assert.That(Get(R.ICH_MISR_EL2), Is.EqualTo(ICH_MISR_EL2.EOI));
            Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(25));
        }
        Set(R.ICH_LR1_EL2, 0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Get(R.ICH_EISR_EL2), Is.Zero);
            Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(1023));
        }
    }

    [TestCase(ICH_HCR_EL2.UIE, ICH_MISR_EL2.U)]
    [TestCase(ICH_HCR_EL2.NPIE, ICH_MISR_EL2.NP)]
    [TestCase(ICH_HCR_EL2.VGrp0DIE, ICH_MISR_EL2.VGrp0D)]
    [TestCase(ICH_HCR_EL2.VGrp1EIE, ICH_MISR_EL2.VGrp1E)]
    public void Each_condition_raises_the_maintenance_interrupt_and_drops_it(ulong enable, ulong status)
    {
        _bench.Arrange(25, 2, 0xA0);
        Set(R.ICH_VMCR_EL2, Machine);
        Set(R.ICH_HCR_EL2, ICH_HCR_EL2.En | enable);
        Assert.That(Get(R.ICH_MISR_EL2), Is.EqualTo(status));
        Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(25));
        Set(R.ICH_HCR_EL2, enable);
        Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(1023), "the interface is off");
        Assert.That(Get(R.ICH_MISR_EL2), Is.EqualTo(status), "but the condition shows");
        Set(R.ICH_HCR_EL2, ICH_HCR_EL2.En | enable);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group, 0xF8));
        Set(R.ICH_LR1_EL2, Lr(41, ICH_LR_EL2.Group, 0xF8));
        Set(R.ICH_VMCR_EL2, 0xF0UL << 24 | 1);
        Assert.That(Get(R.ICH_MISR_EL2), Is.Zero);
        Assert.That(_bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(1023));
    }

    [TestCase(ICH_HCR_EL2.VGrp0EIE, ICH_MISR_EL2.VGrp0E, 1UL)]
    [TestCase(ICH_HCR_EL2.VGrp1DIE, ICH_MISR_EL2.VGrp1D, 1UL)]
    public void The_guests_own_enables_change_the_maintenance_interrupt(ulong enable, ulong status, ulong veng)
    {
        Set(R.ICH_HCR_EL2, ICH_HCR_EL2.En | enable);
        Set(R.ICH_VMCR_EL2, veng);
        Assert.That(Get(R.ICH_MISR_EL2), Is.EqualTo(status));
        _bench.SetVirtual(R.ICC_IGRPEN0_EL1, 0);
        _bench.SetVirtual(R.ICC_IGRPEN1_EL1, 1);
        Assert.That(Get(R.ICH_MISR_EL2), Is.Zero);
    }

    [Test]
    public void An_end_without_a_list_register_is_counted()
    {
        On(Machine, ICH_HCR_EL2.LRENPIE);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        _bench.GetVirtual(R.ICC_IAR1_EL1);
        Set(R.ICH_LR0_EL2, 0);
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ICH_HCR_EL2.EOIcount.Get(Get(R.ICH_HCR_EL2)), Is.EqualTo(1));
            Assert.That(Get(R.ICH_MISR_EL2), Is.EqualTo(ICH_MISR_EL2.LRENP));
            Assert.That(Get(R.ICH_AP1R0_EL2), Is.Zero, "the priority has dropped");
        }
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        Assert.That(ICH_HCR_EL2.EOIcount.Get(Get(R.ICH_HCR_EL2)), Is.EqualTo(1), "nothing was active");
    }

    [Test]
    public void With_EOImode_DIR_deactivates()
    {
        On(Machine | 1UL << 9);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        _bench.GetVirtual(R.ICC_IAR1_EL1);
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        Assert.That(StateOf(0), Is.EqualTo(2));
        _bench.SetVirtual(R.ICC_DIR_EL1, 40);
        Assert.That(StateOf(0), Is.Zero);
        _bench.SetVirtual(R.ICC_DIR_EL1, 40);
        Assert.That(ICH_HCR_EL2.EOIcount.Get(Get(R.ICH_HCR_EL2)), Is.EqualTo(1));
    }

    [Test]
    public void Pending_and_active_is_offered_again_after_its_end()
    {
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        _bench.GetVirtual(R.ICC_IAR1_EL1);
        Set(R.ICH_LR0_EL2, ICH_LR_EL2.State.Set(Get(R.ICH_LR0_EL2), 3));
        Assert.That(_bench.VirtualIrq(), Is.False);
        _bench.SetVirtual(R.ICC_EOIR1_EL1, 40);
        Assert.That(_bench.VirtualIrq(), Is.True);
    }

    [Test]
    public void An_answer_that_is_no_interrupt_is_given_once()
    {
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(1021, ICH_LR_EL2.Group));
        Assert.That(_bench.GetVirtual(R.ICC_IAR1_EL1), Is.EqualTo(1021));
        Assert.That((StateOf(0), Get(R.ICH_AP1R0_EL2)), Is.EqualTo((0UL, 0UL)));
    }

    [Test]
    public void Each_PE_has_its_own()
    {
        On(Machine);
        Set(R.ICH_LR0_EL2, Lr(40, ICH_LR_EL2.Group));
        Assert.That((_bench.VirtualIrq(0), _bench.VirtualIrq(1)), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_list_register_keeps_what_exists_of_it()
    {
        Set(R.ICH_LR0_EL2, ulong.MaxValue);
        Assert.That(Get(R.ICH_LR0_EL2) & 0x00FF_0000_0000_0000, Is.EqualTo(0xF8UL << 48));
        Assert.That(Get(R.ICH_LR0_EL2) & ICH_LR_EL2.NMI, Is.Zero);
        Set(R.ICH_LR0_EL2, ulong.MaxValue & ~ICH_LR_EL2.HW);
        Assert.That(Get(R.ICH_LR0_EL2) >> 32 & 0x1FFF, Is.EqualTo(1UL << 9), "EOI alone");
    }

    private static ulong Lr(uint id, ulong flags, ulong priority = 0xA0) => id | flags | priority << 48 | 1UL << 62;

    private void On(ulong machine, ulong more = 0)
    {
        Set(R.ICH_VMCR_EL2, machine);
        Set(R.ICH_HCR_EL2, ICH_HCR_EL2.En | more);
    }

    private ulong StateOf(int lr) => ICH_LR_EL2.State.Get(Get(R.ICH_LR0_EL2 + (ushort)lr));

    private ulong Get(R register) => _bench.Get(register, NonSecure);

    private void Set(R register, ulong value) => _bench.Set(register, value, NonSecure);
}
