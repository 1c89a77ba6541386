using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Memory;
using CcaEmu.Rmm.Rtts;
using CcaEmu.Rmm.Tests.Bench;

namespace CcaEmu.Rmm.Tests.Granules;

/// <summary>RMI granules of 4, 16 and 64 KiB, as RMI_RMM_CONFIG_SET chooses them.</summary>
public sealed class GranuleSizeTests
{
    private static ulong OneRange => RmiMapFlags.Create(RmiAddressType.Single).Value;

    private static ulong NsFlags => RmiMapFlags.Create(RmiAddressType.Single).WithAttributes((int)Stage2MemoryAttributes.NormalWriteBack, 3).Value;

    [TestCase(TranslationGranule.Size4K, 0, 1UL << 30)]
    [TestCase(TranslationGranule.Size16K, 0, 32UL << 20)]
    [TestCase(TranslationGranule.Size16K, 1, 64UL << 30)]
    [TestCase(TranslationGranule.Size64K, 0, 512UL << 20)]
    [TestCase(TranslationGranule.Size64K, 1, 4UL << 40)]
    public void The_configuration_is_what_the_host_has_set(TranslationGranule granule, int trackingSize, ulong regionBytes)
    {
        using var bench = new RmmBench(activate: false);
        ulong page = bench.NewGranule(16, 0x1_0000);
        bench.Write(page + RmiRmmConfigLayout.RmiGranuleSize, [RmiGranuleSizes.Encode(granule)]);
        bench.Write(page + RmiRmmConfigLayout.TrackingRegionSize, [(byte)trackingSize]);
        bench.Succeed(RmiCommand.RmmConfigSet, page);
        bench.Write(page, new byte[16]);
        bench.Succeed(RmiCommand.RmmConfigGet, page);
        Assert.That(bench.Read64(page), Is.EqualTo((ulong)trackingSize));
        Assert.That(bench.Read64(page + 8), Is.EqualTo((ulong)RmiGranuleSizes.Encode(granule)));
        Assert.That(bench.Rmm.Context.Granules.Tracking.RegionBytes, Is.EqualTo(regionBytes));
        bench.Succeed(RmiCommand.RmmActivate);
        Assert.That(bench.Rmi(RmiCommand.RmmConfigSet, page).Status, Is.EqualTo(RmiStatus.ErrorGlobal));
    }

    [TestCase(TranslationGranule.Size4K, 1)]
    [TestCase(TranslationGranule.Size16K, 2)]
    [TestCase(TranslationGranule.Size64K, 2)]
    public void A_tracking_region_size_that_the_granule_does_not_have_is_refused(TranslationGranule granule, int trackingSize)
    {
        using var bench = new RmmBench(activate: false);
        ulong page = bench.NewGranule();
        bench.Write(page + RmiRmmConfigLayout.RmiGranuleSize, [RmiGranuleSizes.Encode(granule)]);
        bench.Write(page + RmiRmmConfigLayout.TrackingRegionSize, [(byte)trackingSize]);
        Assert.That(bench.Rmi(RmiCommand.RmmConfigSet, page).Status, Is.EqualTo(RmiStatus.ErrorInput));
    }

    [Test]
    public void A_host_is_shown_the_granule_of_an_access_and_the_offset_in_it(
        [Values(TranslationGranule.Size4K, TranslationGranule.Size16K, TranslationGranule.Size64K)] TranslationGranule granule)
    {
        using var realm = new SizedRealm(granule);
        const ulong offset = 0xB_5678;
        ulong mask = realm.Bytes - 1;
        realm.Start([.. A64.Load(4, realm.Unprotected + offset), A64.Ldr(0, 4)]);
        Assert.That(realm.Enter(), Is.EqualTo(RmiRecExitReason.Sync));
        Assert.That(realm.Exit(RmiRecRunLayout.ExitFar), Is.EqualTo(offset & mask));
        Assert.That(realm.Exit(RmiRecRunLayout.ExitHpfar), Is.EqualTo((realm.Unprotected + (offset & ~mask)) >> 12 << 4));
    }

