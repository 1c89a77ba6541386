using System.Runtime.InteropServices;
using CcaEmu.Arm;
using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Memory;
using CcaEmu.Rmm.Checking;
using CcaEmu.Rmm.Granules;
using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests;

/// <summary>What the checker of isolation must notice: each test breaks one thing behind the RMM's back.</summary>
public sealed class IsolationCheckerTests
{
    private static RttGeometry Geometry => new(TranslationGranule.Size4K);

    private RmmBench _bench = null!;
    private TestRealm _realm = null!;

    [SetUp]
    public void MakeARealm()
    {
        _bench = new RmmBench(mustBeSound: false);
        _realm = new TestRealm(_bench).Start(A64.Wfi);
        Assert.That(_bench.Rmm.IsolationFindings, Is.Empty);
        Assert.That(_bench.Rmm.IsolationChecks, Is.GreaterThan(10));
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_granule_whose_GPI_does_not_agree_with_its_state()
    {
        _bench.Rmm.Context.Granules[_bench.NewGranule()] = GranuleState.Delegated;
        Finds("is Delegated, but its GPI is NonSecure");
    }

    [Test]
    public void A_Realm_granule_that_the_RMM_does_not_know()
    {
        _bench.Rmm.Context.Granules[_bench.NewDelegated()] = GranuleState.Undelegated;
        Finds("is UNDELEGATED, but its GPI is Realm");
    }

    [Test]
    public void A_page_that_two_entries_map()
    {
        ulong first = _realm.MapPage(TestRealm.Data);
        Table().Write(EntryOf(TestRealm.Data + 0x1000), RttEntry.Data(Geometry, first, 3, Ripas.Ram));
        Finds($"granule 0x{first:X} is DATA at IPA");
    }

    [Test]
    public void A_page_that_no_entry_maps()
    {
        Table().Write(EntryOf(TestRealm.Code), RttEntry.Void(Ripas.Empty));
        Finds("is Data, but nothing refers to it");
    }

    [Test]
    public void An_entry_that_maps_a_granule_of_another_kind()
    {
        Table().Write(EntryOf(TestRealm.Data), RttEntry.Data(Geometry, _realm.Rec, 3, Ripas.Ram));
        Finds("is Rec in the granule table");
    }

    [Test]
    public void Non_secure_memory_in_the_protected_half()
    {
        Table().Write(EntryOf(TestRealm.Data), RttEntry.MappedNs(Geometry, _bench.NewGranule(), 3, 6, 3));
        Finds("has Non-secure memory at the protected IPA");
    }

    [Test]
    public void A_count_of_RECs_that_is_wrong()
    {
        Rd rd = Rd();
        rd.NumRecs++;
        Finds("counts 2 RECs");
    }

    [Test]
    public void A_VMID_that_two_Realms_have()
    {
        var other = new TestRealm(_bench);
        Rd rd = new(new RealmMemory(_bench.Pe.Physical), other.Rd);
        rd.Vmid = Rd().Vmid;
        Finds("shares VMID");
    }

    [Test]
    public void A_byte_that_happens_to_be_what_it_was_is_no_leak()
    {
        ulong data = _realm.MapPage(TestRealm.Data);
        var memory = new RealmMemory(_bench.Pe.Physical);
        memory.Write64(data + 0x358, 0x5EC2_E75E_C2E7);
        ulong range = RmiMapFlags.Create(RmiAddressType.Single).Value;
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, range);
        // A wipe that spares one word: the monitor's call comes after it.
        _bench.Machine.Bus.Subscribe(new AtMonitorCall((uint)FirmeCommand.GmGpiSet, () => memory.Write64(data + 0x358, 0x5EC2_E75E_C2E7)));
        _bench.Succeed(RmiCommand.GranuleRangeUndelegate, data, data + 0x1000);
        Assert.That(_bench.Rmm.IsolationFindings, Is.Empty, "a byte that is written after the wipe is no byte of the Realm's");
    }

