using CcaEmu.Cli.Testing;

namespace CcaEmu.Cli.Tests.Commands;

/// <summary><c>--mec</c>.</summary>
public sealed class MecTests
{
    [Test]
    public void Every_image_passes_with_encryption_contexts_twice_with_the_same_digest()
    {
        Assert.That(ImageCatalogue.TryLoad(Path.GetDirectoryName(Images.Path("hello"))!, out ImageCatalogue? catalogue, out string? error), error);
        ImageTestCase[] cases = [.. ImageTestPlan.Plain(catalogue!.Images)
            .Select(one => one with { Image = one.Image with { Options = [.. one.Image.Options, "--mec"] }, Runs = 2 })];
        foreach (ImageTestResult result in new ImageTestRunner(catalogue).Run(cases, 2, CancellationToken.None))
            Assert.That(result.Failure, Is.Null, $"{result.Case.Image.Name}, {result.Case.Configuration}");
    }

    [Test]
    public void A_guest_sees_nothing_of_it()
    {
        CommandRun plain = CommandRun.Of("run", Images.Path("touch"), "--quiet"), scrambled = CommandRun.Of("run", Images.Path("touch"), "--quiet", "--mec");
        Assert.That((scrambled.ExitCode, scrambled.Output), Is.EqualTo((plain.ExitCode, plain.Output)), scrambled.Error);
    }

    [TestCase("private")]
    [TestCase("shared")]
    public void The_token_says_which_policy_the_realm_was_made_with(string policy)
    {
        string token = Path.GetTempFileName(); // what the guest has printed
        try
        {
            CommandRun run = CommandRun.Of("run", Images.Path("attest"), "--mec", "--mec-policy", policy, "--quiet");
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            File.WriteAllText(token, run.Output);
            Assert.That(CommandRun.Of("token", "show", token).Output, Does.Match($"memory encryption context +{policy}"));
        }
        finally
        {
            File.Delete(token);
        }
    }

    // A level 1 table in the memory that it describes is written before that memory is Root's.
    [TestCase("--gpt", "dynamic", "--check")]
    [TestCase("--rmm-sro", "aggressive", "--check")]
    [TestCase("--host-page-size", "64k", "--check")]
    public void It_goes_with_what_moves_memory(params string[] options)
    {
        CommandRun run = CommandRun.Of(["run", Images.Path("share"), "--mec", .. options]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("check: 0 findings"));
    }

    [Test]
    public void A_policy_without_contexts_is_refused() =>
        CommandRun.Of("run", Images.Path("hello"), "--mec-policy", "shared").MustRefuse("--mec-policy: expected --mec with it, found none; add --mec");

    [TestCase("--mec=maybe", "'maybe'")]
    [TestCase("--mec-policy=mine", "expected private or shared, found 'mine'")]
    [TestCase("--cpu-feature=-FEAT_HCX,-FEAT_XS", "--mec: ")]
    public void What_does_not_go_with_it_is_refused(string option, string because) =>
        CommandRun.Of("run", Images.Path("hello"), "--mec", option).MustRefuse(because);
}
