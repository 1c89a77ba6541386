using System.Security.Cryptography;
using CcaEmu.Arm;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Tracing;

/// <summary>The image that a trace is of.</summary>
internal static class TracedImage
{
    /// <summary>SHA-256 of an image file in hexadecimal digits; empty where it cannot be read.</summary>
    /// <param name="path">The file.</param>
    public static string HashOf(string path) =>
        ImageFile.TryReadBeside(path, "an image file", out byte[] file, out _) ? Convert.ToHexStringLower(SHA256.HashData(file)) : "";

    /// <summary>Names addresses by the image that a trace names, where that still is what it was.</summary>
    /// <param name="header">What the trace says.</param>
    /// <returns>Null where it is not, or has no symbols.</returns>
    public static Symbolizer? SymbolsOf(TraceHeader header)
    {
        if (header.ImageSha256.Length == 0 || HashOf(header.Image) != header.ImageSha256)
            return null;
        return ImageFile.TryLoad(header.Image, new Ipa(GuestMemoryLayout.RamBase), null, out IGuestImage? image, out _)
            ? address => Name(image, address)
            : null;
    }

    /// <summary>Names an address of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="address">The address.</param>
    /// <returns>For example <c>main+0x14</c>; null where the image has no symbol before it.</returns>
    public static string? Name(IGuestImage image, ulong address)
    {
        if (!image.TrySymbolize(new VirtualAddress(address), out string? name, out ulong offset))
            return null;
        return offset == 0 ? name : $"{name}+0x{offset:x}";
    }
}
