using System.Text.Json;
using System.Text.RegularExpressions;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Tests.Commands;

[Category("WholeMachine")]
public sealed class EndToEndTests
{
    private string _json = "";

    [SetUp]
    public void SetUp()
    {
        string name = Path.Combine(TestContext.CurrentContext.WorkDirectory, TestContext.CurrentContext.Test.ID);
        _json = name + ".json";
    }

    [TearDown]
    public void TearDown()
    {
        File.Delete(_json);
    }

    [Test]
    public void Hello_says_what_it_knows_and_a_summary_follows()
    {
        CommandRun run = CommandRun.Of("run", Images.Path("hello"));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Output, Does.Match(
            @"\AHello from a realm!\nRSI version: \d+\.\d+\nIPA width: \d+ bits\nCurrentEL: EL1\nRIM: [0-9a-f]{16}\n\nRun\n"));
        foreach (string wanted in new[]
            {
                "passed: ", "retired instructions", "modelled time", "host time", "run digest", "Non-secure → Realm", "Realm → Non-secure",
                "RMI_REALM_CREATE", "RMI_REC_ENTER", "RSI_VERSION", "RSI_REALM_CONFIG", "RSI_MEASUREMENT_READ", "PSCI_SYSTEM_OFF",
            })
            Assert.That(run.Output, Does.Contain(wanted));
    }

    [Test]
    public void Quiet_prints_the_realms_console_and_nothing_else()
    {
        CommandRun loud = CommandRun.Of("run", Images.Path("hello"));
        CommandRun quiet = CommandRun.Of("run", Images.Path("hello"), "--quiet");

        Assert.That(quiet.ExitCode, Is.Zero);
        Assert.That(quiet.Error, Is.Empty);
        Assert.That(quiet.Output, Does.EndWith("\n").And.Not.Contain("Run"));
        Assert.That(loud.Output, Does.StartWith(quiet.Output + "\nRun\n"));
    }

    [Test]
    public void The_rim_that_the_guest_prints_is_the_start_of_the_one_in_the_summary()
    {
        RunSummary summary = Summary(out CommandRun run, "hello");

        string printed = Regex.Match(run.Output, "RIM: ([0-9a-f]{16})").Groups[1].Value;
        Assert.That(summary.Realm.Rim, Has.Length.EqualTo(64).And.StartWith(printed));
    }

    [TestCase("sha384", 96)]
    [TestCase("sha512", 128)]
    public void Another_hash_makes_another_rim(string algorithm, int digits)
    {
        RealmSummary realm = Summary(out _, "hello", "--measurement-algo", algorithm).Realm;

        Assert.That(realm.HashAlgorithm, Is.EqualTo(algorithm));
        Assert.That(realm.Rim, Has.Length.EqualTo(digits));
    }

    [TestCase("5", "5 host calls ok\n", 5UL)]
    [TestCase("0", "3 host calls ok\n", 3UL)]
    public void Hostcall_makes_as_many_calls_as_its_argument_says(string argument, string console, ulong calls)
    {
        RunSummary summary = Summary(out CommandRun run, "hostcall", "--arg", argument);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Is.EqualTo(console));
        // One more tells the host the exit status.
        Assert.That(summary.RecExits.Single(exit => exit.Reason == "HOST_CALL").Count, Is.EqualTo(calls + 1));
        Assert.That(summary.RsiCalls.Single(call => call.Name == "RSI_HOST_CALL").Count, Is.EqualTo(calls + 1));
    }

    [Test]
    public void Fault_fails_and_the_report_says_why()
    {
        CommandRun run = CommandRun.Of("run", Images.Path("fault"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain("failed: "));
        Assert.That(run.Error, Does.Contain("first fault       Data Abort from the same EL, synchronous external abort, read"));
        Assert.That(run.Error, Does.Contain("FAR 0x40000000"));
        Assert.That(run.Error, Does.Contain("IPA 0x40000000 is in the protected half").And.Contain("RIPAS is EMPTY"));
        Assert.That(run.Error, Does.Match(@"at PC 0x8000[0-9A-F]{4} <empty_read>"));
    }

    [Test]
    public void A_quiet_failure_is_one_line_on_standard_error()
    {
        CommandRun run = CommandRun.Of("run", Images.Path("fault"), "--quiet");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"\Accaemu: [^\n]+\n\z"));
    }

    [Test]
    public void Spin_reaches_its_checksum() =>
        Assert.That(Console("spin", "--arg", "1"), Does.Match(@"\Aspin: 1 million iterations, checksum 0x[0-9a-f]{16}\n\z"));

    [Test]
    public void Touch_finds_all_of_its_memory() => Assert.That(Console("touch", "--arg", "4"), Does.Match(@"\Atouched 4 MiB, 1024 pages: ok\n\z"));

    [Test]
    public void A_gibibyte_realm_costs_host_memory_for_what_it_touches()
    {
        RunSummary summary = Summary(out CommandRun run, "touch", "-m", "1G", "--arg", "2");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(summary.HostMemoryTouchedBytes, Is.LessThan(300UL << 20));
    }

    [Test]
    public void A_realm_larger_than_the_first_bank_runs()
    {
        RunSummary summary = Summary(out CommandRun run, "hello", "-m", "4G");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(summary.Realm.MemoryBytes, Is.EqualTo(4UL << 30));
    }

    [TestCase("hello")]
    [TestCase("fault")]
    [TestCase("random")]
    public void Two_runs_have_the_same_digest(string image)
    {
        string first = Summary(out _, image).RunDigest;
        string second = Summary(out _, image).RunDigest;

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Another_seed_is_another_run_where_the_guest_reads_rndr()
    {
        RunSummary one = Summary(out CommandRun first, "random", "--seed", "1");
        RunSummary two = Summary(out CommandRun second, "random", "--seed", "2");

        Assert.That(second.Output, Is.Not.EqualTo(first.Output));
        Assert.That(two.RunDigest, Is.Not.EqualTo(one.RunDigest));
    }

    [Test]
    public void A_limit_ends_the_run_with_exit_code_124()
    {
        RunSummary summary = Summary(out CommandRun run, "spin", "--max-instructions", "1M");

        Assert.That(run.ExitCode, Is.EqualTo(124));
        Assert.That(summary.Status, Is.EqualTo(RunStatus.LimitReached));
        Assert.That(summary.RetiredInstructions, Is.InRange(950_000UL, 1_001_100UL));
    }

    [Test]
    public void A_limit_that_is_not_reached_changes_nothing()
    {
        RunSummary unlimited = Summary(out _, "hello");
        RunSummary limited = Summary(out CommandRun run, "hello", "--max-instructions", (unlimited.RetiredInstructions + unlimited.Exceptions + 1).ToString());

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(limited.RunDigest, Is.EqualTo(unlimited.RunDigest));
    }

    [Test]
    public void The_personalization_value_is_no_part_of_the_rim()
    {
        string? plain = Summary(out _, "hello").Realm.Rim;
        string? personal = Summary(out _, "hello", "--realm-pv", "tenant 1").Realm.Rim;

        Assert.That(personal, Is.EqualTo(plain));
    }

    [Test]
    public void Json_replaces_what_the_file_held()
    {
        File.WriteAllText(_json, new string('x', 100_000));
        CommandRun.Of("run", Images.Path("hello"), "--quiet", "--json", _json);

        using var document = JsonDocument.Parse(File.ReadAllBytes(_json));
        Assert.That(document.RootElement.GetProperty("status").GetString(), Is.EqualTo("passed"));
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_is_said_in_one_line()
    {
        CommandRun run = CommandRun.Of("run", Images.Path("hello"), "--quiet", "--json", "/dev/full");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"\Accaemu: writing failed: [^\n]+\n\z"));
    }

    [Test]
    public void An_interrupted_run_ends_with_a_summary()
    {
        Assert.That(Hypervisor.Images.ImageFile.TryLoad(Images.Path("spin"), out Hypervisor.Images.Elf64Image? image, out _), Is.True);
        var request = new Cli.Options.RunRequest { ImagePath = "spin.elf", Argument = 1_000_000 };
        using var emulation = new Emulation(request, Cli.Options.RequestedImage.LaunchOf(request, image!), _ => { });
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        EmulationResult result = emulation.Run(interrupt.Token);

        Assert.That(result.ExitCode, Is.EqualTo(130));
        Assert.That(result.Status, Is.EqualTo(RunStatus.Interrupted));
    }

    private static string Console(string image, params string[] options)
    {
        CommandRun run = CommandRun.Of(["run", Images.Path(image), "--quiet", .. options]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return run.Output;
    }

    private RunSummary Summary(out CommandRun run, string image, params string[] options)
    {
        run = CommandRun.Of(["run", Images.Path(image), "--quiet", "--json", _json, .. options]);
        return RunSummaryJson.Read(File.ReadAllBytes(_json));
    }
}
