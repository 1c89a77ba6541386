using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Monitor.Tests;

/// <summary>FIRME as the RMM and the host find it.</summary>
public sealed class FirmeTests
{
    private const ulong Granule = 0x9000_0000;

    [Test]
    public void There_is_a_base_service_and_granule_management_and_nothing_else()
    {
        using var bench = Booted();
        Assert.That(Call(bench, FirmeCommand.ServiceVersion, 0).X0, Is.EqualTo(0x1_0000));
        Assert.That(Call(bench, FirmeCommand.ServiceVersion, 1).X0, Is.EqualTo(0x1_0000));
        Assert.That(Status(Call(bench, FirmeCommand.ServiceVersion, 2)), Is.EqualTo(FirmeStatus.NotSupported));
        Assert.That(Call(bench, FirmeCommand.ServiceFeatures, 0, 1).X1, Is.EqualTo(1UL << 16));
        Assert.That(Call(bench, FirmeCommand.ServiceFeatures, 1).X1, Is.EqualTo(1), "no level 1 tables at run time");
        Assert.That(Call(bench, FirmeCommand.ServiceFeatures, 1, 1).X1, Is.EqualTo(2UL << 6), "4 KiB, 1 GiB, 40 bits");
        Assert.That(Status(Call(bench, FirmeCommand.ServiceFeatures, 1, 2)), Is.EqualTo(FirmeStatus.NotSupported));
        Assert.That(Status(Call(bench, (FirmeCommand)0xC400_0412)), Is.EqualTo(FirmeStatus.NotSupported));
    }

    [Test]
    public void A_run_of_granules_moves_up_to_the_first_that_may_not()
    {
        using var bench = Booted();
        Assert.That(Status(Set(bench, Granule + 0x14000, 1, Gpi.Realm)), Is.EqualTo(FirmeStatus.Success));
        SmcCall run = Set(bench, Granule, 512, Gpi.Realm);
        Assert.That((Status(run), run.X1), Is.EqualTo((FirmeStatus.Denied, 20UL)));
        Assert.That(Reads(bench, Granule + 0x13000, Pas.Realm) && !Reads(bench, Granule + 0x13000, Pas.NonSecure));
        Assert.That(Reads(bench, Granule + 0x15000, Pas.NonSecure) && !Reads(bench, Granule + 0x15000, Pas.Realm));
        run = Set(bench, Granule, 21, Gpi.NonSecure);
        Assert.That((Status(run), run.X1), Is.EqualTo((FirmeStatus.Success, 21UL)));
        Assert.That(Reads(bench, Granule, Pas.NonSecure) && !Reads(bench, Granule, Pas.Realm));
    }

    [TestCase(Granule + 8, 1UL, Gpi.Realm, FirmeStatus.InvalidParameters)]
    [TestCase(Granule, 0UL, Gpi.Realm, FirmeStatus.InvalidParameters)]
    [TestCase(Granule, 513UL, Gpi.Realm, FirmeStatus.InvalidParameters)]
    [TestCase(0x0400_0000UL, 1UL, Gpi.Realm, FirmeStatus.InvalidParameters, Description = "trusted SRAM")]
    [TestCase(0xFFFF_FFFF_FFFF_F000UL, 2UL, Gpi.Realm, FirmeStatus.InvalidParameters)]
    [TestCase(Granule, 1UL, Gpi.Root, FirmeStatus.Denied)]
    [TestCase(Granule, 1UL, Gpi.NonSecure, FirmeStatus.Denied, Description = "it is Non-secure already")]
    public void What_may_not_move_does_not(ulong address, ulong count, Gpi gpi, FirmeStatus expected)
    {
        using var bench = Booted();
        SmcCall set = Set(bench, address, count, gpi);
        Assert.That((Status(set), set.X1), Is.EqualTo((expected, 0UL)));
    }

    [Test]
    public void The_host_can_move_nothing()
    {
        using var bench = Booted();
        SmcCall set = bench.HostCall(new SmcCall((ulong)FirmeCommand.GmGpiSet, Granule, 1, (ulong)Gpi.Realm));
        Assert.That(Status(set), Is.EqualTo(FirmeStatus.Denied));
        Assert.That(
            Status(bench.HostCall(new SmcCall((ulong)FirmeCommand.GmL1Create, 0x8000_0000, 0xA000_0000))),
            Is.EqualTo(FirmeStatus.NotSupported));
        Assert.That(Reads(bench, Granule, Pas.NonSecure));
    }

