using CcaEmu.Arm.Abi;

namespace CcaEmu.Arm.Tests.Abi;

public sealed class AbiLayoutTests
{
    private static readonly AbiLayout Canonical = new("Pair", 16, new("first", 0, 4), new("second", 8, 2), new("gone", 12, 4));

    [Test]
    public void A_structure_of_another_layout_is_read_and_written_field_by_field()
    {
        AbiLayout other = Canonical.Without("gone").With(new("second", 4, 4), new("first", 12, 4), new("new", 0, 4));
        byte[] bytes = [9, 9, 9, 9, 0x34, 0x12, 0, 0, 7, 7, 7, 7, 1, 2, 3, 4];
        other.ToCanonical(bytes);
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3, 4, 0, 0, 0, 0, 0x34, 0x12, 0, 0, 0, 0, 0, 0 }));
        bytes[12] = 5;
        other.FromCanonical(bytes);
        Assert.That(bytes, Is.EqualTo(new byte[] { 0, 0, 0, 0, 0x34, 0x12, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4 }));
    }

    [Test]
    public void The_canonical_layout_changes_nothing_not_even_bytes_without_a_name()
    {
        byte[] bytes = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] before = [.. bytes];
        Canonical.ToCanonical(bytes);
        Canonical.FromCanonical(bytes);
        Assert.That(bytes, Is.EqualTo(before));
    }

    [Test]
    public void A_field_is_found_by_where_code_has_it()
    {
        AbiLayout other = Canonical.With(new AbiField("second", 4, 4)).Without("gone");
        Assert.That(other.At(8), Is.EqualTo(new AbiField("second", 4, 4)));
        Assert.That(other.At(12), Is.Null);
        Assert.That(other.At(1), Is.Null);
    }

    [TestCase(2, 4)]
    [TestCase(14, 4)]
    [TestCase(4, 0)]
    public void Fields_over_each_other_or_beyond_the_end_are_refused(int offset, int size) =>
        Assert.That(() => Canonical.With(new AbiField("new", offset, size)), Throws.ArgumentException);
}