    [Test]
    public void Every_address_is_aligned_to_the_granule([Values(TranslationGranule.Size16K, TranslationGranule.Size64K)] TranslationGranule granule)
    {
        using var realm = new SizedRealm(granule);
        RmmBench bench = realm.Bench;
        ulong half = realm.Bytes / 2;
        ulong free = realm.NewPage(2 * realm.Bytes);
        ulong data = realm.NewDelegated();
        ulong ipa = 4 * realm.Bytes;
        realm.MakeTables(ipa, 3);
        MustRefuse(RmiCommand.GranuleRangeDelegate, free + half, free + 2 * realm.Bytes);
        MustRefuse(RmiCommand.GranuleRangeDelegate, free, free + half);
        MustRefuse(RmiCommand.GranuleRangeUndelegate, data, data + half);
        MustRefuse(RmiCommand.RealmActivate, realm.Rd + 4096);
        MustRefuse(RmiCommand.RttDataMapInit, realm.Rd, data, ipa + half, free);
        MustRefuse(RmiCommand.RttDataMapInit, realm.Rd, data, ipa, free + half);
        MustRefuse(RmiCommand.RttDataMapInit, realm.Rd, data + half, ipa, free);
        MustRefuse(RmiCommand.RttDataMap, realm.Rd, ipa, ipa + half, OneRange, Range(realm, data, 3));
        MustRefuse(RmiCommand.RttDataUnmap, realm.Rd, ipa + half, ipa + realm.Bytes, OneRange);
        MustRefuse(RmiCommand.RttInitRipas, realm.Rd, ipa, ipa + half);
        MustRefuse(RmiCommand.RttReadEntry, realm.Rd, ipa + half, 3);
        bench.Succeed(RmiCommand.RttDataMapInit, realm.Rd, data, ipa, free, 1);

        void MustRefuse(RmiCommand command, params ulong[] arguments) =>
            Assert.That(bench.Rmi(command, arguments).Status, Is.EqualTo(RmiStatus.ErrorInput), command.ToString());
    }

