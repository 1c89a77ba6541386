using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;
using static CcaEmu.Rmm.Tests.Rmi.RttRangeScenarios;

namespace CcaEmu.Rmm.Tests.Rmi;

/// <summary>What the commands on tables do to entries, granules and memory.</summary>
public sealed class RttCommandTests
{
    private const ulong Block = 0x20_0000;
    private const ulong Ipa = TestRealm.Code;
    private const ulong Ns = TestRealm.Unprotected;

    private RmmBench _bench = null!;
    private TestRealm _realm = null!;

    private static ulong NsFlags =>
        new RmiMapFlags(OneRange).WithAttributes((int)Stage2MemoryAttributes.NormalNonCacheable, 3).Value;

    [SetUp]
    public void Boot()
    {
        _bench = new RmmBench();
        _realm = new TestRealm(_bench);
    }

    [TearDown]
    public void Dispose() => _bench.Dispose();

    [Test]
    public void A_new_realm_is_void_and_empty()
    {
        AssertEntry(Ipa, 1, RttEntryState.Void, 0, Ripas.Empty);
        AssertEntry(Ns, 1, RttEntryState.Void, 0, Ripas.Empty);
        AssertEntry(0, 1, RttEntryState.Void, 0, Ripas.Empty);
    }

    [Test]
    public void A_table_takes_over_what_the_entry_meant()
    {
        _realm.MakeTables(Ipa, 2);
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa, Ipa + Block);
        AssertEntry(Ipa, 2, RttEntryState.Void, 0, Ripas.Ram);
        _realm.MakeTables(Ipa, 3);
        AssertEntry(Ipa + 0x1F_F000, 3, RttEntryState.Void, 0, Ripas.Ram);
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, Ipa, 2);
        Assert.That(_bench.X[2], Is.EqualTo((ulong)RttEntryState.Table));
        Assert.That(_bench.Rmm.StateOf(_bench.X[3]), Is.EqualTo(GranuleState.Rtt));
        Assert.That(_bench.X[4], Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_block_is_unfolded_to_pages_and_folded_back(bool isProtected)
    {
        ulong ipa = isProtected ? Ipa : Ns;
        _realm.MakeTables(ipa, 2);
        ulong memory = MapBlock(ipa);
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, ipa, 3);
        ulong[] before = _bench.X[1..5];
        Assert.That(before[0], Is.EqualTo(2));

        ulong table = _bench.NewDelegated();
        _bench.Succeed(RmiCommand.RttCreate, _realm.Rd, table, ipa, 3);
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, ipa + 0x5000, 3);
        Assert.That(_bench.X[1..3], Is.EqualTo(new ulong[] { 3, (ulong)RttEntryState.Data }));
        Assert.That(_bench.X[3] & ~0xFFFUL, Is.EqualTo(memory + 0x5000));

        _bench.Succeed(RmiCommand.RttFold, _realm.Rd, ipa, 3);
        Assert.That(_bench.X[1], Is.EqualTo(table));
        Assert.That(_bench.Rmm.StateOf(table), Is.EqualTo(GranuleState.Delegated));
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, ipa, 3);
        Assert.That(_bench.X[1..5], Is.EqualTo(before));
    }

    [Test]
    public void Pages_out_of_order_do_not_fold()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewDelegated(513, Block);
        Map(Ipa, 511, memory);
        Map(Ipa + 511 * 0x1000, 1, memory + 512 * 0x1000);
        Assert.That(_bench.Rmi(RmiCommand.RttFold, _realm.Rd, Ipa, 3), Is.EqualTo(RmiResult.ErrorRtt(3)));
    }

    [Test]
    public void Contiguous_pages_that_do_not_start_at_a_block_do_not_fold()
    {
        _realm.MakeTables(Ipa);
        Map(Ipa, 512, _bench.NewDelegated(513, Block) + 0x1000);
        Assert.That(_bench.Rmi(RmiCommand.RttFold, _realm.Rd, Ipa, 3), Is.EqualTo(RmiResult.ErrorRtt(3)));
    }

    [Test]
    public void Pages_that_are_the_hosts_twice_do_not_fold()
    {
        // As an unfolded block whose address had a bit of a page set would show them: each odd page again in place of the even one.
        _realm.MakeTables(Ns);
        for (ulong offset = 0; offset < Block; offset += 0x1000)
            _bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, Ns + offset, Ns + offset + 0x1000, NsFlags, Pages(0xB000_0000 | offset | 0x1000, 1));
        Assert.That(_bench.Rmi(RmiCommand.RttFold, _realm.Rd, Ns, 3), Is.EqualTo(RmiResult.ErrorRtt(3)));
    }

    [Test]
    public void A_table_with_different_ripas_does_not_fold()
    {
        _realm.MakeTables(Ipa);
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa, Ipa + 0x1000);
        Assert.That(_bench.Rmi(RmiCommand.RttFold, _realm.Rd, Ipa, 3), Is.EqualTo(RmiResult.ErrorRtt(3)));
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa + 0x1000, Ipa + Block);
        _bench.Succeed(RmiCommand.RttFold, _realm.Rd, Ipa, 3);
        AssertEntry(Ipa, 2, RttEntryState.Void, 0, Ripas.Ram);
    }

    [Test]
    public void A_destroyed_table_leaves_destroyed_in_the_protected_half_only()
    {
        _realm.MakeTables(Ipa);
        _realm.MakeTables(Ns);
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa, Ipa + Block);
        MapNs(Ns, 1);
        _bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, Ipa, 3);
        Assert.That(_bench.Rmm.StateOf(_bench.X[1]), Is.EqualTo(GranuleState.Delegated));
        AssertEntry(Ipa, 2, RttEntryState.Void, 0, Ripas.Destroyed);
        _bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, Ns, 3);
        AssertEntry(Ns, 2, RttEntryState.Void, 0, Ripas.Empty);
    }

    [Test]
    public void Destroying_says_where_to_go_on()
    {
        _realm.MakeTables(Ipa);
        _realm.MakeTables(Ipa + 4 * Block);
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, _realm.Rd, Ipa + Block, 3), Is.EqualTo(RmiResult.ErrorRtt(2)));
        Assert.That(_bench.X[2], Is.EqualTo(Ipa + 4 * Block), "the next table");
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, _realm.Rd, 0, 3), Is.EqualTo(RmiResult.ErrorRtt(1)));
        Assert.That(_bench.X[2], Is.EqualTo(Ipa), "the next table one level up");
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, _realm.Rd, Ipa, 2), Is.EqualTo(RmiResult.ErrorRtt(2)));
        Assert.That(_bench.X[2], Is.EqualTo(Ipa), "live: here");
        _bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, Ipa, 3);
        Assert.That(_bench.X[2], Is.EqualTo(Ipa + 4 * Block));
        _bench.Succeed(RmiCommand.RttDestroy, _realm.Rd, Ipa + 4 * Block, 3);
        Assert.That(_bench.X[2], Is.EqualTo(Ipa + 512 * Block), "the end of the table");
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, _realm.Rd, Ipa, 4), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(_bench.X[2], Is.Zero);
    }

    [Test]
    public void Destroying_below_a_block_says_to_go_on_where_it_was_tried()
    {
        ulong block = new AddressRangeDescriptor(0, 1, 1).Encode(TranslationGranule.Size4K);
        _bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + (1UL << 30), NsFlags, block);
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, _realm.Rd, Ns + 3 * Block, 3), Is.EqualTo(RmiResult.ErrorRtt(1)));
        Assert.That(_bench.X[2], Is.EqualTo(Ns + 3 * Block), "the block is live");
    }

    [Test]
    public void Mapped_memory_is_wiped_and_belongs_to_the_realm()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewGranule(2);
        _bench.Write64(memory + 0x1008, 0xBAD);
        _bench.Delegate(memory, 2);
        Map(Ipa, 2, memory);
        Assert.That(_bench.Peek(memory, 0x2000), Is.All.Zero);
        Assert.That(_bench.Rmm.StateOf(memory + 0x1000), Is.EqualTo(GranuleState.Data));
        AssertEntry(Ipa + 0x1000, 3, RttEntryState.Data, memory + 0x1000, Ripas.Empty);
        Assert.That(
            _bench.Rmi(RmiCommand.GranuleRangeUndelegate, memory, memory + 0x1000),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput), "it is in use");
    }

    [TestCase(Ripas.Empty)]
    [TestCase(Ripas.Ram)]
    [TestCase(Ripas.Destroyed)]
    public void Mapping_and_unmapping_follow_the_table_of_ripas(Ripas ripas)
    {
        _realm.MakeTables(Ipa);
        if (ripas != Ripas.Empty)
            _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa, Ipa + 0x1000);
        ulong memory = _bench.NewDelegated();
        if (ripas == Ripas.Destroyed)
        {
            Map(Ipa, 1, memory);
            Unmap(Ipa, 1);
        }
        AssertEntry(Ipa, 3, RttEntryState.Void, 0, ripas);
        Map(Ipa, 1, memory);
        AssertEntry(Ipa, 3, RttEntryState.Data, memory, ripas);
        Unmap(Ipa, 1);
        AssertEntry(Ipa, 3, RttEntryState.Void, 0, ripas == Ripas.Ram ? Ripas.Destroyed : ripas);
        Assert.That(_bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Delegated));
    }

    [Test]
    public void Copying_a_page_makes_ram_of_anything()
    {
        _realm.MakeTables(Ipa);
        ulong data = _realm.MapInit(Ipa, [1, 2, 3]);
        AssertEntry(Ipa, 3, RttEntryState.Data, data, Ripas.Ram);
        Unmap(Ipa, 1);
        data = _realm.MapInit(Ipa, [4]);
        AssertEntry(Ipa, 3, RttEntryState.Data, data, Ripas.Ram);
        Assert.That(_bench.Peek(data, 1)[0], Is.EqualTo(4));
    }

    [Test]
    public void A_map_ends_where_a_page_is_taken_already_and_the_next_call_says_so()
    {
        _realm.MakeTables(Ipa);
        _realm.MapInit(Ipa + 0x2000, []);
        ulong memory = _bench.NewDelegated(4);
        _bench.Succeed(RmiCommand.RttDataMap, _realm.Rd, Ipa, Ipa + 0x4000, OneRange, Pages(memory, 4));
        Assert.That(_bench.X[1], Is.EqualTo(Ipa + 0x2000));
        Assert.That(
            _bench.Rmi(RmiCommand.RttDataMap, _realm.Rd, Ipa + 0x2000, Ipa + 0x4000, OneRange, Pages(memory + 0x2000, 2)),
            Is.EqualTo(RmiResult.ErrorRtt(3)));
    }

    [Test]
    public void A_map_takes_a_list_of_ranges_to_the_end_of_the_table()
    {
        ulong start = Ipa + Block - 0x4000;
        _realm.MakeTables(start);
        ulong first = _bench.NewDelegated(2);
        ulong second = _bench.NewDelegated(8);
        ulong list = _bench.NewGranule();
        _bench.Write64(list, Pages(second, 2));
        _bench.Write64(list + 8, Pages(first, 1));
        _bench.Write64(list + 16, Pages(second + 0x3000, 5));
        _bench.Succeed(RmiCommand.RttDataMap, _realm.Rd, start, start + 0x8000, ListOf(3), list);
        Assert.That(_bench.X[1], Is.EqualTo(start + 0x4000));
        AssertEntry(start + 0x1000, 3, RttEntryState.Data, second + 0x1000, Ripas.Empty);
        AssertEntry(start + 0x2000, 3, RttEntryState.Data, first, Ripas.Empty);
        AssertEntry(start + 0x3000, 3, RttEntryState.Data, second + 0x3000, Ripas.Empty);
        Assert.That(_bench.Rmm.StateOf(second + 0x4000), Is.EqualTo(GranuleState.Delegated));
    }

    [Test]
    public void A_list_that_turns_bad_ends_the_map()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewDelegated();
        ulong list = _bench.NewGranule();
        _bench.Write64(list, Pages(memory, 1));
        _bench.Write64(list + 8, Blocks(memory & ~0x1F_FFFFUL, 1));
        _bench.Succeed(RmiCommand.RttDataMap, _realm.Rd, Ipa, Ipa + 0x4000, ListOf(4), list);
        Assert.That(_bench.X[1], Is.EqualTo(Ipa + 0x1000));
    }

    [Test]
    public void A_block_with_a_granule_that_is_not_delegated_is_refused_whole()
    {
        _realm.MakeTables(Ipa, 2);
        ulong memory = _bench.NewDelegated(512, Block);
        _bench.Undelegate(memory + 0x10_0000);
        Assert.That(
            _bench.Rmi(RmiCommand.RttDataMap, _realm.Rd, Ipa, Ipa + Block, OneRange, Blocks(memory, 1)),
            Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        Assert.That(_bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Delegated));
        AssertEntry(Ipa, 2, RttEntryState.Void, 0, Ripas.Empty);
    }

    [Test]
    public void Unmapping_reports_one_contiguous_range_and_stops_where_it_ends()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewDelegated(4);
        Map(Ipa, 2, memory);
        Map(Ipa + 0x2000, 1, memory + 0x3000);
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + 0x8000, OneRange, 0);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { Ipa + 0x2000, Pages(memory, 2), 0 }));
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa + 0x2000, Ipa + 0x8000, OneRange, 0);
        Assert.That(
            _bench.X[1..4],
            Is.EqualTo(new ulong[] { Ipa + 0x8000, Pages(memory + 0x3000, 1), 0 }), "what is not mapped is progress");
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, 0, Ipa, OneRange, 0);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { Ipa, 0, 0 }));
    }

    [Test]
    public void Unmapping_fills_a_list_and_stops_when_it_is_full()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewDelegated(8);
        Map(Ipa, 2, memory);
        Map(Ipa + 0x2000, 1, memory + 0x7000);
        Map(Ipa + 0x3000, 1, memory + 0x5000);
        ulong list = _bench.NewGranule();
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + 0x8000, ListOf(2), list);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { Ipa + 0x3000, 0, 2 }));
        Assert.That(_bench.Read64(list), Is.EqualTo(Pages(memory, 2)));
        Assert.That(_bench.Read64(list + 8), Is.EqualTo(Pages(memory + 0x7000, 1)));
        Assert.That(_bench.Read64(list + 16), Is.Zero);
    }

    [Test]
    public void Unmapping_nothing_ends_with_the_range_and_not_with_the_entry()
    {
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + 0x1000, OneRange, 0);
        Assert.That(_bench.X[1..3], Is.EqualTo(new[] { Ipa + 0x1000, 0UL }));
    }

    [Test]
    public void A_range_of_another_level_ends_the_map()
    {
        _realm.MakeTables(Ns);
        ulong list = _bench.NewGranule();
        _bench.Write64(list, Pages(0xB000_0000, 1));
        _bench.Write64(list + 8, Blocks(0xB020_0000, 1));
        _bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + 0x4000, new RmiMapFlags(ListOf(2)).WithAttributes(6, 3).Value, list);
        Assert.That(_bench.X[1], Is.EqualTo(Ns + 0x1000));
    }

    [Test]
    public void Unmapping_without_report_takes_all_of_a_table()
    {
        _realm.MakeTables(Ipa);
        ulong memory = _bench.NewDelegated(4);
        Map(Ipa, 1, memory + 0x2000);
        Map(Ipa + 0x1000, 1, memory);
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + 0x8000, 0, 0);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { Ipa + 0x8000, 0, 0 }));
    }

    [Test]
    public void A_block_in_the_way_of_unmapping_is_named_without_progress()
    {
        _realm.MakeTables(Ipa, 2);
        MapBlock(Ipa);
        Assert.That(
            _bench.Rmi(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + 0x1000, OneRange, 0),
            Is.EqualTo(RmiResult.ErrorRtt(2)));
        Assert.That(_bench.X[1], Is.EqualTo(Ipa));
        Assert.That(
            _bench.Rmi(RmiCommand.RttDataUnmap, _realm.Rd, Ipa + 0x1000, Ipa + Block, OneRange, 0),
            Is.EqualTo(RmiResult.ErrorRtt(2)));
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, Ipa, Ipa + Block, OneRange, 0);
        Assert.That(AddressRangeDescriptor.TryDecode(_bench.X[2], TranslationGranule.Size4K, out AddressRangeDescriptor range));
        Assert.That((range.Level, range.Count), Is.EqualTo((2, 1)));
    }

    [Test]
    public void Host_memory_shows_the_hosts_attributes()
    {
        _realm.MakeTables(Ns);
        ulong memory = _bench.NewGranule();
        ulong flags = new RmiMapFlags(OneRange).WithAttributes((int)Stage2MemoryAttributes.NormalNonCacheable, 1).Value;
        _bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + 0x1000, flags, Pages(memory, 1));
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, Ns, 3);
        Assert.That(_bench.X[1..5], Is.EqualTo(new ulong[] { 3, (ulong)RttEntryState.Data, memory | 5 << 2 | 1 << 6, 0 }));
        Assert.That(_bench.Rmm.StateOf(memory), Is.EqualTo(GranuleState.Undelegated), "the host keeps it");
        _bench.Succeed(RmiCommand.RttUnprotUnmap, _realm.Rd, Ns, Ns + 0x1000, OneRange, 0);
        Assert.That(_bench.X[2], Is.EqualTo(Pages(memory, 1)));
        AssertEntry(Ns, 3, RttEntryState.Void, 0, Ripas.Empty);
    }

    [TestCase(3)]
    [TestCase(2)]
    public void Output_addresses_end_at_48_bits(int level)
    {
        ulong size = 1UL << (39 - 9 * level);
        _realm.MakeTables(Ns, level);
        ulong last = new AddressRangeDescriptor((1UL << 48) - size, level, 2).Encode(TranslationGranule.Size4K);
        Assert.That(
            _bench.Rmi(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + 2 * size, NsFlags, last), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        last = new AddressRangeDescriptor((1UL << 48) - size, level, 1).Encode(TranslationGranule.Size4K);
        _bench.Succeed(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + size, NsFlags, last);
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, Ns, (ulong)level);
        Assert.That(_bench.X[3] & ~0xFFFUL, Is.EqualTo((1UL << 48) - size));
    }

    [TestCase(4, 3)]
    [TestCase(6, 4)]
    public void Attributes_that_do_not_exist_are_an_input_error(int memAttr, int s2ap)
    {
        _realm.MakeTables(Ns);
        ulong flags = new RmiMapFlags(OneRange).WithAttributes(memAttr, s2ap).Value;
        Assert.That(
            _bench.Rmi(RmiCommand.RttUnprotMap, _realm.Rd, Ns, Ns + 0x1000, flags, Pages(_bench.NewGranule(), 1)), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void A_level_above_the_starting_level_cannot_be_mapped()
    {
        var realm = new TestRealm(_bench, new RealmParams { S2sz = 32, RttLevelStart = 2, RttNumStart = 4 });
        _bench.Succeed(RmiCommand.RttCreate, realm.Rd, _bench.NewDelegated(), 1UL << 31, 3);
        ulong oneGiB = new AddressRangeDescriptor(0x8000_0000, 1, 1).Encode(TranslationGranule.Size4K);
        Assert.That(
            _bench.Rmi(RmiCommand.RttUnprotMap, realm.Rd, 1UL << 31, (1UL << 31) + (1UL << 30), NsFlags, oneGiB), Is.EqualTo(RmiResult.ErrorRtt(2)));
    }

    [Test]
    public void A_tree_of_48_bits_is_walked_from_level_0()
    {
        const ulong Half = 1UL << 47;
        const ulong Entry = 1UL << 39;
        var realm = new TestRealm(_bench, new RealmParams { S2sz = 48, RttLevelStart = 0 });
        _bench.Succeed(RmiCommand.RttInitRipas, realm.Rd, Half - Entry, Half);
        Assert.That(_bench.X[1], Is.EqualTo(Half));
        _bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, 0, Half, OneRange, 0);
        Assert.That(_bench.X[1..4], Is.EqualTo(new ulong[] { Half, 0, 0 }));
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, realm.Rd, Half, 3), Is.EqualTo(RmiResult.ErrorRtt(0)));
        Assert.That(_bench.X[2], Is.EqualTo(2 * Half), "nothing to skip to but the end");
        realm.MakeTables(Half + Entry);
        Assert.That(_bench.Rmi(RmiCommand.RttDestroy, realm.Rd, Half, 3), Is.EqualTo(RmiResult.ErrorRtt(0)));
        Assert.That(_bench.X[2], Is.EqualTo(Half + Entry));
        _bench.Succeed(RmiCommand.RttDestroy, realm.Rd, Half + Entry, 3);
        Assert.That(_bench.X[2], Is.EqualTo(Half + Entry + (1UL << 30)), "the end of the parent table");
    }

    [Test]
    public void Initial_ram_is_set_to_the_end_of_one_table()
    {
        _realm.MakeTables(Ipa);
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa + 0x1000, Ipa + 3 * Block);
        Assert.That(_bench.X[1], Is.EqualTo(Ipa + Block));
        _bench.Succeed(RmiCommand.RttInitRipas, _realm.Rd, Ipa + Block, Ipa + 3 * Block);
        Assert.That(_bench.X[1], Is.EqualTo(Ipa + 3 * Block), "entries of 2 MiB");
        AssertEntry(Ipa, 3, RttEntryState.Void, 0, Ripas.Empty);
        AssertEntry(Ipa + 2 * Block, 2, RttEntryState.Void, 0, Ripas.Ram);
    }

    private void Map(ulong ipa, int pages, ulong memory)
    {
        ulong top = ipa + (ulong)pages * 0x1000;
        _bench.Succeed(RmiCommand.RttDataMap, _realm.Rd, ipa, top, OneRange, Pages(memory, pages));
        Assert.That(_bench.X[1], Is.EqualTo(top));
    }

    private void Unmap(ulong ipa, int pages) =>
        _bench.Succeed(RmiCommand.RttDataUnmap, _realm.Rd, ipa, ipa + (ulong)pages * 0x1000, OneRange, 0);

    private void MapNs(ulong ipa, int pages) => _bench.Succeed(
        RmiCommand.RttUnprotMap, _realm.Rd, ipa, ipa + (ulong)pages * 0x1000, NsFlags, Pages(_bench.NewGranule((ulong)pages), pages));

    private ulong MapBlock(ulong ipa)
    {
        bool isProtected = ipa < TestRealm.Unprotected;
        ulong memory = isProtected ? _bench.NewDelegated(512, Block) : _bench.NewGranule(512, Block);
        _bench.Succeed(
            isProtected
                ? RmiCommand.RttDataMap
                : RmiCommand.RttUnprotMap, _realm.Rd, ipa, ipa + Block, isProtected ? OneRange : NsFlags, Blocks(memory, 1));
        return memory;
    }

    private void AssertEntry(ulong ipa, int level, RttEntryState state, ulong address, Ripas ripas)
    {
        _bench.Succeed(RmiCommand.RttReadEntry, _realm.Rd, ipa, (ulong)level);
        Assert.That(_bench.X[1..5], Is.EqualTo(new ulong[] { (ulong)level, (ulong)state, address, (ulong)ripas }), $"0x{ipa:x}");
    }
}
