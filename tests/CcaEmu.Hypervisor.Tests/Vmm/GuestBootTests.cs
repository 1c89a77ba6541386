using System.Diagnostics;
using System.Text;
using CcaEmu.Devices.Virtio;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.DeviceTrees;

namespace CcaEmu.Hypervisor.Tests.Vmm;

public sealed class GuestBootTests
{
    private const string Compiler = "/usr/bin/dtc";
    private const ulong RamEnd = 0x8400_0000;

    private static RealmLaunch Launch => new() { Image = FakeWorld.OnePage() };

    [Test]
    public void The_tree_stands_at_the_end_of_RAM_and_X0_tells_where()
    {
        RealmLaunch launch = Prepare(new GuestBoot());
        GuestFile tree = launch.Files.Single();
        Assert.That(launch.DeviceTree, Is.EqualTo(tree.Address));
        Assert.That((tree.Address.Value % 0x1_0000, tree.Address.Value >= RamEnd - 0x1_0000, tree.End.Value <= RamEnd), Is.EqualTo((0UL, true, true)));
    }

    [Test]
    public void It_names_what_the_guest_has()
    {
        DeviceTreeNode root = Tree(Prepare(new GuestBoot { BootArguments = "root=/dev/vda" }, Launch with { VirtualCpus = 3 }));
        Assert.That(root.Children.Select(child => child.Name), Is.SupersetOf(new[]
        {
            "chosen", "psci", "cpus", "memory@80000000", "interrupt-controller@2f000000", "timer", "bus",
        }));
        Assert.That(root.Child("cpus").Children, Has.Count.EqualTo(3));
        Assert.That(Wide(root.Child("memory@80000000"), "reg"), Is.EqualTo((0x8000_0000UL, 64UL << 20)));
        Assert.That(Text(root.Child("chosen"), "bootargs"), Is.EqualTo("root=/dev/vda"));
        Assert.That(Text(root.Child("chosen"), "stdout-path"), Is.EqualTo("/bus/serial@1c090000"));
        Assert.That(Text(root.Child("psci"), "method"), Is.EqualTo("smc"));
    }