    [Test]
    public void A_level_1_table_is_refused_where_it_cannot_be()
    {
        using var bench = Booted(dynamic: true);
        Assert.That(Status(Create(bench, 0x8000_1000, 0xA000_0000)), Is.EqualTo(FirmeStatus.InvalidParameters), "no entry begins there");
        Assert.That(Status(Create(bench, 0x8000_0000, 0xA000_1000)), Is.EqualTo(FirmeStatus.InvalidParameters), "alignment of the table");
        Assert.That(Status(Create(bench, 0x8000_0000, 0x0400_0000)), Is.EqualTo(FirmeStatus.InvalidParameters), "no DRAM");
        Assert.That(Status(Create(bench, 0xC000_0000, 0xA000_0000)), Is.EqualTo(FirmeStatus.Exists));
        Assert.That(Status(Create(bench, 0x4000_0000, 0xA000_0000)), Is.EqualTo(FirmeStatus.Denied));
        Assert.That(Status(Set(bench, Granule, 1, Gpi.Realm)), Is.EqualTo(FirmeStatus.InvalidParameters), "a block has no granules");
        Assert.That(Status(Set(bench, 0xC002_0000, 1, Gpi.Realm)), Is.EqualTo(FirmeStatus.Success));
        Assert.That(Status(Create(bench, 0x8000_0000, 0xC002_0000)), Is.EqualTo(FirmeStatus.BadData), "it is the Realm world's");
        Assert.That(Status(Create(bench, 0x8000_0000, 0xC004_0000)), Is.EqualTo(FirmeStatus.Success), "a table in another region");
        Assert.That(Reads(bench, 0xC004_0000, Pas.Root) && !Reads(bench, 0xC004_0000, Pas.NonSecure));
        Assert.That(Status(Set(bench, Granule, 1, Gpi.Realm)), Is.EqualTo(FirmeStatus.Success));
        Assert.That(Status(Call(bench, FirmeCommand.GmL1Destroy, 0x8000_0000)), Is.EqualTo(FirmeStatus.Conflict));
        Assert.That(Status(Set(bench, Granule, 1, Gpi.NonSecure)), Is.EqualTo(FirmeStatus.Success));
        SmcCall destroyed = Call(bench, FirmeCommand.GmL1Destroy, 0x8000_0000);
        Assert.That((Status(destroyed), destroyed.X1), Is.EqualTo((FirmeStatus.Success, 0xC004_0000UL)));
        Assert.That(Reads(bench, 0xC004_0000, Pas.NonSecure) && !Reads(bench, 0xC004_0000, Pas.Root));
        Assert.That(Status(Call(bench, FirmeCommand.GmL1Destroy, 0x8000_0000)), Is.EqualTo(FirmeStatus.NoEntry));
        Assert.That(Status(Call(bench, FirmeCommand.GmL1Destroy, 0xC000_0000)), Is.EqualTo(FirmeStatus.Denied), "made at boot");
    }

    private static MonitorBench Booted(bool dynamic = false)
    {
        var bench = new MonitorBench(new MonitorOptions { DynamicLevel1Gpts = dynamic });
        bench.Boot();
        return bench;
    }

    private static SmcCall Create(MonitorBench bench, ulong address, ulong table) =>
        Call(bench, FirmeCommand.GmL1Create, address, table);

    private static SmcCall Set(MonitorBench bench, ulong address, ulong count, Gpi gpi) =>
        Call(bench, FirmeCommand.GmGpiSet, address, count, (ulong)gpi);

    private static SmcCall Call(MonitorBench bench, FirmeCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0) =>
        bench.RmmCall(new SmcCall((ulong)command, x1, x2, x3));

    private static FirmeStatus Status(SmcCall call) => (FirmeStatus)(long)call.X0;

    private static bool Reads(MonitorBench bench, ulong address, Pas pas) =>
        bench.Pe.Physical.Read(new PhysicalAddress(address, pas), 8, out _).Ok;
}
