using CcaEmu.Arm;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Machine.Board;
using CcaEmu.Machine.Scripting;
using CcaEmu.Memory;

namespace CcaEmu.Monitor.Tests;

public sealed class GptServiceTests
{
    private const ulong Granule = 0x9000_0000;

    [Test]
    public void Delegation_moves_a_granule_from_the_host_to_the_realm_world_and_back()
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(Move(bench, RmmEl3Command.GtsiDelegate, Granule), Is.EqualTo(RmmEl3Status.Ok));
        MemoryResult host = bench.Pe.Physical.Read(new PhysicalAddress(Granule, Pas.NonSecure), 8, out _);
        Assert.That(host.Gpc.Kind, Is.EqualTo(GpcFaultKind.Protection));
        Assert.That(host.Gpc.Gpi, Is.EqualTo(Gpi.Realm));
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(Granule, Pas.Realm), 8, out _).Ok);
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(Granule + 0x1000, Pas.NonSecure), 8, out _).Ok, "its neighbour stays");

        Assert.That(Move(bench, RmmEl3Command.GtsiUndelegate, Granule), Is.EqualTo(RmmEl3Status.Ok));
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(Granule, Pas.NonSecure), 8, out _).Ok);
        Assert.That(bench.Pe.Physical.Read(new PhysicalAddress(Granule, Pas.Realm), 8, out _).Ok, Is.False);
    }

    [TestCase(Granule + 8, RmmEl3Status.BadAddress)]
    [TestCase(FvpMemoryMap.TrustedSram, RmmEl3Status.BadAddress)]
    [TestCase(FvpMemoryMap.Rmm, RmmEl3Status.BadAddress)]
    [TestCase(FvpMemoryMap.Level1Gpts, RmmEl3Status.BadAddress)]
    [TestCase(0x1C09_0000ul, RmmEl3Status.BadAddress)]
    [TestCase(ulong.MaxValue & ~0xFFFul, RmmEl3Status.BadAddress)]
    public void Granules_that_may_not_move_are_refused(ulong address, RmmEl3Status expected)
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(Move(bench, RmmEl3Command.GtsiDelegate, address), Is.EqualTo(expected));
    }

    [Test]
    public void A_granule_in_the_wrong_space_is_refused()
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(Move(bench, RmmEl3Command.GtsiUndelegate, Granule), Is.EqualTo(RmmEl3Status.BadPas));
        Move(bench, RmmEl3Command.GtsiDelegate, Granule);
        Assert.That(Move(bench, RmmEl3Command.GtsiDelegate, Granule), Is.EqualTo(RmmEl3Status.BadPas));
    }

    [TestCase(FvpMemoryMap.TrustedSram, Gpi.Root)]
    [TestCase(FvpMemoryMap.Level0Gpt, Gpi.Root)]
    [TestCase(FvpMemoryMap.TrustedDram, Gpi.Secure)]
    [TestCase(FvpMemoryMap.Dram1, Gpi.NonSecure)]
    [TestCase(FvpMemoryMap.Rmm - 0x1000, Gpi.NonSecure)]
    [TestCase(FvpMemoryMap.Rmm, Gpi.Realm)]
    [TestCase(FvpMemoryMap.RmmSharedPage, Gpi.Realm)]
    [TestCase(FvpMemoryMap.MonitorDram, Gpi.Root)]
    [TestCase(FvpMemoryMap.Level1Gpts + 0xF_F000, Gpi.Root)]
    [TestCase(FvpMemoryMap.Dram2, Gpi.NonSecure)]
    [TestCase(FvpMemoryMap.Uart0, Gpi.Any)]
    public void The_table_gives_each_region_of_the_board_to_its_world(ulong address, Gpi expected)
    {
        using var bench = new MonitorBench();
        bench.Boot();
        Assert.That(bench.Pe.Physical.Inspect(address).Gpi, Is.EqualTo(expected));
    }

    private static RmmEl3Status Move(MonitorBench bench, RmmEl3Command command, ulong address) =>
        (RmmEl3Status)(int)bench.RmmCall(new SmcCall((uint)command, address)).X0;
}
