using CcaEmu.Diagnostics.Benchmarks;

namespace CcaEmu.Cli.Tests.Commands;

public sealed class BenchTests
{
    [Test]
    public void World_switches_are_measured_the_same_each_time()
    {
        string[] files = [Temporary("a.json"), Temporary("b.json")];
        foreach (string file in files)
        {
            CommandRun run = CommandRun.Of("bench", "world-switch", "-n", "5", "--json", file, "--csv", file + ".csv", "--html", file + ".html");
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(run.Output, Does.Contain("cost of measuring").And.Contain("the run is the same"));
        }
        WorldSwitchReport[] reports = [.. files.Select(file => WorldSwitchJson.Read(File.ReadAllBytes(file)))];
        Assert.That(reports[0].RunDigest, Is.EqualTo(reports[1].RunDigest));
        foreach ((WorldSwitchRow one, WorldSwitchRow other) in reports[0].Rows.Zip(reports[1].Rows))
        {
            Assert.That(other.Thousandths, Is.EqualTo(one.Thousandths), one.Name);
            Assert.That(other.Instructions, Is.EqualTo(one.Instructions), one.Name);
            Assert.That(other.Steps, Is.EqualTo(one.Steps), one.Name);
        }
        string[] names =
        [
            "smc_rt", "rmi_rt", "rsi_host_call", "hyp_call", "vm_host_call", "vm_mmio_read_user", "vm_ipi", "rec_enter_exit", "mmio_read_user", "mmio_read_vgic", "eoi", "ipi", "timer_10ms",
            "granule_delegate", "granule_undelegate", "data_map", "ripas_change", "realm_boot", "realm_teardown",
        ];
        Assert.That(reports[0].Rows.Select(row => row.Name), Is.SupersetOf(names));
        Assert.That(reports[0].Missing, Is.Empty);
        foreach (string name in names.Except(["rec_enter_exit", "data_map"]))
            Assert.That(reports[0].Rows.Single(row => row.Name == name).Instructions.Count, Is.EqualTo(5), name);
        IReadOnlyDictionary<string, ulong> call = reports[0].Rows.Single(row => row.Name == "hyp_call").Steps;
        foreach (string way in new[] { "save", "restore" })
        {
            Assert.That(call["host.general-" + way], Is.EqualTo(5 * 33), "X0 to X30, PC and PSTATE");
            Assert.That(call["host.vector-" + way], Is.EqualTo(5 * 32));
            Assert.That(call["host.system-" + way], Is.GreaterThan(5 * 40));
        }
        Assert.That(File.ReadAllText(files[0] + ".csv").Split('\n')[1], Does.StartWith("smc_rt,a55-opencca,5,0,"));
        Assert.That(File.ReadAllText(files[0] + ".html"), Does.Contain(reports[0].RunDigest).And.Not.Contain("src=\"").And.Not.Contain("href=\""));

        CommandRun same = CommandRun.Of("bench", "world-switch", "--compare", files[0], files[1], "--fail-above", "0");
        Assert.That(same.ExitCode, Is.Zero, same.Error);
    }