    [Test]
    public void All_of_a_granule_is_copied_measured_and_wiped([Values] TranslationGranule granule)
    {
        using var realm = new SizedRealm(granule);
        var contents = new byte[realm.Bytes];
        new Random(1).NextBytes(contents);
        ulong source = realm.NewPage();
        realm.Bench.Write(source, contents);
        ulong data = realm.NewDelegated();
        realm.MakeTables(0, 3);
        realm.Bench.Succeed(RmiCommand.RttDataMapInit, realm.Rd, data, 0, source, 1);
        Assert.That(realm.Bench.Peek(data, contents.Length), Is.EqualTo(contents));
        realm.Bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, 0, realm.Bytes, OneRange);
        realm.Bench.Undelegate(data, realm.Bytes / RmmBench.Granule);
        Assert.That(realm.Bench.Peek(data, contents.Length), Is.All.Zero);
    }

    [Test]
    public void A_granule_of_which_one_part_is_not_the_host_s_stays_the_host_s(
        [Values(TranslationGranule.Size16K, TranslationGranule.Size64K)] TranslationGranule granule, [Values] bool first)
    {
        using var realm = new SizedRealm(granule);
        ulong pages = realm.NewPage(3 * realm.Bytes);
        // The last physical granule of the second RMI granule is Root's, behind the RMM's back.
        ulong odd = pages + (first ? 1UL : 2) * realm.Bytes - 4096;
        SetGpi(realm.Bench.Pe, odd, Gpi.Root);
        RmiResult result = realm.Bench.Rmi(RmiCommand.GranuleRangeDelegate, pages, pages + 3 * realm.Bytes);
        Assert.That(result.Status, Is.EqualTo(first ? RmiStatus.ErrorInput : RmiStatus.Success));
        if (!first)
            Assert.That(realm.Bench.X[1], Is.EqualTo(pages + realm.Bytes));
        for (ulong at = odd & ~(realm.Bytes - 1); at < odd; at += 4096)
            Assert.That(realm.Bench.Pe.Physical.Read(new PhysicalAddress(at, Pas.NonSecure), 8, out _).Ok, $"0x{at:x}");
        Assert.That(realm.Bench.Rmm.StateOf(odd), Is.EqualTo(GranuleState.Undelegated));
    }

    [TestCase(TranslationGranule.Size4K, 2)]
    [TestCase(TranslationGranule.Size16K, 2)]
    [TestCase(TranslationGranule.Size64K, 2)]
    public void A_block_of_RAM_is_mapped_unfolded_folded_and_unmapped(TranslationGranule granule, int level)
    {
        using var realm = new SizedRealm(granule);
        ulong size = granule.EntrySizeBytes(level);
        realm.MakeTables(0, level);
        ulong memory = realm.NewDelegated(size, size);
        realm.Bench.Succeed(RmiCommand.RttDataMap, realm.Rd, 0, size, OneRange, Range(realm, memory, level));
        UnfoldAndFold(realm, 0, memory, level, folds: true);
        realm.Bench.Succeed(RmiCommand.RttDataUnmap, realm.Rd, 0, size, OneRange);
        Assert.That(realm.Bench.X[2], Is.EqualTo(Range(realm, memory, level)));
    }

    // The output address of Non-secure memory is the host's affair, so blocks of every level can be had without the memory.
    [TestCase(TranslationGranule.Size4K, false, 2, true)]
    [TestCase(TranslationGranule.Size4K, false, 1, true)]
    [TestCase(TranslationGranule.Size4K, true, 2, true)]
    [TestCase(TranslationGranule.Size4K, true, 1, true)]
    [TestCase(TranslationGranule.Size4K, true, 0, false)]
    [TestCase(TranslationGranule.Size16K, false, 2, true)]
    [TestCase(TranslationGranule.Size16K, true, 2, true)]
    [TestCase(TranslationGranule.Size16K, true, 1, true)]
    [TestCase(TranslationGranule.Size64K, false, 2, true)]
    [TestCase(TranslationGranule.Size64K, true, 2, true)]
    [TestCase(TranslationGranule.Size64K, true, 1, true)]
    public void A_block_of_the_host_is_mapped_and_folds_at_every_level(TranslationGranule granule, bool lpa2, int level, bool folds)
    {
        using var realm = new SizedRealm(granule, lpa2);
        ulong size = granule.EntrySizeBytes(level);
        realm.MakeTables(realm.Unprotected, level);
        ulong memory = (1UL << (lpa2 ? 52 : 48)) - size;
        realm.Bench.Succeed(RmiCommand.RttUnprotMap, realm.Rd, realm.Unprotected, realm.Unprotected + size, NsFlags, Range(realm, memory, level));
        UnfoldAndFold(realm, realm.Unprotected, memory, level, folds);
    }

    [TestCase(TranslationGranule.Size4K, false, 0)]
    [TestCase(TranslationGranule.Size16K, false, 1)]
    [TestCase(TranslationGranule.Size64K, false, 1)]
    public void A_block_of_a_level_that_has_none_is_refused(TranslationGranule granule, bool lpa2, int level)
    {
        using var realm = new SizedRealm(granule, lpa2);
        ulong size = granule.EntrySizeBytes(level);
        Assert.That(
            realm.Bench.Rmi(RmiCommand.RttUnprotMap, realm.Rd, realm.Unprotected, realm.Unprotected + size, NsFlags, Range(realm, 0, level)).Status,
            Is.EqualTo(RmiStatus.ErrorInput));
    }

    [TestCase(TranslationGranule.Size16K)]
    [TestCase(TranslationGranule.Size64K)]
    public void Blocks_do_not_fold_to_a_level_that_has_none(TranslationGranule granule)
    {
        using var realm = new SizedRealm(granule);
        ulong size = granule.EntrySizeBytes(2), end = realm.Unprotected + granule.EntrySizeBytes(1);
        realm.MakeTables(realm.Unprotected, 2);
        for (ulong ipa = realm.Unprotected; ipa < end; ipa += size)
            realm.Bench.Succeed(RmiCommand.RttUnprotMap, realm.Rd, ipa, ipa + size, NsFlags, Range(realm, ipa - realm.Unprotected, 2));
        Assert.That(realm.Bench.Rmi(RmiCommand.RttFold, realm.Rd, realm.Unprotected, 2), Is.EqualTo(RmiResult.ErrorRtt(2)));
    }

    private static void UnfoldAndFold(SizedRealm realm, ulong ipa, ulong memory, int level, bool folds)
    {
        ulong size = realm.Granule.EntrySizeBytes(level);
        ulong part = realm.Granule.EntrySizeBytes(level + 1);
        (ulong Level, RttEntryState State, ulong Descriptor) block = realm.Read(ipa, 3);
        Assert.That((block.Level, block.State), Is.EqualTo(((ulong)level, RttEntryState.Data)));
        ulong table = realm.NewDelegated();
        realm.Bench.Succeed(RmiCommand.RttCreate, realm.Rd, table, ipa, (ulong)level + 1);
        var last = realm.Read(ipa + size - part, 3);
        Assert.That((last.Level, last.State), Is.EqualTo(((ulong)level + 1, RttEntryState.Data)));
        var geometry = new RttGeometry(realm.Granule, realm.Lpa2);
        Assert.That(geometry.AddressIn(last.Descriptor), Is.EqualTo(memory + size - part));
        RmiResult fold = realm.Bench.Rmi(RmiCommand.RttFold, realm.Rd, ipa, (ulong)level + 1);
        Assert.That(fold, Is.EqualTo(folds ? RmiResult.Success : RmiResult.ErrorRtt(level + 1)));
        if (!folds)
            return;
        Assert.That(realm.Bench.X[1], Is.EqualTo(table));
        Assert.That(realm.Read(ipa, 3), Is.EqualTo(block));
    }

    private static ulong Range(SizedRealm realm, ulong address, int level) => new AddressRangeDescriptor(address, level, 1).Encode(realm.Granule);

    private static void SetGpi(ProcessingElement pe, ulong address, Gpi gpi)
    {
        Assert.That(GptGeometry.TryDecode(pe[SystemRegister.GPCCR_EL3], out GptGeometry geometry), Is.True);
        ulong level0 = (pe[SystemRegister.GPTBR_EL3] << 12) + (ulong)geometry.L0Index(address) * 8;
        Assert.That(pe.Physical.Read(new PhysicalAddress(level0, Pas.Root), 8, out ulong entry).Ok);
        var at = new PhysicalAddress(new GptL0Descriptor(entry).TableAddress + (ulong)geometry.L1Index(address) * 8, Pas.Root);
        Assert.That(pe.Physical.Read(at, 8, out ulong word).Ok);
        int shift = geometry.GranuleIndex(address) * 4;
        Assert.That(pe.Physical.Write(at, 8, word & ~(0xFUL << shift) | (ulong)gpi << shift).Ok);
        pe.Physical.Invalidate();
    }
}
