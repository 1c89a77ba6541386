using CcaEmu.Arm.Formats;
using CcaEmu.Hypervisor.Realms;
using CcaEmu.Hypervisor.Rmi;

namespace CcaEmu.Hypervisor.Tests.Realms;

public sealed class RealmGeometryTests
{
    [TestCase(32, 2, 4)]
    [TestCase(33, 2, 8)]
    [TestCase(34, 2, 16)]
    [TestCase(35, 1, 1)]
    [TestCase(36, 1, 1)]
    [TestCase(39, 1, 1)]
    [TestCase(40, 1, 2)]
    [TestCase(42, 1, 8)]
    [TestCase(43, 1, 16)]
    [TestCase(44, 0, 1)]
    [TestCase(48, 0, 1)]
    public void The_root_is_the_smallest_with_at_most_sixteen_tables(int bits, int startLevel, int granules)
    {
        var geometry = RealmGeometry.Of(bits, HostPageSize.Default);
        Assert.That((geometry.StartLevel, geometry.RootGranules), Is.EqualTo((startLevel, granules)));
    }

    [TestCase(TranslationGranule.Size4K, 49, 0, 2)]
    [TestCase(TranslationGranule.Size4K, 52, 0, 16)]
    [TestCase(TranslationGranule.Size16K, 33, 2, 1)]
    [TestCase(TranslationGranule.Size16K, 38, 2, 4)]
    [TestCase(TranslationGranule.Size16K, 40, 2, 16)]
    [TestCase(TranslationGranule.Size16K, 41, 1, 1)]
    [TestCase(TranslationGranule.Size16K, 48, 1, 2)]
    [TestCase(TranslationGranule.Size16K, 51, 1, 16)]
    [TestCase(TranslationGranule.Size16K, 52, 0, 1)]
    [TestCase(TranslationGranule.Size64K, 33, 2, 1)]
    [TestCase(TranslationGranule.Size64K, 46, 2, 16)]
    [TestCase(TranslationGranule.Size64K, 48, 1, 1)]
    [TestCase(TranslationGranule.Size64K, 52, 1, 1)]
    public void The_root_follows_the_page_size(TranslationGranule granule, int bits, int startLevel, int granules)
    {
        var geometry = RealmGeometry.Of(bits, new HostPageSize(granule), lpa2: bits > 48);
        Assert.That((geometry.StartLevel, geometry.RootGranules), Is.EqualTo((startLevel, granules)));
        Assert.That(geometry.RootBytes, Is.EqualTo((ulong)granules * granule.SizeBytes()));
    }

    [TestCase(0x8400_0000UL, 33)]
    [TestCase(0x1_0000_0000UL, 33)]
    [TestCase(0x1_0020_0000UL, 34)]
    [TestCase(0x1000_0000UL, 33)]
    public void The_narrowest_space_holds_memory_and_a_bit_above_it(ulong top, int bits) =>
        Assert.That(RealmGeometry.SmallestIpaBits(top), Is.EqualTo(bits));

    [Test]
    public void A_state_that_does_not_follow_is_a_bug()
    {
        var realm = new Realm(RealmGeometry.Of(33, HostPageSize.Default));
        Assert.That(() => realm.SetState(HostRealmState.Active), Throws.InvalidOperationException);
        realm.SetState(HostRealmState.New);
        realm.SetState(HostRealmState.Dead);
        realm.SetState(HostRealmState.Dying);
        Assert.That(() => realm.SetState(HostRealmState.Active), Throws.InvalidOperationException);
    }
}
