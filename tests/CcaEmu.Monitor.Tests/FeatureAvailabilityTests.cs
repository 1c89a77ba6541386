using CcaEmu.Arm.Registers.Fields;
using CcaEmu.Arm.Smccc;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;

namespace CcaEmu.Monitor.Tests;

/// <summary>SMCCC_ARCH_FEATURE_AVAILABILITY tells each world what EL3 leaves to it.</summary>
public sealed class FeatureAvailabilityTests
{
    private const ulong ScrEl3 = 0x1E_1100, CptrEl3 = 0x1E_1140, MdcrEl3 = 0x1E_1320, Mpam3El3 = 0x1E_A500;
    private const uint Function = (uint)SmcccFunction.ArchFeatureAvailability;

    [Test]
    public void It_is_found_by_ARCH_FEATURES()
    {
        using var bench = Booted();
        Assert.That(bench.HostCall(new SmcCall((uint)SmcccFunction.ArchFeatures, Function)).X0, Is.Zero);
        Assert.That(bench.HostCall(new SmcCall((uint)SmcccFunction.ArchFeatures, (uint)SmcccFunction.ArchSocId)).X0, Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void What_EL3_enables_is_available_and_what_it_traps_is_not()
    {
        using var bench = Booted();
        const ulong both = SCR_EL3.APK | SCR_EL3.API | SCR_EL3.EnSCXT | SCR_EL3.FGTEn | SCR_EL3.FGTEn2 | SCR_EL3.ECVEn | SCR_EL3.HXEn | SCR_EL3.TERR | SCR_EL3.TRNDR;
        Assert.Multiple(() =>
        {
            Assert.That(Ask(bench, ScrEl3), Is.EqualTo(both | SCR_EL3.AMVOFFEN), "SCR_EL3 of the host: FIEN is 0");
            Assert.That(bench.RmmCall(new SmcCall(Function, ScrEl3)).X1, Is.EqualTo(both), "SCR_EL3 of the RMM");
            Assert.That(Ask(bench, CptrEl3), Is.EqualTo(CPTR_EL3.TFP | CPTR_EL3.TCPAC | CPTR_EL3.TAM));
            Assert.That(Ask(bench, MdcrEl3), Is.EqualTo(MDCR_EL3.TPM | MDCR_EL3.TDA | MDCR_EL3.TDOSA | MDCR_EL3.TDCC));
        });
    }

    [Test]
    public void Features_that_are_switched_on_or_off_show()
    {
        using var bench = Booted(PeFeatures.Default.With("+FEAT_TCR2,+FEAT_TRF,+FEAT_SPE,+FEAT_SPEv1p1,+FEAT_SPEv1p2,-FEAT_ECV_POFF,-FEAT_ECV"));
        ulong scr = Ask(bench, ScrEl3);
        Assert.That(scr & (SCR_EL3.TCR2En | SCR_EL3.SCTLR2En | SCR_EL3.ECVEn), Is.EqualTo(SCR_EL3.TCR2En));
        const ulong trace = MDCR_EL3.TTRF, profiling = 1UL << 12;
        Assert.That(Ask(bench, MdcrEl3) & (trace | profiling), Is.EqualTo(trace | profiling));
        Assert.That(bench.RmmCall(new SmcCall(Function, MdcrEl3)).X1 & (trace | profiling), Is.EqualTo(trace), "the buffer is the host's");
    }

    [TestCase(Mpam3El3, Description = "no FEAT_MPAM")]
    [TestCase(0x18_1000UL, Description = "SCTLR_EL1 is no control of EL3")]
    [TestCase(ScrEl3 | 1UL << 32)]
    [TestCase(ScrEl3 | 1)]
    public void Another_register_is_unknown(ulong register)
    {
        using var bench = Booted();
        SmcCall answer = bench.HostCall(new SmcCall(Function, register));
        Assert.That((answer.X0, answer.X1), Is.EqualTo((unchecked((ulong)-4L), 0UL)));
    }

    private static MonitorBench Booted(PeFeatures? features = null)
    {
        var bench = new MonitorBench(features: features);
        bench.Boot();
        return bench;
    }

    private static ulong Ask(MonitorBench bench, ulong register)
    {
        SmcCall answer = bench.HostCall(new SmcCall(Function, register));
        Assert.That(answer.X0, Is.Zero);
        return answer.X1;
    }
}