    [Test]
    public void A_granule_that_comes_back_without_a_wipe_although_it_holds_zeros()
    {
        ulong data = _realm.MapPage(TestRealm.Data);
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, 0);
        _bench.Rmm.Context.Granules[data] = GranuleState.Undelegated;
        Finds($"granule 0x{data:X} was given to the host with bytes that it held as Data, from offset 0x0");
    }

    [Test]
    public void A_granule_of_one_owner_that_another_gets_with_what_was_in_it()
    {
        ulong data = _realm.MapPage(TestRealm.Data);
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, TestRealm.Data, TestRealm.Data + 0x1000, 0);
        var memory = new RealmMemory(_bench.Pe.Physical);
        memory.Write64(data, 1);
        _bench.Rmm.Context.Granules[data] = GranuleState.Rec;
        Finds($"granule 0x{data:X} became Rec with bytes that it held as Data, from offset 0x8");
    }

    [Test]
    public void A_translation_that_a_TLB_may_still_hold()
    {
        RttEntry valid = RttEntry.Data(Geometry, _realm.MapPage(TestRealm.Data), 3, Ripas.Ram);
        ReadOnlySpan<byte> old = MemoryMarshal.AsBytes<ulong>([0, valid.Value]);
        var watch = new TlbiWatch(2);
        watch.Begin();
        watch.OnWrite(0x9000_0000, old, old);
        watch.OnWrite(0x9000_0000, MemoryMarshal.AsBytes<ulong>([0, 0]), old);
        Assert.That(watch.Finding, Is.Null, "what was not valid is in no TLB, and what stays needs no TLBI");
        watch.OnInvalidated(0);
        watch.OnInvalidated(1);
        watch.OnWrite(0x9000_0000, old, []);
        watch.OnInvalidated(0);
        Assert.That(watch.Finding, Is.EqualTo("the valid descriptor at 0x90000008 has changed, and no TLBI has told PE1"), "one before the change does not count");
        watch.OnInvalidated(1);
        Assert.That(watch.Finding, Is.Null);
        watch.Begin();
        watch.OnStateChanged(0x9000_0000, GranuleState.Rtt);
        Assert.That(watch.Finding, Is.EqualTo("0x90000000 is no table any more, and no TLBI has told PE0"));
    }

    [Test]
    public void Words_of_a_REC_that_a_command_copies_to_the_host()
    {
        var taint = new TaintMap(RmmAbiProfile.Bet1.RecExit);
        var words = MemoryMarshal.AsBytes<ulong>([0x1234_5678_9ABC_DEF0, 7]);
        taint.OnStateChanged(0x9000_0000, GranuleState.Rec);
        taint.OnRead(new PhysicalAddress(0x9000_0100, Pas.Realm), words);
        taint.OnWrite(new PhysicalAddress(0x9100_0000 + RmiRecRunLayout.ExitGprs, Pas.NonSecure), 16, words, RmiCommand.RecEnter);
        Assert.That(taint.Take(), Is.Empty, "what an exit exposes");
        taint.OnWrite(new PhysicalAddress(0x9100_0020, Pas.NonSecure), 16, words, RmiCommand.RecEnter);
        Assert.That(taint.Take(), Has.One.Contain("what stands in Rec at 0x90000100"));
    }

    [Test]
    public void A_failure_that_has_written_something()
    {
        var journal = new CommandJournal();
        journal.Begin();
        ulong data = _realm.MapPage(TestRealm.Data);
        var address = new PhysicalAddress(data, Pas.Realm);
        journal.OnWrite(address, 8, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.That(journal.FirstChange(_bench.Pe.Physical, granule => _bench.Rmm.Context.Granules[granule]), Does.Contain("was 0x01 and is 0x00"));
        _bench.Pe.Physical.Write(address, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.That(journal.FirstChange(_bench.Pe.Physical, granule => _bench.Rmm.Context.Granules[granule]), Is.Null);
    }

    [Test]
    public void A_register_of_the_caller_that_changes()
    {
        List<string> findings = [];
        var registers = new CallerRegisters(1, RmmAbiProfile.Bet1, findings.Add);
        _bench.Machine.Bus.Subscribe(new BeforeReturn(() => _bench.Pe.X(17)++));
        _bench.Machine.Bus.Subscribe(registers);
        _bench.Succeed(RmiCommand.Version, RmiRevision.Current.Encode());
        Assert.That(findings, Has.One.Contain("X17 of the caller"));
    }

    // Changes something when the PE comes back to the host, before the next listener looks.
    private sealed class BeforeReturn(Action action) : IPeObserver
    {
        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
            if (pe.SecurityState == SecurityState.NonSecure)
                action();
        }
    }

    private void Finds(string text)
    {
        _bench.Succeed(RmiCommand.Version, RmiRevision.Current.Encode());
        Assert.That(_bench.Rmm.IsolationFindings, Has.Some.Contain(text), string.Join("\n", _bench.Rmm.IsolationFindings));
    }

    private Rd Rd() => new(new RealmMemory(_bench.Pe.Physical), _realm.Rd);

    private RttTree Table() => new(_bench.Pe, Rd());

    private ulong EntryOf(ulong ipa) => Table().Walk(ipa, 3).EntryAddress;
}
