using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Granules;

/// <summary>Tracking regions: finely, as one unit, or not at all.</summary>
public sealed class TrackingTests
{
    private const ulong Region = 0x8000_0000;
    private const ulong Size = 1UL << 30;

    [Test]
    public void Memory_that_is_not_tracked_cannot_be_delegated_until_it_is()
    {
        using var bench = new RmmBench();
        ulong granule = bench.NewGranule();
        Set(bench, RmiTrackingState.None);
        Assert.That(State(bench), Is.EqualTo(RmiTrackingState.None));
        Assert.That(bench.Rmi(RmiCommand.GranuleRangeDelegate, granule, granule + 0x1000), Is.EqualTo((RmiResult)RmiStatus.ErrorTracking));
        Set(bench, RmiTrackingState.Fine);
        bench.Delegate(granule);
        Assert.That(
            bench.Rmi(RmiCommand.GranuleTrackingSet, Region, 0, (ulong)RmiTrackingState.None),
            Is.EqualTo((RmiResult)RmiStatus.ErrorGranule));
    }

    [Test]
    public void A_region_tracked_as_one_unit_moves_as_one()
    {
        using var bench = new RmmBench();
        Set(bench, RmiTrackingState.Coarse);
        Assert.That(State(bench), Is.EqualTo(RmiTrackingState.Coarse));
        Assert.That(
            bench.Rmi(RmiCommand.GranuleRangeDelegate, Region, Region + Size - 0x1000), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
        bench.Succeed(RmiCommand.GranuleRangeDelegate, Region, Region + Size);
        Assert.That(bench.X[1], Is.EqualTo(Region + Size));
        Assert.That(bench.Rmm.DelegatedGranules, Is.EqualTo(Size / 0x1000));
        Set(bench, RmiTrackingState.Fine);
        bench.Succeed(RmiCommand.GranuleRangeUndelegate, Region + 0x1000, Region + 0x2000);
        Assert.That(
            bench.Rmi(RmiCommand.GranuleTrackingSet, Region, 0, (ulong)RmiTrackingState.Coarse),
            Is.EqualTo((RmiResult)RmiStatus.ErrorGranule));
        bench.Delegate(Region + 0x1000);
        Set(bench, RmiTrackingState.Coarse);
        bench.Succeed(RmiCommand.GranuleRangeUndelegate, Region, Region + Size);
        Assert.That(bench.Rmm.DelegatedGranules, Is.Zero);
    }

    [Test]
    public void A_range_ends_where_a_region_begins_that_is_tracked_otherwise()
    {
        using var bench = new RmmBench();
        bench.Succeed(RmiCommand.GranuleTrackingSet, Region + Size, 0, (ulong)RmiTrackingState.Coarse);
        bench.Succeed(RmiCommand.GranuleRangeDelegate, Region + Size - 0x2000, Region + Size + 0x2000);
        Assert.That(bench.X[1], Is.EqualTo(Region + Size));
        Assert.That(bench.Rmm.DelegatedGranules, Is.EqualTo(2));
    }

    [Test]
    public void A_granule_of_a_unit_cannot_become_an_object_or_a_page()
    {
        using var bench = new RmmBench();
        // Host memory for parameters lies in the next region.
        ulong page = Region + Size;
        bench.Write(page, new RealmParams().ToBytes());
        Set(bench, RmiTrackingState.Coarse);
        bench.Succeed(RmiCommand.GranuleRangeDelegate, Region, Region + Size);
        Assert.That(bench.Rmi(RmiCommand.RealmCreate, Region, page), Is.EqualTo((RmiResult)RmiStatus.ErrorInput));
    }

    [Test]
    public void A_unit_is_mapped_and_unmapped_as_a_block_of_its_size_and_as_nothing_smaller()
    {
        using var bench = new RmmBench();
        ulong low = bench.Rmm.Context.Granules.Tracking.BaseOf(0xC000_0000);
        bench.Delegate(low, 16);
        ulong page = low + 0x40_0000;
        ulong rd = low;
        bench.Write(page, (new RealmParams() with { RttBase = low + 0x1000 }).ToBytes());
        bench.Succeed(RmiCommand.RealmCreate, rd, page);
        Set(bench, RmiTrackingState.Coarse);
        bench.Succeed(RmiCommand.GranuleRangeDelegate, Region, Region + Size);
        ulong block = new AddressRangeDescriptor(Region, 1, 1).Encode(TranslationGranule.Size4K);
        ulong pages = new AddressRangeDescriptor(Region, 3, 1).Encode(TranslationGranule.Size4K);
        ulong single = RmiMapFlags.Create(RmiAddressType.Single).Value;
        bench.Succeed(RmiCommand.RttCreate, rd, low + 0x2000, Size, 2);
        bench.Succeed(RmiCommand.RttCreate, rd, low + 0x3000, Size, 3);
        Assert.That(
            bench.Rmi(RmiCommand.RttDataMap, rd, Size, Size + 0x1000, single, pages), Is.EqualTo((RmiResult)RmiStatus.ErrorTracking));
        bench.Succeed(RmiCommand.RttDataMap, rd, 0, Size, single, block);
        Assert.That(bench.Rmm.StateOf(Region + 0x1234_5000), Is.EqualTo(GranuleState.Data));
        bench.Succeed(RmiCommand.RttCreate, rd, low + 0x4000, 0, 2);
        Assert.That(
            bench.Rmi(RmiCommand.RttDataUnmap, rd, 0, Size, single), Is.EqualTo((RmiResult)RmiStatus.ErrorTracking), "folded first");
        bench.Succeed(RmiCommand.RttFold, rd, 0, 2);
        bench.Succeed(RmiCommand.RttDataUnmap, rd, 0, Size, single);
        Assert.That(bench.X[2], Is.EqualTo(block));
    }

    [Test]
    public void A_host_can_ask_for_the_state_of_the_RMM_at_any_time()
    {
        using var bench = new RmmBench(activate: false);
        bench.Succeed(RmiCommand.RmmStateGet);
        Assert.That((RmmState)bench.X[1], Is.EqualTo(RmmState.Init));
        bench.Succeed(RmiCommand.RmmActivate);
        bench.Succeed(RmiCommand.RmmStateGet);
        Assert.That((RmmState)bench.X[1], Is.EqualTo(RmmState.Active));
    }

    [Test]
    public void Where_the_platform_token_is_required_no_Realm_is_made_before_it_has_been_fetched()
    {
        using var bench = new RmmBench(new RmmOptions { RequiresPlatformTokenRefresh = true });
        ulong rd = bench.NewDelegated();
        ulong page = bench.NewPage((new RealmParams() with { RttBase = bench.NewDelegated() }).ToBytes());
        Assert.That(bench.Rmi(RmiCommand.RealmCreate, rd, page), Is.EqualTo((RmiResult)RmiStatus.ErrorGlobal));
        bench.Succeed(RmiCommand.AttestPlatTokenRefresh);
        Assert.That(bench.Rmm.Context.Attestation.PlatformToken, Is.Not.Empty);
        bench.Succeed(RmiCommand.RealmCreate, rd, page);
    }

    private static void Set(RmmBench bench, RmiTrackingState state) =>
        bench.Succeed(RmiCommand.GranuleTrackingSet, Region, (ulong)RmiMemoryCategory.Conventional, (ulong)state);

    private static RmiTrackingState State(RmmBench bench)
    {
        bench.Succeed(RmiCommand.GranuleTrackingGet, Region, Region + Size);
        return (RmiTrackingState)bench.X[2];
    }
}
