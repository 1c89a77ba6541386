using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

public sealed class BitMasksTests
{
    /// <summary>
    /// Says what a bitmask immediate is without the pseudocode: an element of 2 to 64 bits with a run of ones, rotated, repeated.
    /// The text of the element is built and rotated as text.
    /// </summary>
    private static IEnumerable<(uint N, uint Imms, uint Immr, string Bits)> AllBitmasks()
    {
        for (int size = 2; size <= 64; size *= 2)
        {
            for (int ones = 1; ones < size; ones++)
            {
                for (int rotation = 0; rotation < size; rotation++)
                {
                    string element = new string('0', size - ones) + new string('1', ones);
                    string rotated = element[(size - rotation)..] + element[..(size - rotation)];
                    uint sizeCode = size == 64 ? 0u : (uint)(~(2 * size - 1) & 0x3F);
                    yield return (size == 64 ? 1u : 0u, sizeCode | (uint)(ones - 1), (uint)rotation, rotated);
                }
            }
        }
    }

    private static ulong Repeat(string element, int width) =>
        Convert.ToUInt64(string.Concat(Enumerable.Repeat(element, width / element.Length)), 2);

    [Test]
    public void Every_64_bit_bitmask_expands_to_its_repeated_element()
    {
        HashSet<ulong> values = [];
        foreach ((uint n, uint imms, uint immr, string bits) in AllBitmasks())
        {
            Assert.That(BitMasks.TryDecode(n, imms, immr, true, 64, out ulong mask, out _), $"{n} {imms} {immr}");
            Assert.That(mask, Is.EqualTo(Repeat(bits, 64)), $"{n} {imms} {immr}");
            values.Add(mask);
        }

        Assert.That(values, Has.Count.EqualTo(5334), "the number of different 64-bit bitmask immediates");
    }

    [Test]
    public void Every_32_bit_bitmask_expands_and_64_bit_elements_are_refused()
    {
        HashSet<ulong> values = [];
        foreach ((uint n, uint imms, uint immr, string bits) in AllBitmasks())
        {
            bool valid = BitMasks.TryDecode(n, imms, immr, true, 32, out ulong mask, out _);
            Assert.That(valid, Is.EqualTo(bits.Length <= 32), $"{n} {imms} {immr}");
            if (valid)
            {
                Assert.That(mask, Is.EqualTo(Repeat(bits, 32)), $"{n} {imms} {immr}");
                values.Add(mask);
            }
        }

        Assert.That(values, Has.Count.EqualTo(1302), "the number of different 32-bit bitmask immediates");
    }

    [Test]
    public void All_ones_and_missing_element_sizes_are_reserved()
    {
        Assert.That(BitMasks.TryDecode(0, 0b111111, 0, true, 64, out _, out _), Is.False);
        Assert.That(BitMasks.TryDecode(0, 0b111110, 0, true, 64, out _, out _), Is.False);
        Assert.That(BitMasks.TryDecode(1, 0b111111, 5, true, 64, out _, out _), Is.False);
        Assert.That(BitMasks.TryDecode(0, 0b011111, 5, true, 32, out _, out _), Is.False);
    }

    /// <summary>For a bitfield move wmask is the rotated source field, tmask where the field lands.</summary>
    [TestCase(1u, 7u, 0u, 64, 0xFFul, 0xFFul, TestName = "Masks_of_SXTB")]
    [TestCase(1u, 63u, 8u, 64, ulong.MaxValue, 0x00FF_FFFF_FFFF_FFFFul, TestName = "Masks_of_LSR_8")]
    [TestCase(1u, 55u, 56u, 64, 0xFFFF_FFFF_FFFF_FF00ul, ulong.MaxValue, TestName = "Masks_of_LSL_8")]
    [TestCase(0u, 3u, 28u, 32, 0xF0ul, 0xFFul, TestName = "Masks_of_a_32_bit_UBFIZ_4_4")]
    public void Bitfield_masks_follow_the_pseudocode(uint n, uint imms, uint immr, int datasize, ulong wmask, ulong tmask)
    {
        Assert.That(BitMasks.TryDecode(n, imms, immr, false, datasize, out ulong w, out ulong t));
        Assert.That((w, t), Is.EqualTo((wmask, tmask)));
    }
}
