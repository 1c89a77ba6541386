using System.Buffers.Binary;
using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

/// <summary>Raw binaries and arm64 Images.</summary>
public sealed class FlatImageTests
{
    private static readonly Ipa RamBase = new(0x8000_0000);

    [Test]
    public void A_raw_binary_is_loaded_and_entered_where_the_user_says()
    {
        Assert.That(FlatImage.TryParseRaw(new byte[10], new Ipa(0x8012_3454), out FlatImage? image, out _));
        Assert.That((image!.EntryPoint.Value, image.Segments.Single().Address.Value, image.Segments[0].MemorySizeBytes),
            Is.EqualTo((0x8012_3454UL, 0x8012_3454UL, 10UL)));
    }

    [TestCase(10, 0x8000_0002UL, ImageErrorKind.EntryMisaligned)]
    [TestCase(3, 0x8000_0000UL, ImageErrorKind.EntryOutsideSegments)]
    [TestCase(0, 0x8000_0000UL, ImageErrorKind.Empty)]
    [TestCase(10, 0xFFFF_FFFF_FFFF_FFFCUL, ImageErrorKind.AddressWraps)]
    public void A_raw_binary_that_cannot_be_entered_is_refused(int length, ulong address, ImageErrorKind kind)
    {
        Assert.That(FlatImage.TryParseRaw(new byte[length], new Ipa(address), out _, out ImageError? error), Is.False);
        Assert.That(error!.Kind, Is.EqualTo(kind));
    }

    [Test]
    public void A_file_that_says_itself_where_it_goes_is_not_taken_as_raw()
    {
        foreach (byte[] file in new[] { PrebuiltImage.Read("hello"), Header() })
        {
            Assert.That(FlatImage.TryParseRaw(file, RamBase, out _, out ImageError? error), Is.False);
            Assert.That(error!.Kind, Is.EqualTo(ImageErrorKind.NotRaw));
        }
    }

    [Test]
    public void An_Image_goes_to_its_offset_from_the_base_of_RAM_and_takes_the_memory_it_names()
    {
        Assert.That(FlatImage.TryParseArm64(Header(textOffset: 0x1_0000, size: 0x5000), RamBase, out FlatImage? image, out _));
        Assert.That((image!.EntryPoint.Value, image.Segments[0].MemorySizeBytes), Is.EqualTo((0x8001_0000UL, 0x5000UL)));
    }

    [Test]
    public void An_Image_without_a_size_goes_to_0x80000_whatever_its_offset_says()
    {
        Assert.That(FlatImage.TryParseArm64(Header(textOffset: 0x1234_5678, size: 0), RamBase, out FlatImage? image, out _));
        Assert.That((image!.EntryPoint.Value, image.Segments[0].MemorySizeBytes), Is.EqualTo((0x8008_0000UL, 64UL)));
    }

    [TestCase(0UL, 0x5000UL, 1UL, ImageErrorKind.WrongByteOrder)]
    [TestCase(0UL, 63UL, 0UL, ImageErrorKind.BadImageHeader)]
    [TestCase(2UL, 0x5000UL, 0UL, ImageErrorKind.BadImageHeader)]
    [TestCase(0x20_0000UL, 0x5000UL, 0UL, ImageErrorKind.BadImageHeader)]
    [TestCase(0UL, ulong.MaxValue, 0UL, ImageErrorKind.BadImageHeader)]
    public void A_header_that_no_Image_has_is_refused(ulong textOffset, ulong size, ulong flags, ImageErrorKind kind)
    {
        Assert.That(FlatImage.TryParseArm64(Header(textOffset, size, flags), RamBase, out _, out ImageError? error), Is.False);
        Assert.That(error!.Kind, Is.EqualTo(kind));
    }

    [Test]
    public void A_header_that_is_cut_off_is_refused()
    {
        Assert.That(Arm64ImageHeader.TryParse(Header().AsSpan(0, 0x3C), out _, out ImageError? error), Is.False);
        Assert.That(error!.Kind, Is.EqualTo(ImageErrorKind.TruncatedHeader));
        Assert.That(Arm64ImageHeader.HasMagic(Header().AsSpan(0, 0x3B)), Is.False);
    }

    [TestCase(0UL, null)]
    [TestCase(2UL, 4096)]
    [TestCase(4UL, 16384)]
    [TestCase(6UL, 65536)]
    public void Flags_tell_the_page_size(ulong flags, int? bytes) => Assert.That(new Arm64ImageHeader(0, 0, flags).PageSizeBytes, Is.EqualTo(bytes));

    private static byte[] Header(ulong textOffset = 0, ulong size = 0x1000, ulong flags = 0)
    {
        var header = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), textOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), size);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), flags);
        "ARMd"u8.CopyTo(header.AsSpan(0x38));
        return header;
    }
}
