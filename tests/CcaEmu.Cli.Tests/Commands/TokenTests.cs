namespace CcaEmu.Cli.Tests.Commands;

/// <summary><c>ccaemu token show</c> and <c>ccaemu realm measure</c>, on what a realm itself gives out.</summary>
public sealed class TokenTests
{
    private string _file = "";

    [SetUp]
    public void NameFile() => _file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.token");

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void A_token_that_a_realm_prints_verifies_and_names_the_RIM_that_measure_predicts([Values("sha256", "sha384", "sha512")] string hash)
    {
        string image = Images.Path("attest");
        CommandRun run = CommandRun.Of("run", image, "--quiet", "--arg", "0x77", "--measurement-algo", hash);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Error);
        File.WriteAllText(_file, run.Output);
        CommandRun show = CommandRun.Of("token", "show", _file);
        Assert.That(show.ExitCode, Is.Zero, show.Output + show.Error);
        Assert.That(show.Output, Does.Contain("The token holds.").And.Not.Contain("  NO "));
        Assert.That(show.Output, Does.Match("Challenge .* 77000000000000007800000000000000"));
        CommandRun measure = CommandRun.Of("realm", "measure", image, "--arg", "0x77", "--measurement-algo", hash);
        Assert.That(measure.ExitCode, Is.Zero, measure.Error);
        Assert.That(measure.Output.Trim(), Does.Match("^[0-9a-f]{64,128}$"));
        Assert.That(show.Output, Does.Match($"RIM: .* {measure.Output.Trim()}\n"));
        CommandRun other = CommandRun.Of("realm", "measure", image, "--arg", "0x78", "--measurement-algo", hash);
        Assert.That(other.Output, Is.Not.EqualTo(measure.Output), "X1 of the REC is measured");
    }

    [Test]
    public void The_forms_and_rules_that_are_asked_for_show_in_the_token()
    {
        (string Form, string Rem)[] shown = [.. new[] { (string[])[], ["--rmm-token", "399"], ["--rmm-rem", "padded"] }.Select(options =>
        {
            File.WriteAllText(_file, CommandRun.Of(["run", Images.Path("attest"), "--quiet", .. options]).Output);
            CommandRun show = CommandRun.Of("token", "show", _file);
            Assert.That(show.ExitCode, Is.Zero, show.Output + show.Error);
            string[] lines = show.Output.Split('\n');
            return (lines[0], lines.Single(line => line.Contains("REM 1")));
        })];
        Assert.That(shown[0].Form, Does.EndWith("(tag 907, RMM 2.0)"));
        Assert.That(shown[1].Form, Does.EndWith("(tag 399, RMM 1.0)"));
        Assert.That(shown[1].Rem, Is.EqualTo(shown[0].Rem));
        Assert.That(shown[2].Rem, Is.Not.EqualTo(shown[0].Rem));
    }

    [Test]
    public void Everybody_who_reads_a_token_sees_that_its_keys_are_for_tests()
    {
        File.WriteAllText(_file, CommandRun.Of("run", Images.Path("attest"), "--quiet").Output);
        string shown = CommandRun.Of("token", "show", _file).Output;
        Assert.That(shown, Does.Contain("CcaEmu TEST platform").And.Contain("TEST: emulated, nothing is protected").And.Contain("MONITOR TEST"));
        Assert.That(shown, Does.Contain("public test keys: it proves nothing about any real machine"));
    }

    [Test]
    public void A_file_without_an_end_and_a_folder_are_refused_in_one_line()
    {
        CommandRun.Of("token", "show", "/dev/zero").MustRefuse("a file of more than 1048576 bytes");
        CommandRun.Of("token", "show", TestContext.CurrentContext.WorkDirectory).MustRefuse("expected a file with an attestation token");
    }

    [Test]
    public void A_token_that_was_tampered_with_does_not_hold()
    {
        CommandRun run = CommandRun.Of("run", Images.Path("attest"), "--quiet");
        int begin = run.Output.IndexOf("-----BEGIN", StringComparison.Ordinal);
        int digit = run.Output.IndexOf('\n', begin) + 1 + 28 * 65 + 8; // 64 digits and a line feed a line: byte 900.
        char flipped = run.Output[digit] == '0' ? '1' : '0';
        File.WriteAllText(_file, run.Output[..digit] + flipped + run.Output[(digit + 1)..]);
        CommandRun show = CommandRun.Of("token", "show", _file);
        Assert.That(show.ExitCode, Is.EqualTo(1), show.Output + show.Error);
        Assert.That(show.Output, Does.Contain("does NOT hold"));
    }

    [TestCase("", "expected a CCA attestation token")]
    [TestCase("hello", "expected a CCA attestation token")]
    [TestCase("-----BEGIN CCA TOKEN-----\n00", "expected '-----END CCA TOKEN-----'")]
    [TestCase("-----BEGIN CCA TOKEN-----\n0\n-----END CCA TOKEN-----", "expected pairs of hexadecimal digits")]
    public void What_is_no_token_is_refused_in_one_line(string contents, string because)
    {
        File.WriteAllText(_file, contents);
        CommandRun.Of("token", "show", _file).MustRefuse(because);
    }

    [Test]
    public void A_missing_file_and_a_wrong_word_are_refused_in_one_line()
    {
        CommandRun.Of("token", "show", _file).MustRefuse("expected a file with an attestation token");
        CommandRun.Of("token", "shw").MustRefuse("'ccaemu token --help'");
        CommandRun.Of("realm", "measure").MustRefuse("'ccaemu realm measure --help'");
        CommandRun.Of("realm", "measure", _file).MustRefuse(_file);
    }
}
