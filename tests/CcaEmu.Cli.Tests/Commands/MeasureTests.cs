namespace CcaEmu.Cli.Tests.Commands;

/// <summary><c>ccaemu realm measure</c> tells the RIM that a run has, whatever it is made of; <c>--expect-rim</c> holds a run to it.</summary>
public sealed class MeasureTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ccaemu-measure-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test, Pairwise]
    public void The_RIM_told_offline_is_the_one_that_a_run_has(
        [Values("elf", "image", "raw")] string image, [Values("sha256", "sha384", "sha512")] string hash, [Values("parameters", "zero")] string start,
        [Values("4k", "16k", "64k")] string size,
        [Values("", "initrd", "dtb", "append", "memory", "smp", "ipa", "mec", "pmu", "pv")] string more)
    {
        string[] options = [.. Image(image), "--measurement-algo", hash, "--rmm-rim", start, "--host-page-size", size, .. More(more)];
        string rim = Measure(options);
        Assert.That(rim, Has.Length.EqualTo(hash switch { "sha256" => 64, "sha384" => 96, _ => 128 }));
        CommandRun run = CommandRun.Of(["run", .. options, "--expect-rim", rim]);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
    }

    [Test]
    public void A_run_with_another_RIM_than_expected_fails()
    {
        string rim = Measure(Image("elf"));
        string other = (rim[0] == '0' ? '1' : '0') + rim[1..];
        CommandRun run = CommandRun.Of(["run", .. Image("elf"), "--expect-rim", other]);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output + run.Error, Does.Contain(other).And.Contain(rim));
        Assert.That(CommandRun.Of(["run", .. Image("elf"), "-q", "--expect-rim", rim.ToUpperInvariant()]).ExitCode, Is.Zero, "digits are digits");
    }

    [Test]
    public void What_the_RIM_begins_with_and_what_is_hashed_into_it_show_in_it_and_the_personalization_value_does_not()
    {
        string plain = Measure(Image("elf"));
        Assert.That(Measure([.. Image("elf"), "--rmm-rim", "zero"]), Is.Not.EqualTo(plain));
        // A guest sees nothing of --mec: only the realm's parameters say it.
        Assert.That(Measure([.. Image("elf"), "--mec"]), Is.Not.EqualTo(plain), "parameters are hashed");
        Assert.That(
            Measure([.. Image("elf"), "--rmm-rim", "zero", "--mec"]), Is.EqualTo(Measure([.. Image("elf"), "--rmm-rim", "zero"])), "parameters are not hashed");
        Assert.That(Measure([.. Image("elf"), .. More("pv")]), Is.EqualTo(plain));
    }

    private static string Measure(string[] options)
    {
        CommandRun told = CommandRun.Of(["realm", "measure", .. options]);
        Assert.That(told.ExitCode, Is.Zero, told.Output + told.Error);
        return told.Output.Trim();
    }

    private string[] Image(string kind) => kind switch
    {
        "elf" => [Images.Path("hello")],
        "image" => [BootFiles.Kernel],
        _ => [Write("raw", BootFiles.Raw()), "--load-address", "0x80210000"],
    };

    private string[] More(string what) => what switch
    {
        "initrd" => ["--initrd", Write("disk", [.. Enumerable.Range(0, 10_001).Select(i => (byte)(i * 7))])],
        "dtb" => ["--dtb", Write("tree", BootFiles.DeviceTree("mine"))],
        "append" => ["--append", "console=ttyAMA0"],
        "memory" => ["-m", "128M"],
        "smp" => ["-smp", "2"],
        "ipa" => ["--ipa-bits", "48"],
        "mec" => ["--mec"],
        "pmu" => ["--pmu"],
        "pv" => ["--realm-pv", "somebody"],
        _ => [],
    };

    private string Write(string name, byte[] bytes)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