    [Test]
    public void A_comparison_fails_above_the_limit_and_only_there()
    {
        WorldSwitchReport before = Report(1000), after = Report(1100);
        string a = Written("before.json", before), b = Written("after.json", after);
        Assert.That(CommandRun.Of("bench", "world-switch", "--compare", a, b).ExitCode, Is.Zero);
        Assert.That(CommandRun.Of("bench", "world-switch", "--compare", a, b, "--fail-above", "10").ExitCode, Is.Zero);
        CommandRun failed = CommandRun.Of("bench", "world-switch", "--compare", a, b, "--fail-above", "9.9");
        Assert.That(failed.ExitCode, Is.EqualTo(1));
        Assert.That(failed.Error, Does.Contain("smc_rt has grown by 10.00 %, more than 9.9 %"));
        Assert.That(CommandRun.Of("bench", "world-switch", "--compare", b, a, "--fail-above", "0").ExitCode, Is.Zero, "cheaper is no failure");
        string gone = Written("gone.json", after with { Rows = [] });
        Assert.That(CommandRun.Of("bench", "world-switch", "--compare", a, gone, "--fail-above", "50").Error, Does.Contain("not measured any more"));
        string other = Written("other.json", after with { Profile = "machine" });
        Assert.That(CommandRun.Of("bench", "world-switch", "--compare", a, other).ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void Fitted_figures_are_met_and_predictions_stand_apart()
    {
        CommandRun run = CommandRun.Of("bench", "--calibration");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("fitted: the profile was made to meet these").And.Contain("predicted: the profile was made without these"));
        bool fitted = false;
        int figures = 0;
        foreach (string line in run.Output.Split('\n'))
        {
            fitted = (fitted || line.Contains("fitted: the")) && !line.Contains("predicted: the");
            string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
            if (!fitted || cells.Length < 6 || !double.TryParse(cells[5], System.Globalization.CultureInfo.InvariantCulture, out double error))
                continue;
            figures++;
            Assert.That(error, Is.EqualTo(0).Within(10), $"fit the profile anew (ccaemu bench world-switch --refit): {line}");
        }
        Assert.That(figures, Is.EqualTo(7), "two of the one profile, five of the other");
    }

    [TestCase("0")]
    [TestCase("4097")]
    [TestCase("many")]
    public void A_bad_number_of_repetitions_is_refused(string text) => Refused("-n: expected a number of repetitions from 1 to 4096", "world-switch", "-n", text);

    [TestCase("nobody")]
    [TestCase("/")]
    public void A_profile_that_is_none_is_refused(string text) => Refused("--profile: expected machine, instructions, a55-opencca, n1-osdi22 or a profile file", "world-switch", "--profile", text);

    [TestCase("-1")]
    [TestCase("much")]
    [TestCase("NaN")]
    public void A_bad_percentage_is_refused(string text) => Refused("--fail-above: expected a number of per cent", "world-switch", "--compare", "a", "b", "--fail-above", text);

    [Test]
    public void A_limit_without_a_comparison_is_refused() => Refused("expected --compare with it", "world-switch", "--fail-above", "1");

    [Test]
    public void Nothing_to_measure_is_refused() => Refused("expected world-switch or --calibration");

    [Test]
    public void A_comparison_with_what_is_no_report_is_refused()
    {
        string file = Temporary("no-report.json");
        File.WriteAllText(file, "{}");
        Refused("expected a file that 'bench world-switch --json' has written", "world-switch", "--compare", file, file);
    }

    private static void Refused(string expected, params string[] arguments)
    {
        CommandRun run = CommandRun.Of(["bench", .. arguments]);
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
        Assert.That(run.Error, Does.Contain(expected));
        Assert.That(run.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    private static WorldSwitchReport Report(ulong thousandths) => new()
    {
        Repetitions = 1,
        Seed = 1,
        Profile = "a55-opencca",
        FrequencyMHz = 1800,
        Prices = new Dictionary<string, ulong>(),
        RunDigest = "0000000000000000",
        Missing = new Dictionary<string, string>(),
        Rows =
        [
            new()
            {
                Name = "smc_rt",
                What = "",
                Instructions = new(1, 0, 0, 0, 0, 0),
                Thousandths = new(1, thousandths, thousandths, thousandths, thousandths, thousandths),
                Steps = new Dictionary<string, ulong>(),
                Prices = [new(thousandths, 1)],
            },
        ],
    };

    private static string Written(string name, WorldSwitchReport report)
    {
        string path = Temporary(name);
        using FileStream file = File.Create(path);
        WorldSwitchJson.Write(file, report);
        return path;
    }

    private static string Temporary(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "bench")).FullName;
        return Path.Combine(folder, name);
    }
}
