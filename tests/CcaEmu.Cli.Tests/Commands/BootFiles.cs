using CcaEmu.Machine.DeviceTrees;

namespace CcaEmu.Cli.Tests.Commands;

/// <summary>What <c>ccaemu run</c> can be given beside an ELF file.</summary>
internal static class BootFiles
{
    private const int Magic = 0x38;

    /// <summary>An arm64 Image.</summary>
    public static string Kernel => Path.Combine(Images.Folder(), "kernel", "kernel.Image");

    /// <summary>The kernel without the magic number that makes it an Image: a raw binary for 0x8021_0000.</summary>
    public static byte[] Raw()
    {
        byte[] file = File.ReadAllBytes(Kernel);
        file[Magic] ^= 0xFF;
        return file;
    }

    /// <summary>A device tree of a machine with 16 MiB and one PE.</summary>
    public static byte[] DeviceTree(string bootArguments)
    {
        DeviceTreeNode root = new DeviceTreeNode("").Cells("#address-cells", 2).Cells("#size-cells", 2);
        root.Add("chosen").Text("stdout-path", "/uart@1c090000").Text("bootargs", bootArguments);
        root.Add("psci").Text("method", "smc");
        root.Add("uart@1c090000").Wide("reg", 0x1C09_0000, 0x1000);
        root.Add("memory@80000000").Wide("reg", 0x8000_0000, 0x100_0000);
        root.Add("cpus").Add("cpu@0").Wide("reg", 0);
        return FlattenedDeviceTree.Write(root);
    }
}
