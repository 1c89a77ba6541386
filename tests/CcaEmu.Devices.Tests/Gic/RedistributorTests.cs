using CcaEmu.Arm;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "The GIC Redistributor register descriptions".</summary>
internal sealed class RedistributorTests
{
    private const ulong TYPER = 8, WAKER = 0x14, Sgi = 0x1_0000;

    [Test]
    public void A_walk_over_the_frames_finds_every_PE_and_the_end()
    {
        var bench = new GicBench(pes: 6, boot: false);
        for (int pe = 0; pe < 6; pe++)
        {
            ulong typer = bench.Gic.RedistributorFrames.Read(Pas.NonSecure, (ulong)pe * 0x2_0000 + TYPER, 8);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(typer >> 32, Is.EqualTo((ulong)(pe & 3) << 8 | (ulong)(pe >> 2) << 16), "affinity");
                Assert.That(typer >> 8 & 0xFFFF, Is.EqualTo((ulong)pe), "Processor_Number");
                Assert.That(typer >> 4 & 1, Is.EqualTo(pe == 5 ? 1UL : 0), "Last");
                Assert.That(typer & 3, Is.EqualTo(1), "PLPIS, no VLPIS");
                Assert.That(bench.Redistributor(TYPER + 4, pe), Is.EqualTo((uint)(typer >> 32)), "by halves");
            }
        }
    }

    [Test]
    public void It_sleeps_until_it_is_woken_and_forwards_nothing_before()
    {
        var bench = new GicBench();
        bench.Gic.Reset();
        Assert.That(bench.Redistributor(WAKER), Is.EqualTo(6));
        bench.SetRedistributor(WAKER, 0);
        Assert.That(bench.Redistributor(WAKER), Is.Zero);
        bench.SetRedistributor(WAKER, 2);
        Assert.That(bench.Redistributor(WAKER), Is.EqualTo(6));
        bench = new GicBench();
        bench.Arrange(27, 2, 0xA0);
        bench.Gic.SetPpiLine(0, 27, true);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure));
        bench.SetRedistributor(WAKER, 2, 0, Pas.NonSecure);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.Group1NonSecure), "not the Non-secure state's to say");
        bench.SetRedistributor(WAKER, 2);
        Assert.That(bench.Signal(), Is.EqualTo(GroupSignal.None));
    }

    [Test]
    public void SGIs_are_edge_triggered_for_good_and_PPIs_as_software_says()
    {
        var bench = new GicBench();
        bench.SetRedistributor(Sgi + 0xC00, 0);
        bench.SetRedistributor(Sgi + 0xC04, 0x8000_0002);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Redistributor(Sgi + 0xC00), Is.EqualTo(0xAAAA_AAAA));
            Assert.That(bench.Redistributor(Sgi + 0xC04), Is.EqualTo(0x8000_0002));
            Assert.That(bench.Redistributor(Sgi + 0xC04, 1), Is.Zero, "each PE has its own");
        }
    }

    [Test]
    public void The_Non_secure_state_reaches_its_own_interrupts_alone()
    {
        var bench = new GicBench();
        bench.Arrange(27, 2, 0xA0);
        bench.Arrange(29, 1, 0x20);
        bench.SetRedistributor(Sgi + 0x100, 0xFFFF_FFFF, 0, Pas.NonSecure);
        bench.SetRedistributor(Sgi + 0x200, 0xFFFF_FFFF, 0, Pas.Realm);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Redistributor(Sgi + 0x100), Is.EqualTo(1u << 27 | 1u << 29));
            Assert.That(bench.Redistributor(Sgi + 0x200), Is.EqualTo(1u << 27));
            Assert.That(bench.Redistributor(Sgi + 0x100, 0, Pas.NonSecure), Is.EqualTo(1u << 27));
            Assert.That(bench.Redistributor(Sgi + 0x080, 0, Pas.NonSecure), Is.Zero);
            Assert.That(bench.Redistributor(Sgi + 0xD00, 0, Pas.NonSecure), Is.Zero);
            Assert.That(bench.Redistributor(Sgi + 0xD00), Is.EqualTo(1u << 29));
        }
    }

    [Test]
    public void A_PPI_of_one_PE_is_none_of_anothers()
    {
        var bench = new GicBench();
        bench.Arrange(27, 2, 0xA0, 0);
        bench.Arrange(27, 2, 0xA0, 1);
        bench.Gic.SetPpiLine(1, 27, true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Signal(0), Is.EqualTo(GroupSignal.None));
            Assert.That(bench.Get(R.ICC_IAR1_EL1, GicBench.NonSecure, 1), Is.EqualTo(27));
        }
    }

    [Test]
    public void Every_offset_takes_every_size_in_every_space()
    {
        var bench = new GicBench();
        foreach (Pas pas in Enum.GetValues<Pas>())
        {
            for (ulong offset = 0; offset < 0x4_0000; offset += 4)
            {
                foreach (int size in (int[])[1, 2, 4, 8])
                {
                    if (offset % (ulong)size != 0)
                        continue;
                    bench.Gic.RedistributorFrames.Write(pas, offset, size, ulong.MaxValue);
                    bench.Gic.RedistributorFrames.Read(pas, offset, size);
                }
            }
        }
        Assert.That(bench.Redistributor(TYPER) >> 4 & 1, Is.Zero);
    }
}
