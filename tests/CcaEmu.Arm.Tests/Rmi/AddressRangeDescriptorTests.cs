using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CsCheck;

namespace CcaEmu.Arm.Tests.Rmi;

public class AddressRangeDescriptorTests
{
    [Test]
    public void Encoding_and_decoding_are_inverses([Values] TranslationGranule granule) =>
        Gen.Select(Gen.ULong, Gen.Int[0, 3], Gen.Int[0, AddressRangeDescriptor.MaximumCount(granule)], Gen.Bool).Sample(
            (bits, level, count, undelegated) =>
            {
                var address = bits & ((1UL << 52) - 1) & ~(granule.SizeBytes() - 1);
                var range = new AddressRangeDescriptor(address, level, count, undelegated);
                return AddressRangeDescriptor.TryDecode(range.Encode(granule), granule, out var decoded) && decoded == range;
            },
            seed: "0000000000006");

    [Test]
    public void A_single_4_kib_page_is_its_address_with_a_count_of_one()
    {
        var range = new AddressRangeDescriptor(0x8800_1000, Level: 3, Count: 1);
        Assert.That(range.Encode(TranslationGranule.Size4K), Is.EqualTo(0x8800_1004UL));
        Assert.That(range.SizeBytes(TranslationGranule.Size4K), Is.EqualTo(4096));
    }

    [Test]
    public void Two_undelegated_level_2_blocks_have_size_code_one_and_bit_63()
    {
        var range = new AddressRangeDescriptor(0x8840_0000, Level: 2, Count: 2, IsUndelegated: true);
        Assert.That(range.Encode(TranslationGranule.Size4K), Is.EqualTo(0x8000_0000_8840_0009UL));
        Assert.That(range.SizeBytes(TranslationGranule.Size4K), Is.EqualTo(4UL << 20));
        Assert.That(range.IsAligned(TranslationGranule.Size4K), Is.True);
        Assert.That((range with { Address = 0x8840_1000 }).IsAligned(TranslationGranule.Size4K), Is.False);
    }

    [TestCase(TranslationGranule.Size4K, 1023)]
    [TestCase(TranslationGranule.Size16K, 4095)]
    [TestCase(TranslationGranule.Size64K, 16383)]
    public void The_count_grows_with_the_granule(TranslationGranule granule, int maximum)
    {
        Assert.That(AddressRangeDescriptor.MaximumCount(granule), Is.EqualTo(maximum));
        Assert.That(() => new AddressRangeDescriptor(0, 3, maximum + 1).Encode(granule), Throws.InvalidOperationException);
    }

    [Test]
    public void Reserved_bits_are_refused() =>
        Assert.That(AddressRangeDescriptor.TryDecode(1UL << 62 | 4, TranslationGranule.Size4K, out _), Is.False);

    [Test]
    public void The_largest_range_a_guest_can_write_does_not_overflow()
    {
        Assert.That(AddressRangeDescriptor.TryDecode(0xFFFF, TranslationGranule.Size64K, out var range), Is.True);
        Assert.That((range.Level, range.Count), Is.EqualTo((0, 16383)));
        Assert.That(range.SizeBytes(TranslationGranule.Size64K), Is.EqualTo(ulong.MaxValue));
    }

    [Test]
    public void Donation_requirements_survive_their_word() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 16383], Gen.Bool, Gen.Bool).Sample(
            (level, count, contiguous, undelegated) =>
            {
                var wanted = new DonationRequirements(level, count, contiguous, undelegated);
                return DonationRequirements.Decode(wanted.Encode()) == wanted;
            },
            seed: "0000000000007");

    [Test]
    public void Sixteen_delegated_pages_are_asked_for_as_the_specification_encodes_it() =>
        Assert.That(new DonationRequirements(3, 16, false, false).Encode(), Is.EqualTo(16UL << 2));
}
