using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CsCheck;

namespace CcaEmu.Arm.Tests.Abi;

public sealed class AbiWordTests
{
    private static AbiWord Usual { get; } = new("word", new AbiBits("a", 0, 2), new AbiBits("b", 2, 10), new AbiBits("c", 63, 1));

    [Test]
    public void Fields_move_to_where_the_revision_has_them()
    {
        AbiWord other = Usual.With(new("a", 40, 2), new("b", 0, 10), new("c", 12, 1));
        Assert.That(other.FromCanonical(1UL << 63 | 0x3FFUL << 2 | 2), Is.EqualTo(2UL << 40 | 1 << 12 | 0x3FF));
        Assert.That(other.ToCanonical(2UL << 40 | 1 << 12 | 0x3FF), Is.EqualTo(1UL << 63 | 0x3FFUL << 2 | 2));
        Gen.ULong.Sample(word => other.ToCanonical(other.FromCanonical(word & Usual.Known)) == (word & Usual.Known), seed: "0000000000006");
    }

    [Test]
    public void The_layout_of_the_code_changes_nothing() =>
        Assert.That((Usual.ToCanonical(ulong.MaxValue), Usual.FromCanonical(0x1234)), Is.EqualTo((ulong.MaxValue, 0x1234UL)));

    [TestCase(1UL << 20, TestName = "A_bit_without_name_stays_one_without_meaning")]
    [TestCase(1UL << 41, TestName = "A_number_that_code_cannot_hold_becomes_a_bit_without_meaning")]
    [TestCase(1UL << 50, TestName = "A_field_that_code_does_not_know_becomes_a_bit_without_meaning")]
    public void What_only_one_side_can_say_is_refused(ulong word)
    {
        AbiWord other = Usual.With(new("b", 31, 11), new("d", 50, 1));
        Assert.That(other.ToCanonical(word), Is.EqualTo(1UL << 62));
    }

    [Test]
    public void A_field_that_the_revision_does_not_have_cannot_be_set_in_it()
    {
        AbiWord other = Usual.Without("c");
        Assert.That(other.FromCanonical(5), Is.EqualTo(5));
        Assert.That(other.FromCanonical(1UL << 63 | 5), Is.EqualTo(1UL << 63 | 5));
        Assert.That(other.ToCanonical(1UL << 63 | 5), Is.EqualTo(1UL << 62 | 5));
    }

    [Test]
    public void Fields_that_overlap_or_hold_too_little_are_refused()
    {
        Assert.That(() => Usual.With(new AbiBits("a", 2, 2)), Throws.ArgumentException);
        Assert.That(() => Usual.With(new AbiBits("a", 63, 2)), Throws.ArgumentException);
        Assert.That(() => Usual.With(new AbiBits("b", 2, 9)), Throws.ArgumentException);
    }

    [Test]
    public void The_words_of_2_0_bet1_have_every_bit_that_the_types_read()
    {
        AbiWords words = AbiWords.Bet1;
        foreach (TranslationGranule granule in Enum.GetValues<TranslationGranule>())
        {
            Assert.That(words.AddressRange(granule).Known, Is.EqualTo(1UL << 63 | (1UL << 52) - 1), granule.ToString());
            Assert.That(words.AddressRange(granule).IsCanonical);
        }
        Assert.That(words.DonationRequirements.Known, Is.EqualTo(0x3FFFFUL));
        Assert.That(words.DataFlags.Known, Is.EqualTo((ulong)RmiDataFlags.Measure));
        Assert.That(words.ContinueFlags.Known, Is.EqualTo((ulong)RmiContinueFlags.Stop));
        Assert.That(words.ProtMapFlags.Known, Is.EqualTo(0xFFFFUL));
        Assert.That(words.UnmapFlags.Known, Is.EqualTo(0xFFFFUL));
        Assert.That(words.UnprotMapFlags.Known, Is.EqualTo(0x7F_FFFFUL));
    }

    [Test]
    public void A_list_is_an_address_and_a_single_range_a_descriptor()
    {
        AbiWords words = AbiWords.Bet1 with
        {
            AddressRange4K = AbiWords.Bet1.AddressRange4K.With(new("size", 62, 2), new("count", 0, 10), new("addr", 10, 40), new("state", 61, 1)),
            ProtMapFlags = AbiWords.Bet1.ProtMapFlags.With(new("oaddr_type", 20, 2), new("list_count", 0, 14)),
        };
        ulong range = new AddressRangeDescriptor(0x8800_1000, 2, 3).Encode(TranslationGranule.Size4K);
        ulong[] single = Encode(RmiMapFlags.Create(RmiAddressType.Single), range);
        Assert.That(single[4..6], Is.EqualTo(new[] { 1UL << 20, 1UL << 62 | 0x8800_1UL << 10 | 3 }));
        ulong[] list = Encode(RmiMapFlags.Create(RmiAddressType.List, 7), 0x8800_1008);
        Assert.That(list[4..6], Is.EqualTo(new[] { 2UL << 20 | 7, 0x8800_1008UL }));

        ulong[] Encode(RmiMapFlags flags, ulong oaddr)
        {
            ulong[] arguments = [0, 1, 2, 3, flags.Value, oaddr, 6, 7];
            ulong[] wire = [.. arguments];
            words.EncodeArguments(RmiCommand.RttDataMap, TranslationGranule.Size4K, wire);
            ulong[] back = [.. wire];
            words.DecodeArguments(RmiCommand.RttDataMap, TranslationGranule.Size4K, back);
            Assert.That(back, Is.EqualTo(arguments));
            return wire;
        }
    }

    [Test]
    public void Requirements_are_those_of_a_donation_only()
    {
        AbiWords words = AbiWords.Bet1 with { DonationRequirements = AbiWords.Bet1.DonationRequirements.With(new AbiBits("contig", 40, 1)) };
        Assert.That(Requirements(RmiMemoryRequest.Donate), Is.EqualTo(1UL << 40));
        Assert.That(Requirements(RmiMemoryRequest.Reclaim), Is.EqualTo(1UL << 16));

        ulong Requirements(RmiMemoryRequest request)
        {
            ulong[] results = [0, 0x1A5, 1UL << 16, 0, 0, 0, 0, 0];
            words.EncodeResults(RmiCommand.RecCreate, RmiResult.Incomplete(request, canCancel: true), TranslationGranule.Size4K, results);
            return results[2];
        }
    }
}
