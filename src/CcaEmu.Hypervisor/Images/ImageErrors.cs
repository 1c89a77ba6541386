namespace CcaEmu.Hypervisor.Images;

/// <summary>Errors that more than one place finds, and the range check behind several.</summary>
internal static class ImageErrors
{
    /// <summary>There is nothing in the file.</summary>
    public static ImageError Empty { get; } = new(
        ImageErrorKind.Empty, "an ELF64 file for AArch64", "an empty file", "build or copy the image again");

    /// <summary>There is nothing to load.</summary>
    /// <param name="found">What there is instead.</param>
    public static ImageError NoLoadableSegment(string found) => new(
        ImageErrorKind.NoLoadableSegment, "at least one PT_LOAD segment that is not empty", found,
        "link the image as an executable, with code in it");

    /// <summary>Whether <paramref name="sizeBytes"/> bytes at <paramref name="offset"/> all lie in the file.</summary>
    public static bool IsInside(ulong offset, ulong sizeBytes, int fileSizeBytes) =>
        offset <= (ulong)fileSizeBytes && sizeBytes <= (ulong)fileSizeBytes - offset;
}
