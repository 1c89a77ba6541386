using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Realms come and go, and leave nothing behind.</summary>
public sealed class RealmLifecycleTests
{
    private RmmBench _bench = null!;

    [SetUp]
    public void Boot() => _bench = new RmmBench();

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void After_teardown_every_granule_is_the_hosts_and_wiped()
    {
        byte[] gpt = Gpt();
        TestRealm realm = Guests.Start(_bench, r => r.MapInit(TestRealm.Data + 0x1000, [0xAA]), [A64.Nop]);
        realm.Finish();
        _bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
        Assert.That(_bench.Rmi(RmiCommand.RealmDestroy, realm.Rd), Is.EqualTo((RmiResult)RmiStatus.ErrorRealm), "live");
        Assert.That(realm.TryEnter(), Is.EqualTo((RmiResult)RmiStatus.ErrorRealm), "ZOMBIE");

        var freed = new List<ulong> { realm.Rd, realm.Rtt, realm.Rec };
        for (ulong ipa = TestRealm.Code; ipa < TestRealm.Code + 0x3000; ipa += 0x1000)
        {
            _bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, ipa, ipa + 0x1000, RttRangeScenarios.OneRange, 0);
            freed.Add(_bench.X[2] & 0x000F_FFFF_FFFF_F000);
        }
        foreach ((ulong ipa, ulong level) in new[] { (TestRealm.Code, 3UL), (TestRealm.Code, 2UL) })
        {
            _bench.Succeed(RmiCommand.RttDestroy, realm.Rd, ipa, level);
            freed.Add(_bench.X[1]);
        }
        _bench.Succeed(RmiCommand.RecDestroy, realm.Rec);
        _bench.Succeed(RmiCommand.RealmDestroy, realm.Rd);
        Assert.That(_bench.Rmm.Realms, Is.Zero);
        Assert.That(_bench.Rmm.DelegatedGranules, Is.EqualTo((ulong)freed.Count));
        foreach (ulong granule in freed)
        {
            _bench.Undelegate(granule);
            Assert.That(_bench.Peek(granule, 0x1000), Is.All.Zero, $"0x{granule:x}");
        }
        Assert.That(_bench.Rmm.DelegatedGranules, Is.Zero);
        Assert.That(Gpt(), Is.EqualTo(gpt), "the Granule Protection Table is what it was");
    }

    [Test]
    public void A_realm_can_be_terminated_twice()
    {
        var realm = new TestRealm(_bench);
        _bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
        _bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
        _bench.Succeed(RmiCommand.RealmDestroy, realm.Rd);
    }

    [Test]
    public void Realms_have_vmids_of_their_own_that_are_used_again()
    {
        var first = new TestRealm(_bench);
        var second = new TestRealm(_bench);
        ushort vmid = RdOf(first).Vmid;
        Assert.That(vmid, Is.Not.Zero);
        Assert.That(RdOf(second).Vmid, Is.Not.EqualTo(vmid));
        _bench.Succeed(RmiCommand.RealmTerminate, first.Rd);
        _bench.Succeed(RmiCommand.RealmDestroy, first.Rd);
        Assert.That(RdOf(new TestRealm(_bench)).Vmid, Is.EqualTo(vmid));
    }

    [Test]
    public void Without_a_vmid_no_realm_can_be_made()
    {
        while (_bench.Rmm.Context.Vmids.TryTake(out _))
        {
        }
        ulong rd = _bench.NewDelegated();
        ulong page = _bench.NewPage(new RealmParams { RttBase = _bench.NewDelegated() }.ToBytes());
        Assert.That(_bench.Rmi(RmiCommand.RealmCreate, rd, page), Is.EqualTo((RmiResult)RmiStatus.ErrorGlobal));
        Assert.That(_bench.Rmm.StateOf(rd), Is.EqualTo(GranuleState.Delegated));
    }

    [TestCase(30, 2, 1, true)]
    [TestCase(34, 2, 16, true)]
    [TestCase(35, 2, 32, false)]
    [TestCase(31, 1, 1, true)]
    [TestCase(30, 1, 1, false)]
    [TestCase(39, 1, 1, true)]
    [TestCase(40, 1, 2, true)]
    [TestCase(40, 1, 1, false)]
    [TestCase(43, 1, 16, true)]
    [TestCase(40, 0, 1, true)]
    [TestCase(48, 0, 1, true)]
    [TestCase(39, 0, 1, false)]
    [TestCase(49, 0, 2, false)]
    [TestCase(33, 3, 1, false)]
    [TestCase(33, -1, 1, false)]
    public void Width_and_starting_tables_must_fit(int width, long level, int tables, bool fits)
    {
        var parameters = new RealmParams
        {
            S2sz = (byte)width,
            RttLevelStart = (ulong)level,
            RttNumStart = (uint)tables,
            RttBase = _bench.NewDelegated((ulong)tables, (ulong)tables * RmmBench.Granule),
        };
        RmiResult result = _bench.Rmi(RmiCommand.RealmCreate, _bench.NewDelegated(), _bench.NewPage(parameters.ToBytes()));
        Assert.That(result, Is.EqualTo(fits ? RmiResult.Success : RmiStatus.ErrorInput));
    }

    [TestCaseSource(nameof(Unsupported))]
    public void A_parameter_the_rmm_cannot_serve_is_an_input_error(object parameters)
    {
        var page = ((RealmParams)parameters) with { RttBase = _bench.NewDelegated() };
        Assert.That(
            _bench.Rmi(RmiCommand.RealmCreate, _bench.NewDelegated(), _bench.NewPage(page.ToBytes())),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void A_realm_with_concatenated_starting_tables_runs()
    {
        var realm = new TestRealm(_bench, new RealmParams { S2sz = 40, RttLevelStart = 1, RttNumStart = 2 });
        // The second table starts at 2^39, which is also where the unprotected half starts.
        realm.Start([.. A64.Load(4, 1UL << 39), A64.Ldr(5, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        _bench.Succeed(RmiCommand.RttReadEntry, realm.Rd, 1UL << 39, 3);
        Assert.That(_bench.X[1], Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Unsupported()
    {
        TestCaseData Case(string name, RealmParams parameters) => new TestCaseData(parameters).SetArgDisplayNames(name);
        yield return Case("LPA2", new RealmParams { Flags0 = RmiRealmFlags0.Lpa2 });
        yield return Case("SVE", new RealmParams { Flags0 = RmiRealmFlags0.Sve });
        yield return Case("PMU without counters", new RealmParams { Flags0 = RmiRealmFlags0.Pmu });
        yield return Case("devices", new RealmParams { Flags0 = RmiRealmFlags0.Da });
        yield return Case("reserved flag", new RealmParams { Flags0 = 1 << 4 });
        yield return Case("LFA policy 2", new RealmParams { Flags0 = 2 << 5 });
        yield return Case("MEC policy 2", new RealmParams { Flags0 = 2 << 7 });
        yield return Case("S2AP indirect", new RealmParams { Flags1 = RmiRealmFlags1.RttS2apIndirect });
        yield return Case("ATS", new RealmParams { Flags1 = RmiRealmFlags1.Ats });
        yield return Case("reserved flag 1", new RealmParams { Flags1 = 8 });
        yield return Case("SVE length", new RealmParams { SveVl = 1 });
        yield return Case("no breakpoints", new RealmParams { NumBps = 0 });
        yield return Case("too many breakpoints", new RealmParams { NumBps = 6 });
        yield return Case("no watchpoints", new RealmParams { NumWps = 0 });
        yield return Case("too many watchpoints", new RealmParams { NumWps = 4 });
        yield return Case("PMU counters", new RealmParams { Flags0 = RmiRealmFlags0.Pmu, PmuNumCtrs = 32 });
        yield return Case("planes", new RealmParams { NumAuxPlanes = 1 });
        yield return Case("IPA width", new RealmParams { S2sz = 49, RttLevelStart = 0, RttNumStart = 2 });
    }

    private Rd RdOf(TestRealm realm) => new(new RealmMemory(_bench.Pe.Physical), realm.Rd);

    private byte[] Gpt()
    {
        var tables = new byte[Machine.Board.FvpMemoryMap.Dram1 + Machine.Board.FvpMemoryMap.Dram1Size - Machine.Board.FvpMemoryMap.Level1Gpts];
        Assert.That(_bench.Pe.Physical.Read(new Memory.PhysicalAddress(Machine.Board.FvpMemoryMap.Level1Gpts, Arm.Pas.Root), tables).Ok);
        return tables;
    }
}
