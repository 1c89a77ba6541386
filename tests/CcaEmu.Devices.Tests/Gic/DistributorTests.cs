using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "The GIC Distributor register descriptions".</summary>
internal sealed class DistributorTests
{
    private const ulong CTLR = 0, TYPER = 4, IIDR = 8, PIDR2 = 0xFFE8, IROUTER = 0x6000;
    private const uint Spi = 40;

    [Test]
    public void Every_frame_says_GICv3_and_read_only_registers_ignore_writes([Values(0xFFFF_FFFFu, 0xA5A5_5A5Au, 0u)] uint junk)
    {
        var bench = new GicBench(boot: false);
        uint typer = bench.Distributor(TYPER), iidr = bench.Distributor(IIDR);
        bench.SetDistributor(TYPER, junk);
        bench.SetDistributor(IIDR, junk);
        bench.SetDistributor(PIDR2, junk);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Distributor(PIDR2) >> 4 & 0xF, Is.EqualTo(3));
            Assert.That(bench.Redistributor(PIDR2) >> 4 & 0xF, Is.EqualTo(3));
            Assert.That(bench.Its(PIDR2) >> 4 & 0xF, Is.EqualTo(3));
            Assert.That(bench.Distributor(TYPER), Is.EqualTo(typer));
            Assert.That(bench.Distributor(IIDR), Is.EqualTo(iidr));
            Assert.That(typer & 0x1F, Is.EqualTo(7), "ITLinesNumber");
            Assert.That(typer >> 10 & 1, Is.EqualTo(1), "SecurityExtn");
            Assert.That(typer >> 17 & 1, Is.EqualTo(1), "LPIS");
            Assert.That(typer >> 19 & 0x1F, Is.EqualTo(15), "IDbits");
        }
    }

    [Test]
    public void Whoever_waits_for_RWP_or_UWP_after_a_write_waits_for_nothing()
    {
        var bench = new GicBench();
        (bool OfPe, ulong Offset, uint Value)[] writes =
        [
            (false, CTLR, 0x30), (false, CTLR, 0x37), (false, 0x184, uint.MaxValue), (true, 0, 1), (true, 0, 0), (true, 0x1_0180, uint.MaxValue),
        ];
        foreach ((bool ofPe, ulong offset, uint value) in writes)
        {
            if (ofPe)
                bench.SetRedistributor(offset, value);
            else
                bench.SetDistributor(offset, value);
            Assert.That((bench.Distributor(CTLR) >> 31, bench.Distributor(CTLR, Pas.NonSecure) >> 31, bench.Redistributor(0) & (1u << 31 | 1 << 3)),
                Is.EqualTo((0u, 0u, 0u)), $"after 0x{value:x} to 0x{offset:x}");
        }
    }

    [Test]
    public void Affinity_routing_is_on_for_both_states()
    {
        var bench = new GicBench(boot: false);
        bench.SetDistributor(CTLR, 0x30);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Distributor(CTLR), Is.EqualTo(0x30));
            Assert.That(bench.Distributor(CTLR, Pas.NonSecure), Is.EqualTo(0x10));
        }
    }

    [Test]
    public void A_Non_secure_write_enables_its_own_group_alone([Values(Pas.NonSecure, Pas.Realm)] Pas pas)
    {
        var bench = new GicBench(boot: false);
        bench.SetDistributor(CTLR, 0x5);
        bench.SetDistributor(CTLR, 0x13, pas);
        Assert.That(bench.Distributor(CTLR), Is.EqualTo(0x37));
        bench.SetDistributor(CTLR, 0, pas);
        Assert.That(bench.Distributor(CTLR), Is.EqualTo(0x35));
    }

    [Test]
    public void Groups_belong_to_Secure_and_Root([Values(0x084ul, 0xD04ul, 0xE08ul)] ulong register)
    {
        var bench = new GicBench();
        bench.SetDistributor(register, 0xFFFF_FFFF, Pas.NonSecure);
        bench.SetDistributor(register, 0xFFFF_FFFF, Pas.Realm);
        Assert.That(bench.Distributor(register), Is.Zero);
        bench.SetDistributor(register, 0x5555_AAAA, Pas.Root);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Distributor(register, Pas.Root), Is.EqualTo(0x5555_AAAA));
            Assert.That(bench.Distributor(register), Is.EqualTo(0x5555_AAAA));
            Assert.That(bench.Distributor(register, Pas.NonSecure), Is.Zero);
            Assert.That(bench.Distributor(register, Pas.Realm), Is.Zero);
        }
    }

    [Test]
    public void The_Non_secure_state_sees_nothing_of_a_Secure_interrupt([Values(0, 1)] int group)
    {
        var bench = new GicBench();
        bench.Arrange(Spi, group, 0x40);
        bench.SetDistributor(0x204, 1 << 8);
        bench.SetDistributor(0x304, 1 << 8);
        foreach (ulong register in (ulong[])[0x104, 0x184, 0x204, 0x284, 0x304, 0x384, 0x400 + Spi, 0xC08])
        {
            uint before = bench.Distributor(register);
            Assert.That(bench.Distributor(register, Pas.NonSecure), Is.Zero, $"read {register:x}");
            bench.SetDistributor(register, 0xFFFF_FFFF, Pas.NonSecure);
            Assert.That(bench.Distributor(register), Is.EqualTo(before), $"write {register:x}");
        }
    }

    [Test]
    public void What_NSACR_opens_is_opened()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 0, 0x40);
        bench.SetDistributor(0xE08, 1u << 16);
        bench.SetDistributor(0x204, 1 << 8, Pas.NonSecure);
        Assert.That(bench.Distributor(0x204), Is.EqualTo(1 << 8), "1: may set pending");
        bench.SetDistributor(0x284, 1 << 8, Pas.NonSecure);
        Assert.That(bench.Distributor(0x204), Is.EqualTo(1 << 8), "and not clear it");
        bench.SetDistributor(0xE08, 2u << 16);
        bench.SetDistributor(0x284, 1 << 8, Pas.NonSecure);
        Assert.That(bench.Distributor(0x204), Is.Zero, "2: may clear it");
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, IROUTER + 8 * Spi, 8, 0x100);
        Assert.That(bench.Distributor(IROUTER + 8 * Spi), Is.Zero);
        bench.SetDistributor(0xE08, 3u << 16);
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, IROUTER + 8 * Spi, 8, 0x100);
        Assert.That(bench.Distributor(IROUTER + 8 * Spi), Is.EqualTo(0x100), "3: may route it");
    }

    [Test]
    public void A_Non_secure_priority_is_in_the_lower_half()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0);
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, 0x400 + Spi, 1, 0xA0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Gic.DistributorFrame.Read(Pas.NonSecure, 0x400 + Spi, 1), Is.EqualTo(0xA0));
            Assert.That(bench.Gic.DistributorFrame.Read(Pas.Secure, 0x400 + Spi, 1), Is.EqualTo(0xD0));
        }
    }

    [Test]
    public void Five_bits_of_a_priority_exist_and_none_behind_the_last_interrupt()
    {
        var bench = new GicBench();
        for (uint id = 32; id < 256; id += 4)
            bench.SetDistributor(0x400 + id, 0xFFFF_FFFF);
        bench.SetDistributor(0x400 + 256, 0xFFFF_FFFF);
        bench.SetDistributor(0x400, 0xFFFF_FFFF);
        using (Assert.EnterMultipleScope())
        {
            for (uint id = 32; id < 256; id += 4)
                Assert.That(bench.Distributor(0x400 + id), Is.EqualTo(0xF8F8_F8F8));
            Assert.That(bench.Distributor(0x400 + 256), Is.Zero);
            Assert.That(bench.Distributor(0x400), Is.Zero, "the redistributors'");
        }
    }

    [Test]
    public void Registers_of_the_first_block_are_the_redistributors([Values(0x080ul, 0x100ul, 0x200ul, 0x300ul, 0xC00ul, 0xC04ul, 0xE00ul)] ulong register)
    {
        var bench = new GicBench();
        bench.SetDistributor(register, 0xFFFF_FFFF);
        Assert.That(bench.Distributor(register), Is.Zero);
    }

    [Test]
    public void Wrong_sizes_and_reserved_offsets_read_as_zero()
    {
        var bench = new GicBench();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Gic.DistributorFrame.Read(Pas.Secure, 0, 1), Is.Zero);
            Assert.That(bench.Gic.DistributorFrame.Read(Pas.Secure, 0, 8), Is.Zero);
            Assert.That(bench.Distributor(0x1000), Is.Zero);
            Assert.That(bench.Distributor(0x800), Is.Zero, "ITARGETSR");
        }
        bench.Gic.DistributorFrame.Write(Pas.Secure, 0x104, 1, 0xFF);
        Assert.That(bench.Distributor(0x104), Is.Zero);
    }

    [Test]
    public void Every_offset_takes_every_size_in_every_space()
    {
        var bench = new GicBench();
        foreach (Pas pas in Enum.GetValues<Pas>())
        {
            for (ulong offset = 0; offset < 0x1_0000; offset += 4)
            {
                foreach (int size in (int[])[1, 2, 4, 8])
                {
                    if (offset % (ulong)size != 0)
                        continue;
                    bench.Gic.DistributorFrame.Write(pas, offset, size, ulong.MaxValue);
                    bench.Gic.DistributorFrame.Read(pas, offset, size);
                }
            }
        }
        Assert.That(bench.Distributor(CTLR) & 0x40, Is.Not.Zero, "a Secure write of ones chooses a single security state");
    }

    [Test]
    public void A_level_sensitive_interrupt_goes_away_with_its_line()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
        bench.Gic.SetSpiLine(Spi, false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
            Assert.That(bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure), Is.EqualTo(1023));
        }
    }

    [Test]
    public void A_level_sensitive_interrupt_whose_line_stays_up_is_taken_again()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure), Is.EqualTo(Spi));
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "not while it is active");
            bench.Set(R.ICC_EOIR1_EL1, Spi, GicBench.NonSecure);
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
        }
    }

    [Test]
    public void An_edge_that_comes_while_the_interrupt_is_active_is_taken_once_more()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0, edge: true);
        Pulse();
        bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure);
        Pulse();
        Pulse();
        bench.Set(R.ICC_EOIR1_EL1, Spi, GicBench.NonSecure);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure), Is.EqualTo(Spi));
        bench.Set(R.ICC_EOIR1_EL1, Spi, GicBench.NonSecure);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure), Is.EqualTo(1023));

        void Pulse()
        {
            bench.Gic.SetSpiLine(Spi, true);
            bench.Gic.SetSpiLine(Spi, false);
        }
    }

    [Test]
    public void Software_makes_an_interrupt_pending_and_not_but_a_line_stays_what_it_is()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.SetDistributor(0x204, 1 << 8, Pas.NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
        bench.SetDistributor(0x284, 1 << 8, Pas.NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
        bench.Gic.SetSpiLine(Spi, true);
        bench.SetDistributor(0x284, 1 << 8, Pas.NonSecure);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
            Assert.That(bench.Distributor(0x204, Pas.NonSecure), Is.EqualTo(1 << 8));
        }
    }

    [Test]
    public void Clearing_the_active_bit_has_an_interrupt_offered_again()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure);
        Assert.That(bench.Distributor(0x304), Is.EqualTo(1 << 8));
        bench.SetDistributor(0x384, 1 << 8, Pas.NonSecure);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Distributor(0x304), Is.Zero);
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "the running priority has not dropped");
            Assert.That(bench.Get(R.ICC_HPPIR1_EL1, GicBench.NonSecure), Is.EqualTo(Spi));
        }
    }

    [Test]
    public void A_pending_interrupt_moves_with_its_route_and_waits_where_nobody_is()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        Assert.That((bench.Signal(0), bench.Signal(1)), Is.EqualTo((GroupSignal.Group1NonSecure, GroupSignal.None)));
        Route(0x100);
        Assert.That((bench.Signal(0), bench.Signal(1)), Is.EqualTo((GroupSignal.None, GroupSignal.Group1NonSecure)));
        Route(0x70100);
        Assert.That((bench.Signal(0), bench.Signal(1)), Is.EqualTo((GroupSignal.None, GroupSignal.None)));
        Route(0);
        Assert.That((bench.Signal(0), bench.Signal(1)), Is.EqualTo((GroupSignal.Group1NonSecure, GroupSignal.None)));

        void Route(ulong affinity) => bench.Gic.DistributorFrame.Write(Pas.NonSecure, IROUTER + 8 * Spi, 8, affinity);
    }

    [Test]
    public void An_enable_of_group_interrupt_or_interface_holds_it_back()
    {
        var bench = new GicBench();
        bench.Arrange(Spi, 2, 0xA0);
        bench.Gic.SetSpiLine(Spi, true);
        bench.SetDistributor(CTLR, 0x35);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "GICD_CTLR");
        bench.SetDistributor(CTLR, 0x37);
        bench.SetDistributor(0x184, 1 << 8);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "GICD_ICENABLER");
        bench.SetDistributor(0x104, 1 << 8);
        bench.Set(R.ICC_IGRPEN1_EL1, 0, GicBench.NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None), "ICC_IGRPEN1_EL1");
        bench.Set(R.ICC_IGRPEN1_EL1, 1, GicBench.NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
    }

    [Test]
    public void A_single_security_state_stays_until_reset()
    {
        var bench = new GicBench();
        bench.SetDistributor(CTLR, 0x40, Pas.NonSecure);
        Assert.That(bench.Distributor(CTLR) & 0x40, Is.Zero);
        bench.SetDistributor(CTLR, 0x43);
        bench.SetDistributor(CTLR, 0x3, Pas.NonSecure);
        bench.SetDistributor(0x084, 1 << 8, Pas.NonSecure);
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, 0x400 + Spi, 1, 0x20);
        bench.SetDistributor(0x104, 1 << 8, Pas.NonSecure);
        bench.Gic.SetSpiLine(Spi, true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Distributor(CTLR, Pas.NonSecure), Is.EqualTo(0x53));
            Assert.That(bench.Distributor(TYPER) >> 10 & 1, Is.Zero);
            Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1));
            Assert.That(bench.Gic.DistributorFrame.Read(Pas.Secure, 0x400 + Spi, 1), Is.EqualTo(0x20));
        }
        bench.Gic.Reset();
        Assert.That(bench.Distributor(CTLR) & 0x40, Is.Zero);
    }
}
