using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;

namespace CcaEmu.Hypervisor.Tests.Images;

public sealed class ImagePlacementTests
{
    private const ulong Mebibyte = 1 << 20;

    private static readonly Ipa RamBase = new(ElfBuilder.Base);

    [Test]
    public void An_image_that_ends_with_ram_fits()
    {
        Assert.That(Check(ElfBuilder.WithCode().Add(ElfBuilder.Base + Mebibyte, 4, Mebibyte), 2 * Mebibyte), Is.Null);
    }

    [Test]
    public void An_image_larger_than_memory_names_the_memory_it_needs()
    {
        ImageError? error = Check(ElfBuilder.WithCode().Add(ElfBuilder.Base + Mebibyte, 4, Mebibyte + 1), 2 * Mebibyte);

        Assert.That(error!.Kind, Is.EqualTo(ImageErrorKind.MemoryTooSmall));
        Assert.That(error.Message, Is.EqualTo(
            "expected an image that fits in 2097152 bytes of RAM, found one that needs 2097153 bytes; " +
            "give the guest at least 3 MiB (-m 3)"));
    }

    [Test]
    public void The_memory_named_is_enough_for_all_segments()
    {
        ElfBuilder builder = ElfBuilder.WithCode().Add(ElfBuilder.Base + Mebibyte, 4).Add(ElfBuilder.Base + 9 * Mebibyte, 4);

        Assert.That(Check(builder, Mebibyte)!.Advice, Does.Contain("-m 10)"));
        Assert.That(Check(builder, 10 * Mebibyte), Is.Null);
    }

    [Test]
    public void A_segment_below_ram_is_outside([Values(0UL, ElfBuilder.Base - 1)] ulong address)
    {
        AssertOutside(ElfBuilder.WithCode().Add(address, 1));
    }

    [Test]
    public void An_image_linked_wholly_behind_ram_is_outside()
    {
        ulong ramEnd = ElfBuilder.Base + 64 * Mebibyte;

        AssertOutside(new ElfBuilder { Entry = ramEnd }.Add(ramEnd, 16));
    }

    [Test]
    public void A_segment_where_no_memory_size_reaches_is_outside(
        [Values(0xFF00_0000_8000_0000, 0xFFFF_FFFF_FFFF_F000)] ulong address)
    {
        AssertOutside(ElfBuilder.WithCode().Add(address, 4));
    }

    private static void AssertOutside(ElfBuilder builder)
    {
        ImageError? error = Check(builder, 64 * Mebibyte);

        Assert.That(error?.Kind, Is.EqualTo(ImageErrorKind.SegmentOutsideRam), error?.Message);
        Assert.That(error!.Message, Does.StartWith(
            "expected every segment in RAM, from 0x80000000 to 0x84000000, found one from "));
    }

    private static ImageError? Check(ElfBuilder builder, ulong ramBytes) =>
        ImagePlacement.Check(Elf64ImageTests.Parse(builder.Build()), RamBase, ramBytes);
}
