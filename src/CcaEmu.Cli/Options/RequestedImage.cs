using System.Diagnostics.CodeAnalysis;
using System.Text;
using CcaEmu.Arm;
using CcaEmu.Cli.Disks;
using CcaEmu.Devices.Virtio;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Options;

/// <summary>The image that a request names, and the files that go with it.</summary>
internal static class RequestedImage
{
    private const int LongestCommandLine = 2048; // what Linux keeps of it on arm64

    /// <summary>Loads it, checks that it fits where it wants to be, and adds what the guest is started with.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="launch">The guest.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryLoad(RunRequest request, [NotNullWhen(true)] out RealmLaunch? launch, [NotNullWhen(false)] out string? error)
    {
        (launch, error) = (null, null);
        var ramBase = new Ipa(GuestMemoryLayout.RamBase);
        Ipa? loadAddress = request.LoadAddress is { } address ? new Ipa(address) : null;
        if ((MecChoice.FindError(request) ?? PmuChoice.FindError(request)) is { } refused)
            error = refused;
        else if (!ImageFile.TryLoad(request.ImagePath, ramBase, loadAddress, out IGuestImage? image, out ImageError? bad))
            error = bad.Message;
        else if (ImagePlacement.Check(image, ramBase, request.MemoryBytes) is { } misplaced)
            error = (misplaced with { Path = request.ImagePath }).Message;
        else if (IpaWidth.Check(request, GuestMemoryLayout.NarrowestIpaBits(request.MemoryBytes)) is { } width)
            error = width;
        else if (TryReadBoot(request, out GuestBoot? boot, out error) && TryOpenDisk(request, out IBlockBackend? disk, out error)
            && !boot.TryAddTo(LaunchOf(request, image) with { Disk = disk }, out launch, out bad))
            error = (bad with { Path = bad.Kind == ImageErrorKind.BadDeviceTree ? request.DeviceTreeFile : request.ImagePath }).Message;
        return error is null;
    }

    /// <summary>The guest without anything beside its image.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="image">The image.</param>
    public static RealmLaunch LaunchOf(RunRequest request, IGuestImage image) => new()
    {
        Image = image,
        MemoryBytes = request.MemoryBytes,
        VirtualCpus = request.Pes,
        MeasurementAlgorithm = request.MeasurementAlgorithm,
        PersonalizationValue = request.PersonalizationValue,
        Argument = request.Argument,
        RipasInit = request.RipasInit,
        Kind = request.Kind,
        HostPageSize = request.HostPageSize,
        IpaBits = request.IpaBits,
        Lpa2 = request.IpaBits > IpaWidth.WidestWithoutLpa2,
        HasMonitors = request.HasMonitors,
        MecPolicy = MecChoice.PolicyOf(request),
    };

    private static bool TryReadBoot(RunRequest request, [NotNullWhen(true)] out GuestBoot? boot, [NotNullWhen(false)] out string? error)
    {
        boot = null;
        error = FindError(request.BootArguments);
        if (error is not null || !TryRead(request.DeviceTreeFile, "a device tree blob", out byte[]? tree, out error)
            || !TryRead(request.InitialRamDiskFile, "an initial RAM disk", out byte[]? disk, out error))
            return false;
        boot = new GuestBoot { DeviceTree = Optional(tree), InitialRamDisk = Optional(disk), BootArguments = request.BootArguments };
        return true;
    }

    private static ReadOnlyMemory<byte>? Optional(byte[]? file) => file is null ? default(ReadOnlyMemory<byte>?) : file;

    private static bool TryOpenDisk(RunRequest request, out IBlockBackend? disk, [NotNullWhen(false)] out string? error)
    {
        (disk, error) = (null, null);
        if (request.DiskFile is null)
            error = request.IsSnapshot ? "--snapshot: expected --disk with it, found none; add --disk FILE" : null;
        else if (DiskFile.TryOpen(request.DiskFile, request.IsSnapshot, out FileDisk? file, out error))
            disk = request.IsSnapshot ? new SnapshotDisk(file) : file;
        return error is null;
    }

    private static string? FindError(string? bootArguments)
    {
        if (bootArguments is null || (Ascii.IsValid(bootArguments) && !bootArguments.Contains('\0') && bootArguments.Length < LongestCommandLine))
            return null;
        string found = bootArguments.Length >= LongestCommandLine ? $"one of {bootArguments.Length}" : "other ones";
        return $"--append: expected a command line of less than {LongestCommandLine} ASCII characters, found {found}";
    }

    private static bool TryRead(string? path, string what, out byte[]? file, [NotNullWhen(false)] out string? error)
    {
        (file, error) = (null, null);
        if (path is not null && !ImageFile.TryReadBeside(path, what, out file, out ImageError? bad))
            error = bad.Message;
        return error is null;
    }
}
