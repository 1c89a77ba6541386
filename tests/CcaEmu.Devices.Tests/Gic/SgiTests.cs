using CcaEmu.Arm;
using CcaEmu.Devices.Gic;
using static CcaEmu.Devices.Tests.Gic.GicBench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>GIC architecture (IHI 0069), "Software Generated Interrupts", "ICC_SGI1R_EL1", "ICC_ASGI1R_EL1", "ICC_SGI0R_EL1".</summary>
internal sealed class SgiTests
{
    [Test]
    public void One_to_itself_arrives_once()
    {
        var bench = new GicBench();
        bench.Arrange(3, 2, 0xA0);
        bench.Set(R.ICC_SGI1R_EL1, 3UL << 24 | 1, NonSecure);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(3));
        bench.Set(R.ICC_EOIR1_EL1, 3, NonSecure);
        Assert.That(bench.Get(R.ICC_IAR1_EL1, NonSecure), Is.EqualTo(1023));
    }

    [Test]
    public void A_list_reaches_those_it_names_across_clusters([Range(0, 7)] int target)
    {
        var bench = new GicBench(pes: 8);
        for (int pe = 0; pe < 8; pe++)
            bench.Arrange(5, 2, 0xA0, pe);
        bench.Set(R.ICC_SGI1R_EL1, 5UL << 24 | 1 | (ulong)(target & 3) << 16 | (ulong)(target >> 2) << 32, NonSecure);
        Assert.That(Reached(bench, 8, 5), Is.EqualTo(1u << target));
    }

    [Test]
    public void An_affinity_that_no_PE_has_reaches_nobody([Values(2UL, 1UL << 48, 1UL << 44 | 1, 9UL << 16 | 1)] ulong who)
    {
        var bench = new GicBench(pes: 4);
        for (int pe = 0; pe < 4; pe++)
            bench.Arrange(5, 2, 0xA0, pe);
        bench.Set(R.ICC_SGI1R_EL1, 5UL << 24 | who, NonSecure);
        Assert.That(Reached(bench, 4, 5), Is.Zero);
    }

    [Test]
    public void IRM_reaches_all_but_the_sender()
    {
        var bench = new GicBench(pes: 8);
        for (int pe = 0; pe < 8; pe++)
            bench.Arrange(5, 2, 0xA0, pe);
        bench.Set(R.ICC_SGI1R_EL1, 5UL << 24 | 1UL << 40, Realm, pe: 2);
        Assert.That(Reached(bench, 8, 5), Is.EqualTo(0xFBu));
    }

    // Columns: what arrives at an SGI of Group 0, Secure Group 1, Non-secure Group 1, with NSACR 0, 1, 2.
    [TestCase(R.ICC_SGI0R_EL1, SecurityState.Secure, "yyy --- ---")]
    [TestCase(R.ICC_SGI1R_EL1, SecurityState.Secure, "yyy yyy ---")]
    [TestCase(R.ICC_ASGI1R_EL1, SecurityState.Secure, "--- --- yyy")]
    [TestCase(R.ICC_SGI0R_EL1, SecurityState.Root, "yyy --- ---")]
    [TestCase(R.ICC_SGI1R_EL1, SecurityState.Root, "yyy yyy ---")]
    [TestCase(R.ICC_ASGI1R_EL1, SecurityState.Root, "--- --- yyy")]
    [TestCase(R.ICC_SGI0R_EL1, SecurityState.NonSecure, "-yy --- ---")]
    [TestCase(R.ICC_SGI1R_EL1, SecurityState.NonSecure, "--- --- yyy")]
    [TestCase(R.ICC_ASGI1R_EL1, SecurityState.NonSecure, "-yy --y ---")]
    [TestCase(R.ICC_SGI0R_EL1, SecurityState.Realm, "-yy --- ---")]
    [TestCase(R.ICC_SGI1R_EL1, SecurityState.Realm, "--- --- yyy")]
    public void The_group_of_the_target_decides_with_NSACR(R register, SecurityState from, string row)
    {
        CpuInterfaceView view = from == SecurityState.Root ? El3 : NonSecure with { LowerState = from };
        string seen = "";
        for (int group = 0; group < 3; group++)
        {
            for (uint access = 0; access < 3; access++)
            {
                var bench = new GicBench();
                bench.Arrange(4, group, 0x90);
                bench.SetRedistributor(0x1_0E00, access << 8);
                bench.Set(register, 4UL << 24 | 1, view);
                seen += (bench.Redistributor(0x1_0200) & 1 << 4) != 0 ? 'y' : '-';
            }
            seen += group < 2 ? " " : "";
        }
        Assert.That(seen, Is.EqualTo(row));
    }

    private static uint Reached(GicBench bench, int pes, int id)
    {
        uint reached = 0;
        for (int pe = 0; pe < pes; pe++)
            reached |= (bench.Redistributor(0x1_0200, pe) >> id & 1) << pe;
        return reached;
    }
}
