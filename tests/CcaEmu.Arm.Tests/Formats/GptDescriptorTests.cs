using CcaEmu.Arm.Formats;
using CsCheck;

namespace CcaEmu.Arm.Tests.Formats;

public class GptDescriptorTests
{
    private static readonly GptGeometry Fvp = new(40, 30, 12);

    [Test]
    public void The_fvp_shape_reads_from_gpccr()
    {
        Assert.That(GptGeometry.TryDecode(0x13502, out var geometry), Is.True);
        Assert.That(geometry, Is.EqualTo(Fvp));
        Assert.That(geometry.L0TableSizeBytes, Is.EqualTo(8 * 1024));
        Assert.That((geometry.L1Entries, geometry.L1TableSizeBytes), Is.EqualTo((16384, 128UL * 1024)));
    }

    [Test]
    public void Every_shape_survives_the_register() =>
        Gen.Select(
            Choose.From(32, 36, 40, 42, 44, 48, 52), Choose.From(30, 34, 36, 39), Choose.From(12, 14, 16)).Sample(
            (pps, l0, pgs) =>
            {
                var geometry = new GptGeometry(pps, l0, pgs);
                return GptGeometry.TryDecode(geometry.Encode(), out var decoded) && decoded == geometry;
            },
            seed: "0000000000004");

    [TestCase(7UL)]
    [TestCase(3UL << 14)]
    [TestCase(5UL << 20)]
    public void Reserved_shapes_are_refused(ulong gpccr) => Assert.That(GptGeometry.TryDecode(gpccr, out _), Is.False);

    [Test]
    public void The_indices_of_an_address_put_together_give_the_granule_again() => Gen.ULong.Sample(
        value =>
        {
            var address = value & (Fvp.ProtectedEnd - 1);
            var again = ((ulong)Fvp.L0Index(address) << 30) + ((ulong)Fvp.L1Index(address) << 16) + ((ulong)Fvp.GranuleIndex(address) << 12);
            return again == (address & ~0xFFFUL);
        },
        seed: "0000000000005");

    [Test]
    public void A_level_0_block_keeps_its_gpi([Values(Gpi.NoAccess, Gpi.Secure, Gpi.NonSecure, Gpi.Root, Gpi.Realm, Gpi.Any)] Gpi gpi)
    {
        var entry = GptL0Descriptor.Block(gpi);
        Assert.That(entry.Value, Is.EqualTo((ulong)gpi << 4 | 1));
        Assert.That((entry.Kind(Fvp, nso: false), entry.Gpi), Is.EqualTo((GptDescriptorKind.Block, gpi)));
    }

    [Test]
    public void A_level_0_table_keeps_its_address_and_must_be_aligned()
    {
        var entry = GptL0Descriptor.Table(0xFFF2_0000);
        Assert.That((entry.Kind(Fvp, nso: false), entry.TableAddress), Is.EqualTo((GptDescriptorKind.Table, 0xFFF2_0000UL)));
        Assert.That(GptL0Descriptor.Table(0xFFF1_0000).Kind(Fvp, nso: false), Is.EqualTo(GptDescriptorKind.Invalid));
    }

    [TestCase(0x0UL)]
    [TestCase(0x2UL)]
    [TestCase(0x121UL)]
    [TestCase(0x11UL)]
    [TestCase(0x41UL)]
    [TestCase(0x13UL)]
    [TestCase(0x0010_0000_0000_0003UL)]
    public void Level_0_entries_with_reserved_fields_are_invalid(ulong value) =>
        Assert.That(new GptL0Descriptor(value).Kind(Fvp, nso: false), Is.EqualTo(GptDescriptorKind.Invalid));

    [Test]
    public void Replacing_one_gpi_leaves_the_other_fifteen([Range(0, 15)] int granule)
    {
        var entry = GptL1Descriptor.Granules(Gpi.NonSecure).With(granule, Gpi.Realm);
        Assert.That(entry.Kind(nso: false), Is.EqualTo(GptDescriptorKind.Granules));
        for (var other = 0; other < GptL1Descriptor.GranuleCount; other++)
            Assert.That(entry.GpiOf(other), Is.EqualTo(other == granule ? Gpi.Realm : Gpi.NonSecure));
        Assert.That(entry.With(granule, Gpi.NonSecure), Is.EqualTo(GptL1Descriptor.Granules(Gpi.NonSecure)));
    }

    [TestCase(1, 2UL << 20)]
    [TestCase(2, 32UL << 20)]
    [TestCase(3, 512UL << 20)]
    public void A_contiguous_entry_has_one_gpi_for_all(int contig, ulong bytes)
    {
        var entry = GptL1Descriptor.Contiguous(Gpi.Realm, contig);
        Assert.That(entry.Kind(nso: false), Is.EqualTo(GptDescriptorKind.Contiguous));
        Assert.That((entry.ContiguousSizeBytes, entry.GpiOf(0), entry.GpiOf(15)), Is.EqualTo((bytes, Gpi.Realm, Gpi.Realm)));
        Assert.That(entry.With(7, Gpi.NonSecure), Is.EqualTo(GptL1Descriptor.Granules(Gpi.Realm).With(7, Gpi.NonSecure)));
    }

    [TestCase(0x0B1UL, Description = "Contig 0")]
    [TestCase(0x5B1UL, Description = "bit 10")]
    [TestCase(0x9999_9999_9999_9992UL)]
    [TestCase(0x9999_1999_9999_9999UL)]
    public void Level_1_entries_with_reserved_fields_are_invalid(ulong value) =>
        Assert.That(new GptL1Descriptor(value).Kind(nso: false), Is.EqualTo(GptDescriptorKind.Invalid));

    [Test]
    public void Non_secure_only_is_known_when_gpccr_says_so_and_excludes_realm_and_secure_state()
    {
        var entry = GptL1Descriptor.Granules(Gpi.NonSecureOnly);
        Assert.That(entry.Kind(nso: false), Is.EqualTo(GptDescriptorKind.Invalid));
        Assert.That(entry.Kind(nso: true), Is.EqualTo(GptDescriptorKind.Granules));
        Assert.That(Gpi.NonSecureOnly.Allows(Pas.NonSecure, SecurityState.NonSecure), Is.True);
        Assert.That(Gpi.NonSecureOnly.Allows(Pas.NonSecure, SecurityState.Root), Is.True);
        Assert.That(Gpi.NonSecureOnly.Allows(Pas.NonSecure, SecurityState.Realm), Is.False);
        Assert.That(Gpi.NonSecureOnly.Allows(Pas.Root, SecurityState.Root), Is.False);
    }

    [Test]
    public void A_gpi_of_one_space_allows_that_space_only([Values] Pas granule, [Values] Pas access) =>
        Assert.That(Gpis.Of(granule).Allows(access, (SecurityState)access), Is.EqualTo(granule == access));

    [Test]
    public void Any_allows_all_and_no_access_allows_none([Values] Pas access)
    {
        Assert.That(Gpi.Any.Allows(access, SecurityState.Root), Is.True);
        Assert.That(Gpi.NoAccess.Allows(access, SecurityState.Root), Is.False);
    }
}
