using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Memory;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Granules;

/// <summary>Memory that goes to the Realm world and comes back.</summary>
public sealed class GranuleRangeTests
{
    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_delegated_granule_is_out_of_the_hosts_reach()
    {
        ulong granule = _bench.NewGranule();
        _bench.Write64(granule, 0x1234);
        _bench.Delegate(granule);
        MemoryResult read = _bench.Pe.Physical.Read(new PhysicalAddress(granule, Pas.NonSecure), 8, out ulong value);
        Assert.Multiple(() =>
        {
            Assert.That(read.Gpc.Kind, Is.EqualTo(GpcFaultKind.Protection));
            Assert.That(read.Gpc.Gpi, Is.EqualTo(Gpi.Realm));
            Assert.That(value, Is.Zero);
            Assert.That(_bench.Rmm.StateOf(granule), Is.EqualTo(GranuleState.Delegated));
            Assert.That(_bench.Rmm.DelegatedGranules, Is.EqualTo(1));
        });
    }

    [Test]
    public void An_undelegated_granule_is_wiped()
    {
        ulong granule = _bench.NewGranule();
        _bench.Write64(granule + 0xFF8, 0x1234);
        _bench.Delegate(granule);
        _bench.Undelegate(granule);
        Assert.That(_bench.Read64(granule + 0xFF8), Is.Zero);
        Assert.That(_bench.Rmm.StateOf(granule), Is.EqualTo(GranuleState.Undelegated));
        Assert.That(_bench.Rmm.DelegatedGranules, Is.Zero);
    }

    [Test]
    public void A_range_ends_at_the_first_granule_that_cannot_go()
    {
        ulong range = _bench.NewGranule(4);
        _bench.Delegate(range + 2 * RmmBench.Granule);
        _bench.Succeed(RmiCommand.GranuleRangeDelegate, range, range + 4 * RmmBench.Granule);
        Assert.That(_bench.X[1], Is.EqualTo(range + 2 * RmmBench.Granule));
        _bench.Succeed(RmiCommand.GranuleRangeUndelegate, range, range + 4 * RmmBench.Granule);
        Assert.That(_bench.X[1], Is.EqualTo(range + 3 * RmmBench.Granule));
    }

    [Test]
    public void A_call_ends_after_2_MiB()
    {
        ulong range = _bench.NewGranule(513);
        _bench.Succeed(RmiCommand.GranuleRangeDelegate, range, range + 513 * RmmBench.Granule);
        Assert.That(_bench.X[1], Is.EqualTo(range + 0x20_0000));
        Assert.That(_bench.Rmm.DelegatedGranules, Is.EqualTo(512));
    }

    [Test]
    public void What_the_monitor_refuses_is_an_input_error_and_changes_nothing()
    {
        _bench.Dispose();
        _bench = new RmmBench(mustBeSound: false);
        // Somebody else has taken the granule: its GPI is not Non-secure any more, and the RMM does not know.
        ulong granule = _bench.NewGranule();
        _bench.Delegate(granule);
        _bench.Rmm.Context.Granules[granule] = GranuleState.Undelegated;
        Assert.That(
            _bench.Rmi(RmiCommand.GranuleRangeDelegate, granule, granule + RmmBench.Granule),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(_bench.Rmm.StateOf(granule), Is.EqualTo(GranuleState.Undelegated));
    }

    [Test]
    public void The_last_granule_of_dram_can_be_delegated_and_the_rmms_own_memory_cannot()
    {
        const ulong end = Machine.Board.FvpMemoryMap.Rmm;
        _bench.Delegate(end - RmmBench.Granule);
        Assert.That(
            _bench.Rmi(RmiCommand.GranuleRangeDelegate, end, end + RmmBench.Granule),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(
            _bench.Rmi(RmiCommand.GranuleRangeUndelegate, end, end + RmmBench.Granule),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [TestCase(0x8000_0000, 0x9000_0000, 2, 0x9000_0000)]
    [TestCase(0x8000_0000, 0x1_0000_0000, 2, 0xFDC0_0000)]
    [TestCase(0xFDC0_0000, 0x9_0000_0000, 1, 0x8_8000_0000)]
    [TestCase(0x0, 0x1_0000_0000, 1, 0x8000_0000)]
    [TestCase(0x8_8000_0000, 0x100_0000_0000, 2, 0x9_0000_0000)]
    [TestCase(0x9_0000_0000, 0x100_0000_0000, 1, 0x100_0000_0000)]
    public void Tracking_tells_dram_from_the_rest(long start, long top, int state, long end)
    {
        _bench.Succeed(RmiCommand.GranuleTrackingGet, (ulong)start, (ulong)top);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { 0, (ulong)state, (ulong)end }));
    }

    [Test]
    public void States_of_a_whole_gibibyte_cost_less_than_8_MiB()
    {
        // What the checks write down beside it is theirs.
        _bench.Rmm.Context.Granules.StateChanged = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong offset = 0; offset < 1UL << 30; offset += RmmBench.Granule)
            _bench.Rmm.Context.Granules[0x8_8000_0000 + offset] = GranuleState.Delegated;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8 << 20));
    }
}
