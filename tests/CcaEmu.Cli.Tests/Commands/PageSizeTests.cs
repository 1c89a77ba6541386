using CcaEmu.Cli.Options;

namespace CcaEmu.Cli.Tests.Commands;

/// <summary>Every image in images/ on hosts of each page size, by <c>ccaemu run</c>.</summary>
[Category("WholeMachine")]
public sealed class PageSizeTests
{
    private static IEnumerable<string> ImageNames =>
        Directory.GetFiles(Path.GetDirectoryName(Images.Path("hello"))!, "*.elf").Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    [Test]
    public void An_image_ends_with_each_page_size_as_it_does_with_4k(
        [ValueSource(nameof(ImageNames))] string image, [Values("16k", "64k")] string size)
    {
        CommandRun usual = Run(image, "4k");
        CommandRun run = Run(image, size);
        Assert.That(run.ExitCode, Is.EqualTo(usual.ExitCode), run.Output + run.Error);
        Assert.That(run.Error, Does.Contain("check: 0 findings"));
    }

    [TestCase("hello", "4k", "48")]
    [TestCase("share", "16k", "48")]
    [TestCase("share", "64k", "41")]
    public void An_IPA_space_of_a_chosen_width(string image, string size, string bits) => Assert.That(
        CommandRun.Of("run", Images.Path(image), "--host-page-size", size, "--ipa-bits", bits, "--check").ExitCode, Is.Zero);

    [TestCase("4k")]
    [TestCase("16k")]
    [TestCase("64k")]
    public void A_realm_with_LPA2_says_how_wide_it_is(string size)
    {
        CommandRun run = CommandRun.Of(
            "run", Images.Path("hello"), "--host-page-size", size, "--ipa-bits", "52", "--cpu-feature", IpaWidth.Lpa2Features, "-q");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("IPA width: 52 bits"));
    }

    [Test]
    public void The_measurement_told_offline_is_that_of_the_run(
        [Values("4k", "16k", "64k")] string size, [Values("sha256", "sha384", "sha512")] string algorithm, [Values("48", "50")] string bits)
    {
        string[] options = ["--host-page-size", size, "--measurement-algo", algorithm, "--ipa-bits", bits];
        CommandRun told = CommandRun.Of(["realm", "measure", Images.Path("hello"), .. options]);
        CommandRun run = CommandRun.Of(["run", Images.Path("hello"), "--cpu-feature", IpaWidth.Lpa2Features, "-q", .. options]);
        Assert.That(told.ExitCode, Is.Zero, told.Error);
        string rim = run.Output.Split("RIM: ")[1].Trim();
        Assert.That(told.Output, Does.StartWith(rim));
        Assert.That(told.Output.Trim(), Has.Length.EqualTo(algorithm switch { "sha256" => 64, "sha384" => 96, _ => 128 }));
    }

    private static CommandRun Run(string image, string size)
    {
        string[] smaller = image == "spin" ? ["--arg", "1"] : [];
        return CommandRun.Of(["run", Images.Path(image), "--host-page-size", size, "--check", .. smaller]);
    }
}
