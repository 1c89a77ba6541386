using CcaEmu.Arm;

namespace CcaEmu.Hypervisor.Images;

/// <summary>Checks an image against the memory a guest is given.</summary>
public static class ImagePlacement
{
    /// <summary>
    /// More RAM than any guest here is given, in bytes. An image that would need more is linked at a wrong address; telling its
    /// user to ask for that much memory would not help.
    /// </summary>
    private const ulong LargestRamBytes = 1UL << 40;

    private const ulong Mebibyte = 1UL << 20;

    /// <summary>Checks that every segment lies in the guest's RAM.</summary>
    /// <param name="image">The image to be loaded.</param>
    /// <param name="ramBase">The first address of RAM.</param>
    /// <param name="ramSizeBytes">Size of RAM.</param>
    /// <returns>
    /// <see langword="null"/> when the image fits; <see cref="ImageErrorKind.MemoryTooSmall"/> when more memory would let it
    /// fit, with the least <c>-m</c> that does; <see cref="ImageErrorKind.SegmentOutsideRam"/> when the image is linked below
    /// RAM, wholly behind it, or too far above its base.
    /// </returns>
    public static ImageError? Check(IGuestImage image, Ipa ramBase, ulong ramSizeBytes)
    {
        Ipa ramEnd = new(ramBase.Value + ramSizeBytes);
        foreach (ImageSegment segment in image.Segments)
        {
            bool isBelow = segment.Address.Value < ramBase.Value;
            ulong neededBytes = segment.End.Value - ramBase.Value;
            if (!isBelow && neededBytes <= ramSizeBytes)
                continue;
            if (isBelow || image.Base.Value >= ramEnd.Value || image.End.Value - ramBase.Value > LargestRamBytes)
            {
                return new(ImageErrorKind.SegmentOutsideRam, $"every segment in RAM, from {ramBase} to {ramEnd}",
                    $"one from {segment.Address} to {segment.End}", $"link the image at {ramBase}");
            }
            return TooSmall(image, ramBase, ramSizeBytes);
        }
        return null;
    }

    private static ImageError TooSmall(IGuestImage image, Ipa ramBase, ulong ramSizeBytes)
    {
        ulong neededBytes = image.End.Value - ramBase.Value;
        ulong neededMebibytes = (neededBytes + Mebibyte - 1) / Mebibyte;
        return new(ImageErrorKind.MemoryTooSmall, $"an image that fits in {ramSizeBytes} bytes of RAM",
            $"one that needs {neededBytes} bytes", $"give the guest at least {neededMebibytes} MiB (-m {neededMebibytes})");
    }
}
