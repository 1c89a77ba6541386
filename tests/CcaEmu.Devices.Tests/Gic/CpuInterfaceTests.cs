using CcaEmu.Arm;
using CcaEmu.Devices.Gic;
using static CcaEmu.Devices.Tests.Gic.GicBench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "The CPU interface": groups, priorities, preemption, acknowledging and ending.</summary>
internal sealed class CpuInterfaceTests
{
    private const uint Spi = 40;

    [Test]
    public void System_registers_are_on_and_stay_so()
    {
        var bench = new GicBench(boot: false);
        foreach (R register in (R[])[R.ICC_SRE_EL1, R.ICC_SRE_EL2, R.ICC_SRE_EL3])
        {
            bench.Set(register, 0, El3);
            Assert.That(bench.Get(register, El3) & 1, Is.EqualTo(1), $"{register}");
        }
    }

    [Test]
    public void Five_priority_bits_stick_in_the_mask()
    {
        var bench = new GicBench(boot: false);
        Assert.That(bench.Get(R.ICC_PMR_EL1, El3), Is.Zero);
        bench.Set(R.ICC_PMR_EL1, 0xFF, El3);
        Assert.That(bench.Get(R.ICC_PMR_EL1, El3), Is.EqualTo(0xF8));
        Assert.That(bench.Get(R.ICC_CTLR_EL1, NonSecure) >> 8 & 7, Is.EqualTo(4));
        Assert.That(bench.Get(R.ICC_CTLR_EL3, El3) >> 8 & 7, Is.EqualTo(4));
    }

