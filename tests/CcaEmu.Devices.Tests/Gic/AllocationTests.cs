using CcaEmu.Arm;
using static CcaEmu.Devices.Tests.Gic.GicBench;
using R = CcaEmu.Arm.Registers.SystemRegister;

namespace CcaEmu.Devices.Tests.Gic;

/// <summary>Accesses to the GIC and lines that devices drive make no garbage: they are part of running guest code.</summary>
internal sealed class AllocationTests
{
    [Test]
    public void Taking_interrupts_and_switching_guests_allocates_nothing()
    {
        var bench = new GicBench(pes: 8);
        bench.Arrange(40, 2, 0xA0);
        bench.Arrange(5, 2, 0xA0);
        bench.Arrange(25, 2, 0xA0);
        Cycle(bench); // what the runtime makes once
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Cycle(bench);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Cycle(GicBench bench)
    {
        bench.Gic.SetSpiLine(40, true);
        bench.Set(R.ICC_SGI1R_EL1, 5UL << 24 | 1, NonSecure);
        for (int i = 0; i < 2; i++)
        {
            ulong id = bench.Get(R.ICC_IAR1_EL1, NonSecure);
            bench.Gic.SetSpiLine(40, false);
            bench.Set(R.ICC_EOIR1_EL1, id, NonSecure);
        }
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, 0x6000 + 8 * 40, 8, 0x100);
        bench.Gic.DistributorFrame.Write(Pas.NonSecure, 0x6000 + 8 * 40, 8, 0);
        for (int i = 0; i < 16; i++)
            bench.Set(R.ICH_LR0_EL2 + (ushort)i, 50 + (ulong)i | 1UL << 60 | 0xA0UL << 48 | 1UL << 62, NonSecure);
        bench.Set(R.ICH_VMCR_EL2, 0xF0UL << 24 | 2, NonSecure);
        bench.Set(R.ICH_HCR_EL2, 3, NonSecure);
        bench.SetVirtual(R.ICC_EOIR1_EL1, bench.GetVirtual(R.ICC_IAR1_EL1));
        bench.Set(R.ICH_HCR_EL2, 0, NonSecure);
    }
}
