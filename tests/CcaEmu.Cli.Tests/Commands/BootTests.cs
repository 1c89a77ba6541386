namespace CcaEmu.Cli.Tests.Commands;

/// <summary>How <c>ccaemu run</c> starts a guest: arm64 Images and raw binaries, device trees, RAM disks, command lines.</summary>
public sealed class BootTests
{
    private string _folder = "";

    private static string Kernel => BootFiles.Kernel;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ccaemu-boot-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_Image_finds_what_the_boot_protocol_promises()
    {
        CommandRun run = CommandRun.Of("run", Kernel, "-q", "-smp", "2", "-m", "32M", "--append", "console=ttyAMA0 root=/dev/vda");
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Is.EqualTo("bootargs: console=ttyAMA0 root=/dev/vda\nmemory: 0x80000000 size 0x2000000\nPEs: 0x2\nkernel: ok\n"));
    }

    [Test]
    public void An_initial_RAM_disk_is_loaded_whole()
    {
        byte[] disk = new byte[10_001];
        new Random(1).NextBytes(disk);
        string file = Write("disk", disk);
        ulong sum = disk.Aggregate(0UL, (total, value) => total * 31 + value);
        CommandRun run = CommandRun.Of("run", Kernel, "-q", "--initrd", file);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Does.Contain($"initrd: 0x{disk.Length:x} bytes, sum 0x{sum:x}\n"));
    }

    [Test]
    public void A_device_tree_of_the_users_is_what_the_guest_gets()
    {
        string file = Write("tree", BootFiles.DeviceTree("mine"));
        CommandRun run = CommandRun.Of("run", Kernel, "-q", "--dtb", file);
        Assert.That(run.Output, Is.EqualTo("bootargs: mine\nmemory: 0x80000000 size 0x1000000\nPEs: 0x1\nkernel: ok\n"), run.Error);
        run = CommandRun.Of("run", Kernel, "-q", "--dtb", file, "--append", "yours");
        Assert.That(run.Output, Does.StartWith("bootargs: yours\nmemory: 0x80000000 size 0x1000000\n"), run.Error);
    }

    [Test]
    public void A_raw_binary_runs_where_it_is_loaded()
    {
        CommandRun run = CommandRun.Of("run", Raw(), "-q", "--load-address", "0x80210000");
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Does.EndWith("kernel: ok\n"));
    }

    [Test]
    public void Loaded_where_it_does_not_belong_it_notices()
    {
        CommandRun run = CommandRun.Of("run", Raw(), "-q", "--load-address", "0x80211000");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Is.EqualTo("kernel: wrong: not loaded at text_offset from a 2 MiB boundary\n"));
        run = CommandRun.Of("run", Kernel, "-q", "--arg", "5");
        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "kernel: wrong: X1 to X3 are not 0\n")));
    }

    [Test]
    public void Memory_that_is_not_loaded_is_RAM_at_activation_or_for_the_guest_to_ask_for()
    {
        Assert.That(CommandRun.Of("run", Images.Path("touch"), "-q", "--ripas-init", "all").ExitCode, Is.Zero);
        CommandRun run = CommandRun.Of("run", Images.Path("touch"), "-q", "--ripas-init", "loaded");
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output);
    }

    [Test]
    public void All_that_the_guest_is_started_with_is_measured()
    {
        string disk = Write("disk", new byte[100]);
        string[][] variants = [[], ["--append", "a"], ["--append", "b"], ["--initrd", disk], ["-smp", "2"], ["-m", "32M"], ["--ripas-init", "loaded"]];
        string[] rims = [.. variants.Select(options => CommandRun.Of(["realm", "measure", Kernel, .. options]).Output)];
        // RMI_RTT_INIT_RIPAS is no part of the measurement in RMM 2.0: which memory is RAM, a realm asks the RMM.
        Assert.That(rims.Distinct().Count(), Is.GreaterThanOrEqualTo(variants.Length - 1));
    }

    [TestCase("--load-address", "0x80000002", "a load address that is a multiple of 4")]
    [TestCase("--load-address", "here", "--load-address: expected a number")]
    [TestCase("--load-address", "0x40000000", "expected every segment in RAM")]
    [TestCase("--dtb", "/no/such/file", "expected a device tree blob, found no file")]
    [TestCase("--initrd", "/no/such/file", "expected an initial RAM disk, found no file")]
    [TestCase("--append", "caf\u00e9", "--append: expected a command line of less than 2048 ASCII characters")]
    [TestCase("--ripas-init", "some", "--ripas-init: expected all or loaded, found 'some'")]
    public void A_bad_option_is_refused_in_one_line(string option, string value, string because) =>
        CommandRun.Of("run", option == "--load-address" ? Raw() : Kernel, option, value).MustRefuse(because);

    [Test]
    public void Files_that_are_no_good_are_refused_in_one_line()
    {
        CommandRun.Of("run", Kernel, "--dtb", Kernel).MustRefuse("kernel.Image: expected a device tree blob");
        CommandRun.Of("run", Images.Path("hello"), "--load-address", "0x80000000").MustRefuse("found an ELF file");
        CommandRun.Of("run", Raw()).MustRefuse("--load-address");
        CommandRun.Of("run", Kernel, "-m", "4M", "--initrd", Write("large", new byte[8 << 20])).MustRefuse("(-m ");
    }

    private string Raw() => Write("raw", BootFiles.Raw());

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