    [Test]
    public void The_Non_secure_mask_shows_whether_Group_0_belongs_to_EL3()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_PMR_EL1, 0x08, NonSecure);
        Assert.That(bench.Get(R.ICC_PMR_EL1, NonSecure), Is.EqualTo(0x08), "SCR_EL3.FIQ = 0");
        bench.Set(R.ICC_PMR_EL1, 0xF8, El3);
        CpuInterfaceView halved = NonSecure with { FiqToEl3 = true };
        bench.Set(R.ICC_PMR_EL1, 0x08, halved);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Get(R.ICC_PMR_EL1, halved), Is.Zero, "SCR_EL3.FIQ = 1");
            Assert.That(bench.Get(R.ICC_PMR_EL1, El3), Is.EqualTo(0x80));
        }
        bench.Set(R.ICC_PMR_EL1, 0xF0, halved);
        Assert.That((bench.Get(R.ICC_PMR_EL1, halved), bench.Get(R.ICC_PMR_EL1, El3)), Is.EqualTo((0xF0UL, 0xF8UL)));
        bench.Set(R.ICC_PMR_EL1, 0x40, El3);
        bench.Set(R.ICC_PMR_EL1, 0xF0, halved with { LowerState = SecurityState.Realm });
        Assert.That((bench.Get(R.ICC_PMR_EL1, halved), bench.Get(R.ICC_PMR_EL1, El3)), Is.EqualTo((0UL, 0x40UL)), "a Secure mask stays");
    }

    [Test]
    public void The_running_priority_is_halved_in_the_same_way()
    {
        var bench = new GicBench();
        CpuInterfaceView halved = NonSecure with { FiqToEl3 = true };
        Assert.That(bench.Get(R.ICC_RPR_EL1, halved), Is.EqualTo(0xFF));
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        bench.Get(R.ICC_IAR1_EL1, halved);
        Assert.That((bench.Get(R.ICC_RPR_EL1, halved), bench.Get(R.ICC_RPR_EL1, NonSecure)), Is.EqualTo((0x40UL, 0xA0UL)));
    }

    [Test]
    public void A_binary_point_below_the_lowest_becomes_the_lowest()
    {
        var bench = new GicBench();
        foreach ((R register, CpuInterfaceView view, ulong lowest) in
            ((R, CpuInterfaceView, ulong)[])[(R.ICC_BPR0_EL1, El3, 2), (R.ICC_BPR1_EL1, El3Secure, 2), (R.ICC_BPR1_EL1, Secure, 2), (R.ICC_BPR1_EL1, NonSecure, 3)])
        {
            Assert.That(bench.Get(register, view), Is.EqualTo(lowest), "at reset");
            bench.Set(register, 6, view);
            Assert.That(bench.Get(register, view), Is.EqualTo(6));
            bench.Set(register, 0, view);
            Assert.That(bench.Get(register, view), Is.EqualTo(lowest));
        }
    }

    [Test]
    public void A_common_binary_point_governs_Group_1()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_BPR0_EL1, 4, El3);
        bench.Set(R.ICC_BPR1_EL1, 6, NonSecure);
        bench.Set(R.ICC_CTLR_EL1, 1, NonSecure);
        Assert.That(bench.Get(R.ICC_CTLR_EL1, NonSecure) & 1, Is.Zero, "EL3's to choose");
        bench.Set(R.ICC_CTLR_EL3, 3, El3);
        bench.Set(R.ICC_BPR1_EL1, 7, NonSecure);
        bench.Set(R.ICC_BPR1_EL1, 3, Secure);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Get(R.ICC_CTLR_EL1, NonSecure) & 1, Is.EqualTo(1));
            Assert.That(bench.Get(R.ICC_BPR1_EL1, NonSecure), Is.EqualTo(4), "BPR0 + 1, and what was written is ignored");
            Assert.That(bench.Get(R.ICC_BPR1_EL1, El3), Is.EqualTo(6), "the register itself");
            Assert.That(bench.Get(R.ICC_BPR0_EL1, El3), Is.EqualTo(3), "a Secure write goes to BPR0");
        }
    }

    [Test]
    public void Control_bits_are_aliases_of_one_another()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_CTLR_EL1, 2, NonSecure);
        Assert.That(bench.Get(R.ICC_CTLR_EL3, El3) & 0x1F, Is.EqualTo(0x10));
        bench.Set(R.ICC_CTLR_EL1, 2, Secure);
        Assert.That(bench.Get(R.ICC_CTLR_EL3, El3) & 0x1F, Is.EqualTo(0x18));
        bench.Set(R.ICC_CTLR_EL3, 0x04, El3);
        Assert.That((bench.Get(R.ICC_CTLR_EL1, NonSecure) & 2, bench.Get(R.ICC_CTLR_EL1, Secure) & 2), Is.EqualTo((0UL, 0UL)));
        bench.Set(R.ICC_IGRPEN1_EL3, 0, El3);
        bench.Set(R.ICC_IGRPEN1_EL1, 1, Realm);
        Assert.That(bench.Get(R.ICC_IGRPEN1_EL3, El3), Is.EqualTo(1));
        bench.Set(R.ICC_IGRPEN1_EL1, 1, El3Secure);
        Assert.That(bench.Get(R.ICC_IGRPEN1_EL3, El3), Is.EqualTo(3));
    }

    [Test]
    public void A_priority_equal_to_the_mask_is_held_back_and_one_above_it_is_not()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        bench.Set(R.ICC_PMR_EL1, 0xA0, NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(1023));
        Assert.That(bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(Spi), "HPPIR does not ask the mask");
        bench.Set(R.ICC_PMR_EL1, 0xA8, NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
    }

    [Test]
    public void Nothing_to_acknowledge_is_1023_and_ending_it_does_no_harm()
    {
        var bench = new GicBench();
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(1023));
        Assert.That(bench.Get(R.ICC_IAR0_EL1, El3), Is.EqualTo(1023));
        bench.Set(R.ICC_EOIR1_EL1, 1023, NonSecure);
        bench.Set(R.ICC_EOIR0_EL1, 0xFF_FFFF, El3);
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xFF));
    }

    [TestCase(0, "1023 1023 1023 1023 40 40 1023 1023", GroupSignal.Group0)]
    [TestCase(1, "1023 1023 1023 40 1020 1023 40 1023", GroupSignal.Group1Secure)]
    [TestCase(2, "40 1023 40 1023 1021 1023 40 1023", GroupSignal.Group1NonSecure)]
    public void Each_world_sees_its_own_interrupts(int group, string row, GroupSignal signal)
    {
        var bench = new GicBench();
        bench.Arrange(Spi, group, 0x90);
        bench.Gic.SetSpiLine(Spi, true);
        (R, CpuInterfaceView)[] columns =
        [
            (R.ICC_HPPIR1_EL1, NonSecure), (R.ICC_HPPIR0_EL1, NonSecure), (R.ICC_HPPIR1_EL1, Realm), (R.ICC_HPPIR1_EL1, Secure),
            (R.ICC_HPPIR0_EL1, El3), (R.ICC_HPPIR0_EL1, Secure), (R.ICC_HPPIR1_EL1, El3), (R.ICC_HPPIR0_EL1, Realm),
        ];
        string seen = string.Join(' ', columns.Select(column => bench.Get(column.Item1, column.Item2)));
        Assert.That(seen, Is.EqualTo(row));
        Assert.That(bench.Signal(), Is.EqualTo(signal));
        // What is not an interrupt activates nothing.
        foreach ((R register, CpuInterfaceView view) in columns)
        {
            R iar = register == R.ICC_HPPIR0_EL1 ? R.ICC_IAR0_EL1 : R.ICC_IAR1_EL1;
            if (bench.Get(register, view) != Spi)
                Assert.That(bench.Get(iar, view), Is.EqualTo(bench.Get(register, view)));
        }
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0xFF));
    }

    [Test]
    public void A_lower_group_priority_preempts_and_ends_restore_what_ran_before()
    {
        var bench = new GicBench();
        bench.Arrange(40, 2, 0xC0);
        bench.Arrange(41, 2, 0xC0);
        bench.Arrange(42, 2, 0xA0);
        bench.Gic.SetSpiLine(40, true);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(40));
        bench.Gic.SetSpiLine(41, true);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "an equal one does not preempt");
        bench.Gic.SetSpiLine(42, true);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(42));
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xA0));
        bench.Gic.SetSpiLine(42, false);
        bench.Set(R.ICC_EOIR1_EL1, 42, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xC0));
        bench.Gic.SetSpiLine(40, false);
        bench.Set(R.ICC_EOIR1_EL1, 40, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xFF));
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(41));
    }

    [Test]
    public void The_binary_point_decides_what_preempts()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_BPR1_EL1, 6, NonSecure); // group priority in bits 7:6
        bench.Arrange(40, 2, 0xB0);
        bench.Arrange(41, 2, 0x90);
        bench.Gic.SetSpiLine(40, true);
        bench.Get(R.ICC_IAR1_EL1, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0x80), "the group priority runs");
        bench.Gic.SetSpiLine(41, true);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
        bench.Set(R.ICC_EOIR1_EL1, 40, NonSecure);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(41), "the subpriority orders");
    }

    [Test]
    public void Group_0_preempts_Non_secure_Group_1_and_each_end_drops_its_own_group()
    {
        var bench = new GicBench();
        bench.Arrange(40, 2, 0xA0);
        bench.Arrange(41, 0, 0x20);
        bench.Gic.SetSpiLine(40, true);
        bench.Get(R.ICC_IAR1_EL1, NonSecure);
        bench.Gic.SetSpiLine(41, true);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group0));
        Assert.That(bench.Get(R.ICC_IAR0_EL1, El3), Is.EqualTo(41));
        bench.Set(R.ICC_EOIR1_EL1, 40, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0x20), "Non-secure cannot end Group 0");
        bench.Gic.SetSpiLine(41, false);
        bench.Set(R.ICC_EOIR0_EL1, 41, El3);
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0xA0));
        bench.Set(R.ICC_EOIR1_EL1, 40, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0xFF));
    }

    [Test]
    public void With_EOImode_an_interrupt_does_not_return_before_it_is_deactivated()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_CTLR_EL1, 2, NonSecure);
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        bench.Get(R.ICC_IAR1_EL1, NonSecure);
        bench.Set(R.ICC_EOIR1_EL1, Spi, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, NonSecure), Is.EqualTo(0xFF));
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
        bench.Set(R.ICC_DIR_EL1, Spi, NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
    }

    [TestCase(2, SecurityState.NonSecure, false, false, true)]
    [TestCase(2, SecurityState.Realm, false, false, true)]
    [TestCase(2, SecurityState.NonSecure, true, false, false, Description = "SCR_EL3.IRQ")]
    [TestCase(2, SecurityState.NonSecure, false, true, false, Description = "HCR_EL2.IMO")]
    [TestCase(1, SecurityState.NonSecure, false, false, false)]
    [TestCase(0, SecurityState.NonSecure, false, false, false)]
    [TestCase(0, SecurityState.Secure, false, false, true)]
    [TestCase(1, SecurityState.Secure, false, false, true)]
    public void Who_may_deactivate_depends_on_group_and_routing(int group, SecurityState state, bool irqToEl3, bool virtualIrq, bool allowed)
    {
        var bench = new GicBench();
        bench.Set(R.ICC_CTLR_EL3, 0x1C, El3);
        bench.Arrange(Spi, group, 0x90);
        bench.SetDistributor(0x304, 1 << 8);
        bench.Set(R.ICC_DIR_EL1, Spi, NonSecure with { LowerState = state, IrqToEl3 = irqToEl3, VirtualIrq = virtualIrq });
        Assert.That(bench.Distributor(0x304) == 0, Is.EqualTo(allowed));
        bench.Set(R.ICC_DIR_EL1, Spi, El3);
        Assert.That(bench.Distributor(0x304), Is.Zero, "EL3 always may");
    }

    [Test]
    public void Active_priorities_can_be_cleared_and_the_Non_secure_state_cannot_claim_Secure_ones()
    {
        var bench = new GicBench();
        bench.Set(R.ICC_AP1R0_EL1, 0xFFFF_FFFF, NonSecure);
        Assert.That(bench.Get(R.ICC_AP1R0_EL1, NonSecure), Is.EqualTo(0xFFFF_0000));
        bench.Set(R.ICC_AP0R0_EL1, 0xFFFF_FFFF, NonSecure);
        Assert.That(bench.Get(R.ICC_AP0R0_EL1, El3), Is.Zero);
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0x80));
        bench.Set(R.ICC_AP1R0_EL1, 0, NonSecure);
        Assert.That(bench.Get(R.ICC_RPR_EL1, El3), Is.EqualTo(0xFF));
        bench.Set(R.ICC_AP1R0_EL1, 2, Secure);
        Assert.That((bench.Get(R.ICC_AP1R0_EL1, NonSecure), bench.Get(R.ICC_RPR_EL1, El3)), Is.EqualTo((0UL, 8UL)));
    }

    [Test]
    public void The_lowest_number_goes_first_among_equals()
    {
        var bench = new GicBench();
        foreach (uint id in (uint[])[50, 27, 200])
        {
            bench.Arrange(id, 2, 0xA0);
            if (id < 32)
                bench.Gic.SetPpiLine(0, id, true);
            else
                bench.Gic.SetSpiLine(id, true);
        }
        Assert.That(bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(27));
        bench.Arrange(200, 2, 0x98);
        Assert.That(bench.Get(R.ICC_HPPIR1_EL1, NonSecure), Is.EqualTo(200));
    }

    [Test]
    public void A_reset_of_the_interface_leaves_the_redistributor_alone()
    {
        var bench = new GicBench();
        bench.Arrange(27, 2, 0xA0);
        bench.Gic.ResetCpuInterface(0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Get(R.ICC_PMR_EL1, El3), Is.Zero);
            Assert.That(bench.Redistributor(0x1_0100), Is.EqualTo(1u << 27));
        }
    }
}
