using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Machine.Board;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>In steady state, commands and calls allocate nothing on the managed heap.</summary>
public sealed class AllocationTests
{
    private const int Times = 2000;
    private const ulong Unprotected = TestRealm.Unprotected;

    private RmmBench _bench = null!;
    private TestRealm _realm = null!;

    [SetUp]
    public void Boot()
    {
        // Checks allocate: they are off, and a host that makes call after call takes the place of the bench's.
        _bench = new RmmBench(checks: false);
        ulong[] calls = [0x8400_0000, (ulong)RsiCommand.Version, (ulong)RsiCommand.Features, (ulong)RsiCommand.MeasurementRead];
        _realm = new TestRealm(_bench);
        _realm.MapInit(TestRealm.Data, []);
        uint[] program = [.. calls.SelectMany(call => A64.Call(call, 0)), .. A64.Call((ulong)RsiCommand.HostCall, TestRealm.Data)];
        _realm.MapCode([.. program, A64.Stop | (uint)-program.Length & 0x03FF_FFFF]); // and from the start again
        _realm.NewRec();
        _realm.Activate();
        _realm.MakeTables(Unprotected);
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void Calls_that_change_nothing_allocate_nothing()
    {
        AssertNone(pe => Set(pe, RmiCommand.Version, 0x2_0000));
        AssertNone(pe => Set(pe, RmiCommand.Features, 1));
        AssertNone(pe => Set(pe, RmiCommand.RttReadEntry, _realm.Rd, TestRealm.Code, 3));
        AssertNone(pe => Set(pe, RmiCommand.RmmStateGet));
    }

    [Test]
    public void Entering_a_rec_its_calls_and_its_exit_allocate_nothing() =>
        AssertNone(pe => Set(pe, RmiCommand.RecEnter, _realm.Rec, _realm.Run));

    [Test]
    public void Tables_and_memory_of_a_realm_allocate_nothing()
    {
        ulong table = _bench.NewDelegated(), ipa = TestRealm.Code + 0x40_0000;
        bool exists = false;
        AssertNone(pe =>
        {
            exists = !exists;
            Set(pe, exists ? RmiCommand.RttCreate : RmiCommand.RttDestroy, _realm.Rd, exists ? table : ipa, exists ? ipa : 3, 3);
        });
        ulong shared = RttRangeScenarios.Pages(_bench.NewGranule(), 1);
        ulong flags = new RmiMapFlags(RttRangeScenarios.OneRange).WithAttributes(6, 3).Value;
        bool isMapped = false;
        AssertNone(pe =>
        {
            isMapped = !isMapped;
            Set(pe, isMapped ? RmiCommand.RttUnprotMap : RmiCommand.RttUnprotUnmap, _realm.Rd, Unprotected, Unprotected + 0x1000, isMapped ? flags : 0, isMapped ? shared : 0);
        });
    }

    [Test]
    public void A_realm_and_its_rec_come_and_go_without_allocating()
    {
        ulong rd = _bench.NewDelegated(), rec = _bench.NewDelegated(), parameters = _bench.NewGranule(), recParameters = _bench.NewGranule();
        _bench.Write(parameters, new RealmParams { RttBase = _bench.NewDelegated() }.ToBytes());
        _bench.Write(recParameters, new byte[RmiRecParamsLayout.Size]);
        (RmiCommand Command, ulong X1, ulong X2, ulong X3)[] life =
        [
            (RmiCommand.RealmCreate, rd, parameters, 0), (RmiCommand.RecCreate, rd, rec, recParameters), (RmiCommand.RealmActivate, rd, 0, 0),
            (RmiCommand.RealmTerminate, rd, 0, 0), (RmiCommand.RecDestroy, rec, 0, 0), (RmiCommand.RealmDestroy, rd, 0, 0),
        ];
        int step = 0;
        AssertNone(pe =>
        {
            (RmiCommand command, ulong x1, ulong x2, ulong x3) = life[step++ % life.Length];
            Set(pe, command, x1, x2, x3);
        });
    }

    [Test]
    public void Granules_and_ranges_change_worlds_without_allocating()
    {
        ulong granule = _bench.NewGranule(), block = FvpMemoryMap.Dram1 + 0x3000_0000;
        foreach ((ulong start, ulong top) in ((ulong, ulong)[])[(granule, granule + 0x1000), (block, block + 0x20_0000)])
        {
            bool isDelegated = false;
            AssertNone(pe =>
            {
                isDelegated = !isDelegated;
                Set(pe, isDelegated ? RmiCommand.GranuleRangeDelegate : RmiCommand.GranuleRangeUndelegate, start, top);
            });
        }
    }

    private void AssertNone(Action<ProcessingElement> set)
    {
        CommandLoop host = _bench.Loop();
        long least = long.MaxValue;
        // The runtime itself may allocate while it compiles a method anew.
        for (int round = 0; round < 6 && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            host.Run(Times, set);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.That(host.Failures, Is.Zero);
        Assert.That(least, Is.Zero);
    }

    private static void Set(ProcessingElement pe, RmiCommand command, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        (pe.X(0), pe.X(1), pe.X(2), pe.X(3), pe.X(4), pe.X(5), pe.X(6), pe.X(7)) = ((ulong)command, x1, x2, x3, x4, x5, 0, 0);
    }
}