    [Test]
    public void The_initial_RAM_disk_stands_before_the_tree_which_names_it()
    {
        byte[] disk = new byte[0x1_2345];
        RealmLaunch launch = Prepare(new GuestBoot { InitialRamDisk = disk });
        Assert.That(launch.Files, Has.Count.EqualTo(2));
        Assert.That(launch.Files[0].End.Value, Is.LessThanOrEqualTo(launch.Files[1].Address.Value));
        DeviceTreeNode chosen = Tree(launch).Child("chosen");
        ulong Number(string name) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Property(chosen, name));
        Assert.That((Number("linux,initrd-start"), Number("linux,initrd-end")), Is.EqualTo((launch.Files[0].Address.Value, launch.Files[0].End.Value)));
    }

    [Test]
    public void A_tree_of_the_users_goes_to_the_guest_byte_for_byte()
    {
        byte[] own = OwnTree();
        Assert.That(Prepare(new GuestBoot { DeviceTree = own }).Files.Single().Data.ToArray(), Is.EqualTo(own));
    }

    [Test]
    public void A_command_line_and_a_RAM_disk_are_put_into_a_tree_of_the_users_and_nothing_else_changes()
    {
        RealmLaunch launch = Prepare(new GuestBoot { DeviceTree = OwnTree(), BootArguments = "quiet", InitialRamDisk = new byte[10] });
        DeviceTreeNode root = Tree(launch);
        Assert.That(Text(root, "model"), Is.EqualTo("mine"));
        Assert.That(Text(root.Child("chosen"), "bootargs"), Is.EqualTo("quiet"));
        Assert.That(Property(root.Child("chosen"), "linux,initrd-start"), Has.Length.EqualTo(8));
        Assert.That(Property(root.Child("chosen"), "kaslr-seed"), Is.EqualTo(new byte[] { 0, 0, 0, 7 }));
    }

    [Test]
    public void Files_that_do_not_fit_are_refused_with_the_memory_that_is_enough()
    {
        var boot = new GuestBoot { InitialRamDisk = new byte[70 << 20] };
        Assert.That(boot.TryAddTo(Launch, out _, out ImageError? error), Is.False);
        Assert.That((error!.Kind, error.Message), Is.EqualTo((ImageErrorKind.MemoryTooSmall, error.Message)));
        int needed = int.Parse(error.Message.Split("-m ")[1].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(boot.TryAddTo(Launch with { MemoryBytes = (ulong)needed << 20 }, out _, out _));
        Assert.That(boot.TryAddTo(Launch with { MemoryBytes = (ulong)(needed - 1) << 20 }, out _, out _), Is.False);
    }

    [Test]
    public void A_file_that_is_no_tree_is_refused()
    {
        Assert.That(new GuestBoot { DeviceTree = new byte[100] }.TryAddTo(Launch, out _, out ImageError? error), Is.False);
        Assert.That(error!.Kind, Is.EqualTo(ImageErrorKind.BadDeviceTree));
    }

    [Test]
    public void The_device_tree_compiler_reads_the_guests_tree_without_a_warning([Values(1, 2, 8)] int cpus, [Values] bool full)
    {
        if (!File.Exists(Compiler))
            Assert.Ignore("device-tree-compiler is not installed");
        var boot = new GuestBoot { BootArguments = full ? "console=ttyAMA0" : null, InitialRamDisk = full ? new byte[100] : null };
        RealmLaunch launch = Prepare(boot, Launch with { VirtualCpus = cpus, Disk = full ? new MemoryDisk(new byte[512]) : null });
        string source = Decompile(launch.Files[^1].Data.Span, out string errors);
        Assert.That(errors, Is.Empty);
        Assert.That(source, Does.Contain("arm,gic-v3").And.Contain("arm,pl011"));
        Assert.That(source.Contains("virtio@1c130000", StringComparison.Ordinal), Is.EqualTo(full), "the disk");
    }

    private static RealmLaunch Prepare(GuestBoot boot, RealmLaunch? launch = null)
    {
        Assert.That(boot.TryAddTo(launch ?? Launch, out RealmLaunch? prepared, out ImageError? error), error?.Message);
        Assert.That(prepared!.FindError(), Is.Null);
        return prepared;
    }

    private static DeviceTreeNode Tree(RealmLaunch launch)
    {
        Assert.That(DeviceTreeReader.TryRead(launch.Files[^1].Data.Span, out DeviceTreeNode? root, out string? error), error);
        return root!;
    }

    private static byte[] OwnTree()
    {
        DeviceTreeNode root = new DeviceTreeNode("").Text("model", "mine");
        root.Add("chosen").Cells("kaslr-seed", 7).Text("bootargs", "loud");
        return FlattenedDeviceTree.Write(root);
    }

    private static byte[] Property(DeviceTreeNode node, string name) => node.Properties.Single(property => property.Name == name).Value;

    private static string Text(DeviceTreeNode node, string name) => Encoding.ASCII.GetString(Property(node, name)).TrimEnd('\0');

    private static (ulong, ulong) Wide(DeviceTreeNode node, string name) =>
        (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Property(node, name)),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Property(node, name).AsSpan(8)));

    private static string Decompile(ReadOnlySpan<byte> blob, out string errors)
    {
        using Process dtc = Process.Start(new ProcessStartInfo(Compiler, "-I dtb -O dts -")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        dtc.StandardInput.BaseStream.Write(blob);
        dtc.StandardInput.Close();
        Task<string> problems = dtc.StandardError.ReadToEndAsync();
        string source = dtc.StandardOutput.ReadToEnd();
        errors = problems.Result;
        dtc.WaitForExit();
        Assert.That(dtc.ExitCode, Is.Zero, errors);
        return source;
    }
}
