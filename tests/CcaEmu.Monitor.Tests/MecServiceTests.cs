using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Monitor.Tests;

/// <summary>RMM_MEC_REFRESH and FIRME's MECID service.</summary>
public sealed class MecServiceTests
{
    private const ulong Page = 0x9000_0000, Word = 0x1122_3344_5566_7788;

    [TestCase((ulong)RmmEl3Command.MecRefresh)]
    [TestCase((ulong)FirmeCommand.MecRefresh)]
    public void A_refreshed_MECID_reads_as_noise_and_no_other_does(ulong command)
    {
        using var bench = Booted(mec: true);
        Assert.That(bench.RmmCall(new SmcCall((ulong)FirmeCommand.GmGpiSet, Page, 2, (ulong)Gpi.Realm)).X0, Is.Zero);
        Write(bench, Page, 7);
        Write(bench, Page + 0x1000, 8);
        Assert.That(bench.RmmCall(new SmcCall(command, 7UL << 32 | 1)).X0, Is.Zero);
        Assert.That((Read(bench, Page, 7) == Word, Read(bench, Page + 0x1000, 8) == Word), Is.EqualTo((false, true)));
    }

    [TestCase(1UL << 48)]
    [TestCase(2UL)]
    [TestCase(7UL << 32 | 1UL << 31)]
    public void Another_bit_is_invalid(ulong argument)
    {
        using var bench = Booted(mec: true);
        Assert.That((RmmEl3Status)(long)bench.RmmCall(new SmcCall((ulong)RmmEl3Command.MecRefresh, argument)).X0, Is.EqualTo(RmmEl3Status.Invalid));
        Assert.That((FirmeStatus)(long)bench.RmmCall(new SmcCall((ulong)FirmeCommand.MecRefresh, argument)).X0, Is.EqualTo(FirmeStatus.InvalidParameters));
    }

    [Test]
    public void The_service_is_the_Realm_worlds_and_there_with_the_feature_alone()
    {
        using var bench = Booted(mec: true);
        Assert.That(Version(bench), Is.EqualTo(0x1_0000));
        Assert.That(bench.RmmCall(new SmcCall((ulong)FirmeCommand.ServiceFeatures, 0, 1)).X1, Is.EqualTo(1UL << 16 | 1UL << 18));
        Assert.That(bench.RmmCall(new SmcCall((ulong)FirmeCommand.ServiceFeatures, 3)).X1, Is.EqualTo(1));
        Assert.That(bench.RmmCall(new SmcCall((ulong)FirmeCommand.ServiceFeatures, 3, 1)).X1, Is.EqualTo(15), "width less one");
        Assert.That(bench.HostCall(new SmcCall((ulong)FirmeCommand.ServiceVersion, 3)).X0, Is.EqualTo(ulong.MaxValue));
        Assert.That(bench.HostCall(new SmcCall((ulong)FirmeCommand.MecRefresh, 7UL << 32)).X0, Is.EqualTo(ulong.MaxValue));
        using var without = Booted(mec: false);
        Assert.That(Version(without), Is.EqualTo(ulong.MaxValue));
        Assert.That(without.RmmCall(new SmcCall((ulong)FirmeCommand.MecRefresh, 7UL << 32)).X0, Is.EqualTo(ulong.MaxValue));
        Assert.That(without.RmmCall(new SmcCall((ulong)RmmEl3Command.MecRefresh, 7UL << 32)).X0, Is.EqualTo(ulong.MaxValue));
    }

    private static ulong Version(MonitorBench bench) => bench.RmmCall(new SmcCall((ulong)FirmeCommand.ServiceVersion, 3)).X0;

    private static MonitorBench Booted(bool mec)
    {
        var bench = new MonitorBench(features: mec ? PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC") : null);
        bench.Boot();
        return bench;
    }

    private static void Write(MonitorBench bench, ulong address, ushort mecid) =>
        Assert.That(bench.Pe.Physical.Write(new PhysicalAddress(address, Pas.Realm) { Mecid = mecid }, 8, Word).Ok);

    private static ulong Read(MonitorBench bench, ulong address, ushort mecid)
    {
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(address, Pas.Realm) { Mecid = mecid }, 8, out ulong value).Ok);
        return value;
    }
}
