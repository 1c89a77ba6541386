using System.Text;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Tests.Options;

public sealed class OptionTextTests
{
    [TestCase("64", 64UL << 20)]
    [TestCase("64M", 64UL << 20)]
    [TestCase("64MiB", 64UL << 20)]
    [TestCase("64mb", 64UL << 20)]
    [TestCase("1G", 1UL << 30)]
    [TestCase("2048k", 2UL << 20)]
    [TestCase("8k", 2UL << 20)]
    [TestCase("3", 4UL << 20)]
    [TestCase("0x40", 64UL << 20)]
    [TestCase("4G", 4UL << 30)]
    public void Sizes_are_read(string text, ulong bytes)
    {
        Assert.That(MemorySize.TryParse(text, out ulong read, out _), Is.True);
        Assert.That(read, Is.EqualTo(bytes));
    }

    [TestCase("M")]
    [TestCase("64B")]
    [TestCase("1.5G")]
    [TestCase("18446744073709551615G")]
    [TestCase(" 64")]
    public void Other_sizes_are_not(string text) => Assert.That(MemorySize.TryParse(text, out _, out _), Is.False);

    [TestCase(64UL << 20, "64 MiB")]
    [TestCase(1UL << 30, "1 GiB")]
    [TestCase(8192UL, "8 KiB")]
    [TestCase(100UL, "100 bytes")]
    public void Sizes_are_described(ulong bytes, string text) => Assert.That(MemorySize.Describe(bytes), Is.EqualTo(text));

    [TestCase("1000", 1000UL)]
    [TestCase("10k", 10_000UL)]
    [TestCase("10M", 10_000_000UL)]
    [TestCase("2G", 2_000_000_000UL)]
    [TestCase("1_000", 1000UL)]
    public void Counts_are_read(string text, ulong count)
    {
        Assert.That(NumberText.TryParseCount(text, out ulong read, out _), Is.True);
        Assert.That(read, Is.EqualTo(count));
    }

    [Test]
    public void A_personalization_value_in_text_is_filled_up_with_zeros()
    {
        Assert.That(PersonalizationValue.TryParse("tenant é", out byte[]? value, out _), Is.True);
        Assert.That(value, Has.Length.EqualTo(64));
        Assert.That(value, Is.EqualTo([.. Encoding.UTF8.GetBytes("tenant é"), .. new byte[55]]));
    }

    [Test]
    public void A_personalization_value_in_hexadecimal_is_bytes()
    {
        Assert.That(PersonalizationValue.TryParse("0x00ffA0", out byte[]? value, out _), Is.True);
        Assert.That(value![..4], Is.EqualTo(new byte[] { 0x00, 0xFF, 0xA0, 0x00 }));
    }

    [TestCase("sha256", RmiHashAlgorithm.Sha256)]
    [TestCase("SHA384", RmiHashAlgorithm.Sha384)]
    [TestCase("sha512", RmiHashAlgorithm.Sha512)]
    public void Hashes_are_read(string text, RmiHashAlgorithm expected)
    {
        Assert.That(MeasurementAlgorithm.TryParse(text, out RmiHashAlgorithm read, out _), Is.True);
        Assert.That(read, Is.EqualTo(expected));
    }
}
