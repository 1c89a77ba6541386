using CcaEmu.Arm.Formats;
using CsCheck;
using S1 = CcaEmu.Arm.Formats.Stage1DescriptorFields;
using S2 = CcaEmu.Arm.Formats.Stage2DescriptorFields;

namespace CcaEmu.Arm.Tests.Formats;

public class TranslationDescriptorTests
{
    private static readonly Gen<(TranslationGranule Granule, int Level)> Leaves = Choose.From(
        (TranslationGranule.Size4K, 1), (TranslationGranule.Size4K, 2), (TranslationGranule.Size4K, 3),
        (TranslationGranule.Size16K, 2), (TranslationGranule.Size16K, 3),
        (TranslationGranule.Size64K, 2), (TranslationGranule.Size64K, 3));

    [TestCase(TranslationGranule.Size4K, 3, 12)]
    [TestCase(TranslationGranule.Size4K, 2, 21)]
    [TestCase(TranslationGranule.Size4K, 1, 30)]
    [TestCase(TranslationGranule.Size4K, 0, 39)]
    [TestCase(TranslationGranule.Size4K, -1, 48)]
    [TestCase(TranslationGranule.Size16K, 2, 25)]
    [TestCase(TranslationGranule.Size16K, 1, 36)]
    [TestCase(TranslationGranule.Size64K, 2, 29)]
    [TestCase(TranslationGranule.Size64K, 1, 42)]
    public void An_entry_of_a_level_maps_what_the_manual_says(TranslationGranule granule, int level, int bits) =>
        Assert.That(granule.EntryShift(level), Is.EqualTo(bits));

    [Test]
    public void A_stage_1_leaf_gives_back_address_and_attributes() => Gen.Select(Leaves, Gen.ULong).Sample(
        (leaf, address) =>
        {
            var attributes = S1.AF | S1.NG | S1.UXN | S1.AP2 | S1.AttrIndx.Set(0, 5) | S1.SH.Set(0, 3);
            var entry = Stage1Descriptor.Leaf(address, leaf.Level, leaf.Granule, attributes);
            var expected = address & 0xFFFF_FFFF_FFFF & ~(leaf.Granule.EntrySizeBytes(leaf.Level) - 1);
            return entry.Kind(leaf.Level, leaf.Granule) == (leaf.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block)
                && entry.OutputAddress(leaf.Level, leaf.Granule) == expected
                && entry is { AF: true, NG: true, UXN: true, PXN: false, IsReadOnly: true, AllowsEl0: false, AttrIndx: 5 }
                && entry.SH == Shareability.InnerShareable;
        },
        seed: "0000000000002");

    [Test]
    public void A_stage_2_leaf_gives_back_address_and_attributes() => Gen.Select(Leaves, Gen.ULong, Gen.Int[0, 3], Gen.Int[0, 3]).Sample(
        (leaf, address, permissions, xn) =>
        {
            var attributes = S2.AF | S2.NS | S2.S2AP.Set(0, (ulong)permissions) | S2.XN.Set(0, (ulong)xn)
                | S2.MemAttr.Set(0, (ulong)Stage2MemoryAttributes.NormalWriteBack);
            var entry = Stage2Descriptor.Leaf(address, leaf.Level, leaf.Granule, attributes);
            return entry.Kind(leaf.Level, leaf.Granule) == (leaf.Level == 3 ? DescriptorKind.Page : DescriptorKind.Block)
                && entry.OutputAddress(leaf.Level, leaf.Granule) == (address & 0xFFFF_FFFF_FFFF & ~(leaf.Granule.EntrySizeBytes(leaf.Level) - 1))
                && entry.S2AP == permissions && entry.XN == xn && entry.MemAttr == 6 && entry.NS && entry.AF
                && entry.AllowsRead == ((permissions & 1) != 0) && entry.AllowsWrite == ((permissions & 2) != 0);
        },
        seed: "0000000000003");

    [Test]
    public void A_table_entry_gives_back_its_address([Values] TranslationGranule granule)
    {
        const ulong address = 0x0000_8765_4321_0000;
        var entry = Stage2Descriptor.Table(address);
        Assert.That(entry.Kind(1, granule), Is.EqualTo(DescriptorKind.Table));
        Assert.That(entry.TableAddress(granule), Is.EqualTo(address & ~(granule.SizeBytes() - 1)));
        Assert.That(Stage1Descriptor.Table(address, S1.PXNTable).PXNTable, Is.True);
    }

    [TestCase(0x0UL, 2, DescriptorKind.Invalid)]
    [TestCase(0x2UL, 2, DescriptorKind.Invalid)]
    [TestCase(0x1UL, 3, DescriptorKind.Invalid)]
    [TestCase(0x3UL, 3, DescriptorKind.Page)]
    [TestCase(0x1UL, 2, DescriptorKind.Block)]
    [TestCase(0x1UL, 1, DescriptorKind.Block)]
    [TestCase(0x1UL, 0, DescriptorKind.Invalid)]
    [TestCase(0x3UL, 0, DescriptorKind.Table)]
    public void Type_bits_mean_what_the_level_says(ulong value, int level, DescriptorKind kind)
    {
        Assert.That(new Stage1Descriptor(value).Kind(level, TranslationGranule.Size4K), Is.EqualTo(kind));
        Assert.That(new Stage2Descriptor(value).Kind(level, TranslationGranule.Size4K), Is.EqualTo(kind));
    }

    [Test]
    public void A_level_1_block_exists_with_4_kib_only()
    {
        Assert.That(new Stage1Descriptor(1).Kind(1, TranslationGranule.Size16K), Is.EqualTo(DescriptorKind.Invalid));
        Assert.That(new Stage1Descriptor(1).Kind(1, TranslationGranule.Size64K), Is.EqualTo(DescriptorKind.Invalid));
    }

    [TestCase(0, true, true)]
    [TestCase(1, false, true)]
    [TestCase(2, false, false)]
    [TestCase(3, true, false)]
    public void Stage_2_execute_never_has_four_meanings(int xn, bool el1, bool el0)
    {
        var entry = new Stage2Descriptor(S2.XN.Set(3, (ulong)xn));
        Assert.That((entry.AllowsExecuteEl1, entry.AllowsExecuteEl0), Is.EqualTo((el1, el0)));
    }

    [Test]
    public void Granule_encodings_of_tcr_are_their_own_inverses([Values] TranslationGranule granule)
    {
        Assert.That(TranslationGranules.FromTg0(granule.ToTg0()), Is.EqualTo(granule));
        Assert.That(TranslationGranules.FromTg1(granule.ToTg1()), Is.EqualTo(granule));
    }
}
