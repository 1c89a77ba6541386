using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Memory;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>Memory encryption contexts of Realms, on PEs with FEAT_MEC.</summary>
public sealed class MecTests
{
    /// <summary>PEs with memory encryption contexts.</summary>
    internal static PeFeatures WithMec { get; } = PeFeatures.Default.With("+FEAT_SCTLR2,+FEAT_TCR2,+FEAT_MEC");

    private static readonly byte[] Secret = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i ^ 0x5A))];

    private RmmBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new RmmBench(features: WithMec);

    [TearDown]
    public void TearDown() => _bench.Dispose();

    private static RealmParams Private => new() { Flags0 = RmiRealmFlags0.MecPolicy.Set(0, (ulong)RmiMecPolicy.Private) };

    [Test]
    public void MEC_COUNT_is_what_the_width_leaves_beside_the_RMM_and_the_shared_context()
    {
        _bench.Succeed(RmiCommand.Features, 4);
        Assert.That(_bench.X[1], Is.EqualTo(0x1_0000UL - 2));
        using var without = new RmmBench();
        without.Succeed(RmiCommand.Features, 4);
        Assert.That(without.X[1], Is.Zero);
    }

    [Test]
    public void Private_realms_have_a_MECID_each_and_shared_ones_one_together()
    {
        ushort[] own = [MecidOf(new TestRealm(_bench, Private)), MecidOf(new TestRealm(_bench, Private))];
        ushort[] shared = [MecidOf(new TestRealm(_bench)), MecidOf(new TestRealm(_bench))];
        Assert.That(own.Concat(shared), Is.EqualTo(new ushort[] { 2, 3, 1, 1 }));
    }

    [Test]
    public void A_page_is_whole_to_its_realm_and_noise_to_the_other_the_RMM_and_afterwards_the_host()
    {
        var one = new TestRealm(_bench, Private);
        var two = new TestRealm(_bench, Private);
        ulong page = one.MapInit(TestRealm.Data, Secret);
        ulong other = two.MapInit(TestRealm.Data, Secret);
        Assert.That(Read(page, MecidOf(one)), Is.EqualTo(Secret));
        Assert.That(Read(other, MecidOf(two)), Is.EqualTo(Secret));
        foreach (ushort wrong in new ushort[] { MecidOf(two), 0, 1, 99 })
            Assert.That(Alike(Read(page, wrong), Secret), Is.LessThan(60), $"MECID {wrong}");
        Destroy(one);
        _bench.Undelegate(page);
        byte[] reclaimed = _bench.Peek(page, 4096);
        Assert.That(Alike(reclaimed, Secret), Is.LessThan(60));
        Assert.That(Alike(reclaimed, new byte[4096]), Is.LessThan(60), "junk, and not zeros");
    }

    [Test]
    public void Tables_are_in_the_realms_context_and_its_RD_is_in_the_RMMs()
    {
        var realm = new TestRealm(_bench, Private);
        realm.MapInit(TestRealm.Data, Secret);
        Assert.That(Read(realm.Rtt, MecidOf(realm)).Count(b => b == 0), Is.GreaterThan(4000), "one table entry");
        Assert.That(Read(realm.Rtt, 0).Count(b => b == 0), Is.LessThan(60));
        Assert.That(new Rd(new(_bench.Pe.Physical), realm.Rd).State, Is.EqualTo(RealmState.New));
    }

    [Test]
    public void The_guest_runs_in_its_context_and_its_memory_is_zero_there_when_it_gets_it()
    {
        TestRealm realm = new(_bench, Private);
        ulong secret = realm.MapInit(TestRealm.Data, Secret);
        // X0 is the address of the secret: its first word goes beside it.
        realm.Start(A64.Movz(0, 0x8000, 1), A64.Movk(0, 0x1000), A64.Ldr(1, 0), A64.Str(1, 0, 8), A64.Wfi);
        Assert.That(realm.Enter(RmiRecEnterFlags.TrapWfi), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(Read(secret, MecidOf(realm))[..16], Is.EqualTo(new[] { Secret[..8], Secret[..8] }.SelectMany(half => half)));
        ulong mapped = realm.MapPage(TestRealm.Code + 0x5000);
        Assert.That(Read(mapped, MecidOf(realm)), Is.All.Zero);
        Assert.That(_bench.Pe[Arm.Registers.SystemRegister.VMECID_P_EL2], Is.EqualTo(MecidOf(realm)));
    }

    [Test]
    public void A_MECID_that_is_used_again_shows_nothing_of_its_last_realm()
    {
        var first = new TestRealm(_bench, Private);
        ulong page = first.MapInit(TestRealm.Data, Secret);
        ushort mecid = MecidOf(first);
        byte[] kept = Raw(page);
        Destroy(first);
        var second = new TestRealm(_bench, Private);
        Assert.That(MecidOf(second), Is.EqualTo(mecid));
        // Whoever could have kept the cipher text and put it back.
        _bench.Pe.Physical.Write(new PhysicalAddress(page, Pas.Realm), kept);
        Assert.That(Alike(Read(page, mecid), Secret), Is.LessThan(60));
    }

    [Test]
    public void When_no_MECID_is_left_a_private_realm_is_refused_and_a_shared_one_is_not()
    {
        var last = new TestRealm(_bench, Private);
        while (_bench.Rmm.Context.Mecids.TryTake(out _))
        {
        }
        ulong rd = _bench.NewDelegated(), rtt = _bench.NewDelegated();
        ulong page = _bench.NewPage((Private with { RttBase = rtt }).ToBytes());
        Assert.That(_bench.Rmi(RmiCommand.RealmCreate, rd, page).Status, Is.EqualTo(RmiStatus.ErrorGlobal));
        Assert.That(new TestRealm(_bench).Rd, Is.Not.Zero);
        Destroy(last);
        Assert.That(_bench.Rmi(RmiCommand.RealmCreate, rd, page), Is.EqualTo(RmiResult.Success));
    }

    [Test]
    public void No_MECID_left_comes_before_no_VMID_left()
    {
        while (_bench.Rmm.Context.Mecids.TryTake(out _))
        {
        }
        while (_bench.Rmm.Context.Vmids.TryTake(out _))
        {
        }
        ulong rd = _bench.NewDelegated(), rtt = _bench.NewDelegated();
        ulong page = _bench.NewPage((Private with { RttBase = rtt }).ToBytes());
        Assert.That(_bench.Rmi(RmiCommand.RealmCreate, rd, page).Status, Is.EqualTo(RmiStatus.ErrorGlobal));
        Assert.That(_bench.Rmm.StateOf(rd), Is.EqualTo(GranuleState.Delegated));
    }

    [Test]
    public void A_refused_key_costs_neither_MECID_nor_VMID_nor_memory()
    {
        _bench.Refuse(FirmeCommand.MecRefresh, FirmeStatus.Busy);
        ulong rd = _bench.NewDelegated(), rtt = _bench.NewDelegated();
        ulong page = _bench.NewPage((Private with { RttBase = rtt }).ToBytes());
        Assert.That(_bench.Rmi(RmiCommand.RealmCreate, rd, page).Status, Is.EqualTo(RmiStatus.ErrorGlobal));
        Assert.That((_bench.Rmm.StateOf(rd), _bench.Rmm.StateOf(rtt)), Is.EqualTo((GranuleState.Delegated, GranuleState.Delegated)));
        Assert.That(_bench.Rmm.Context.Mecids.TryTake(out ushort mecid) && mecid == 2, "the first one is free again");
        Assert.That((_bench.Rmm.Context.Vmids.Count, _bench.Rmm.Realms), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_monitor_without_FIRME_is_asked_for_a_key_by_the_older_interface()
    {
        _bench.Refuse(FirmeCommand.ServiceVersion, FirmeStatus.NotSupported);
        var first = new TestRealm(_bench, Private);
        ulong page = first.MapInit(TestRealm.Data, Secret);
        byte[] kept = Raw(page);
        Destroy(first);
        _bench.Pe.Physical.Write(new PhysicalAddress(page, Pas.Realm), kept);
        Assert.That(Alike(Read(page, 2), Secret), Is.LessThan(60), "the key is another");
    }

    // Of the realm, which is NEW or ACTIVE; its one data page becomes DELEGATED again.
    private void Destroy(TestRealm realm)
    {
        _bench.Succeed(RmiCommand.RealmTerminate, realm.Rd);
        if (realm.Rec != 0)
            _bench.Succeed(RmiCommand.RecDestroy, realm.Rec);
        _bench.Rmi(RmiCommand.RttDataUnmap, realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, RmiMapFlags.Create(RmiAddressType.Single).Value);
        foreach (int level in new[] { 3, 2 })
            _bench.Rmi(RmiCommand.RttDestroy, realm.Rd, TestRealm.Code, (ulong)level);
        _bench.Succeed(RmiCommand.RealmDestroy, realm.Rd);
    }

    private ushort MecidOf(TestRealm realm) => new Rd(new(_bench.Pe.Physical), realm.Rd).Mecid;

    private byte[] Read(ulong address, ushort mecid)
    {
        var bytes = new byte[4096];
        Assert.That(_bench.Pe.Physical.Read(new PhysicalAddress(address, Pas.Realm) { Mecid = mecid }, bytes).Ok);
        return bytes;
    }

    private byte[] Raw(ulong address) => Read(address, 0);

    private static int Alike(byte[] one, byte[] other) => one.Zip(other).Count(pair => pair.First == pair.Second);
}
