using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Options;

/// <summary>The image that a request names.</summary>
internal static class RequestedImage
{
    /// <summary>Loads it and checks that it fits where it wants to be.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="image">The image.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryLoad(RunRequest request, [NotNullWhen(true)] out Elf64Image? image, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (!ImageFile.TryLoad(request.ImagePath, out image, out ImageError? bad))
            error = bad.Message;
        else if (ImagePlacement.Check(image, new Ipa(GuestMemoryLayout.RamBase), request.MemoryBytes) is { } misplaced)
            error = (misplaced with { Path = request.ImagePath }).Message;
        else
            error = IpaWidth.Check(request, GuestMemoryLayout.NarrowestIpaBits(request.MemoryBytes));
        return error is null;
    }
}
