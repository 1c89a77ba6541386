using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Machine.DeviceTrees;

namespace CcaEmu.Hypervisor.Vmm;

/// <summary>What a guest is started with beside its image: a device tree, an initial RAM disk, a command line.</summary>
/// <remarks>
/// <para>Linux, "Booting AArch64 Linux", sections 2 "Setup the device tree" and 4: X0 is the address of the tree, which is a multiple of 8, and
/// X1 to X3 are 0 unless the image is one of ours and has an argument.</para>
/// <para>Both files stand at the end of RAM, the tree last, each at a multiple of 64 KiB: no granule holds parts of two.</para>
/// </remarks>
public sealed record GuestBoot
{
    private const uint MonitorPpi = 7; // INTID 23
    private const ulong Alignment = 0x1_0000;
    private const ulong LargestTreeBytes = 0x20_0000;
    private const ulong Mebibyte = 1UL << 20;

    /// <summary>The user's own device tree; null for one that describes the guest.</summary>
    public ReadOnlyMemory<byte>? DeviceTree { get; init; }

    /// <summary>The initial RAM disk; null for none.</summary>
    public ReadOnlyMemory<byte>? InitialRamDisk { get; init; }

    /// <summary>The kernel's command line; null for none, or that of the user's own tree.</summary>
    public string? BootArguments { get; init; }

    /// <summary>Adds it to a launch.</summary>
    /// <param name="launch">The launch, whose image fits in its memory.</param>
    /// <param name="prepared">The launch with the files, and X0 set.</param>
    /// <param name="error">
    /// What is wrong: <see cref="ImageErrorKind.BadDeviceTree"/> with the user's tree, or <see cref="ImageErrorKind.MemoryTooSmall"/> where the
    /// files do not fit behind the image.
    /// </param>
    public bool TryAddTo(RealmLaunch launch, [NotNullWhen(true)] out RealmLaunch? prepared, [NotNullWhen(false)] out ImageError? error)
    {
        prepared = null;
        if (!TryReadTree(out DeviceTreeNode? own, out error))
            return false;
        // The tree names the RAM disk, whose place depends on the tree's size, which does not depend on the numbers in it.
        (ulong Start, ulong End)? none = InitialRamDisk is null ? null : (0, 0);
        byte[] tree = Write(launch, own, none);
        ulong ramEnd = GuestMemoryLayout.RamBase + launch.MemoryBytes;
        ulong needed = RoundUp((ulong)tree.Length) + RoundUp((ulong)(InitialRamDisk?.Length ?? 0));
        if (needed > ramEnd - launch.Image.End.Value)
        {
            error = TooSmall(launch, needed);
            return false;
        }
        ulong treeAddress = ramEnd - RoundUp((ulong)tree.Length);
        List<GuestFile> files = [];
        if (InitialRamDisk is { } disk)
        {
            ulong start = treeAddress - RoundUp((ulong)disk.Length);
            files.Add(new GuestFile(new Ipa(start), disk));
            tree = Write(launch, own, (start, start + (ulong)disk.Length));
        }
        files.Add(new GuestFile(new Ipa(treeAddress), tree));
        prepared = launch with { Files = files, DeviceTree = new Ipa(treeAddress) };
        return true;
    }

    /// <summary>Describes a guest to its kernel; devices are at their addresses in the protected half, as a kernel for realms expects.</summary>
    /// <param name="launch">The guest.</param>
    internal static SystemDescription Describe(RealmLaunch launch) => new()
    {
        Model = "CcaEmu guest",
        Compatible = ["linux,dummy-virt"],
        HasEL2 = false,
        PsciByHvc = launch.Kind == GuestKind.Vm,
        Affinities = [.. Enumerable.Range(0, launch.VirtualCpus).Select(i => RecMpidr.FromIndex((ulong)i).Value)],
        Memory = [(GuestMemoryLayout.RamBase, launch.MemoryBytes)],
        Uarts = [(GuestMemoryLayout.Uart, GuestMemoryLayout.UartSpi)],
        VirtioTransports =
        [
            .. launch.Disk is not null ? [(GuestMemoryLayout.VirtioBlock, GuestMemoryLayout.VirtioBlockSpi)] : Array.Empty<(ulong, uint)>(),
            (GuestMemoryLayout.VirtioConsole, GuestMemoryLayout.VirtioConsoleSpi),
        ],
        MonitorPpi = launch.HasMonitors ? MonitorPpi : null,
        Distributor = GuestMemoryLayout.GicDistributor,
        Redistributors = GuestMemoryLayout.GicRedistributors,
    };

    private bool TryReadTree(out DeviceTreeNode? own, [NotNullWhen(false)] out ImageError? error)
    {
        (own, error) = (null, null);
        if (DeviceTree is not { } blob)
            return true;
        string? wrong = (ulong)blob.Length > LargestTreeBytes ? $"a file of {blob.Length} bytes" : null;
        if (wrong is null && DeviceTreeReader.TryRead(blob.Span, out own, out wrong))
            return true;
        error = new(ImageErrorKind.BadDeviceTree, "a device tree blob of at most 2 MiB", wrong, "use what dtc makes with -O dtb");
        return false;
    }

    private byte[] Write(RealmLaunch launch, DeviceTreeNode? own, (ulong Start, ulong End)? disk)
    {
        // A tree that nothing is added to goes to the guest as the user made it.
        if (own is not null && BootArguments is null && disk is null)
            return DeviceTree!.Value.ToArray();
        DeviceTreeNode root = own ?? SystemTree.Build(Describe(launch));
        SystemTree.Choose(root, BootArguments, disk);
        return FlattenedDeviceTree.Write(root);
    }

    private static ulong RoundUp(ulong bytes) => (bytes + Alignment - 1) & ~(Alignment - 1);

    private static ImageError TooSmall(RealmLaunch launch, ulong needed)
    {
        ulong all = launch.Image.End.Value - GuestMemoryLayout.RamBase + needed;
        return new(ImageErrorKind.MemoryTooSmall, $"an image, device tree and initial RAM disk that fit in {launch.MemoryBytes} bytes of RAM",
            $"some that need {all} bytes", $"give the guest at least {(all + Mebibyte - 1) / Mebibyte} MiB (-m {(all + Mebibyte - 1) / Mebibyte})");
    }
}
