using System.Globalization;
using System.Text.Json.Nodes;

namespace CcaEmu.Cli.Tests.Commands;

public sealed class RunReportTests
{
    [Test]
    public void The_events_nest_on_each_track_and_cover_the_run()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "events.json");
        CommandRun run = CommandRun.Of("run", Images.Path("smp"), "-smp", "4", "--perfetto", file);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        JsonNode[] events = [.. JsonNode.Parse(File.ReadAllText(file))!["traceEvents"]!.AsArray().Select(one => one!)];
        var tracks = events.Where(one => one["ph"]!.GetValue<string>() == "X").GroupBy(one => (one["pid"]!.GetValue<int>(), one["tid"]!.GetValue<int>())).ToArray();
        Assert.That(tracks.Select(track => track.Key.Item1).Distinct(), Is.EquivalentTo(new[] { 1, 2, 3, 4 }), "a process for each PE");
        foreach (var track in tracks)
        {
            double last = 0;
            foreach (JsonNode one in track.OrderBy(one => one["ts"]!.GetValue<double>()))
            {
                double start = one["ts"]!.GetValue<double>();
                Assert.That(start, Is.GreaterThanOrEqualTo(last - 0.001), $"{one.ToJsonString()} overlaps what is before it");
                last = Math.Max(last, start + one["dur"]!.GetValue<double>());
            }
        }
        Assert.That(events.Where(one => one["ph"]!.GetValue<string>() == "i").Select(one => one["name"]!.GetValue<string>()), Has.Some.Contains("RECs counted"));
    }

    [Test]
    public void A_report_changes_nothing_in_the_run()
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "hello.html");
        CommandRun plain = CommandRun.Of("run", Images.Path("hello")), reported = CommandRun.Of("run", Images.Path("hello"), "--report", file);
        static string DigestOf(CommandRun run) => run.Output.Split('\n').Single(line => line.Contains("run digest"));
        Assert.That(DigestOf(reported), Is.EqualTo(DigestOf(plain)));
        string page = File.ReadAllText(file);
        Assert.That(page, Does.Contain("Hello from a realm!").And.Contain("RMI_REALM_CREATE rd="));
        Assert.That(page, Does.Not.Contain("src=\"").And.Not.Contain("href=\""));
        // The picture followed the calls that move granules: all are back at the end, as the realm is gone.
        int at = page.IndexOf("\"memory\":[", StringComparison.Ordinal) + "\"memory\":".Length;
        JsonArray memory = JsonNode.Parse(page[at..(page.IndexOf("]]", at, StringComparison.Ordinal) + 2)])!.AsArray();
        long[] Row(int index) => [.. memory[index]!.AsArray().Select(value => value!.GetValue<long>())];
        Assert.That(Row(memory.Count - 1)[1..5], Is.EqualTo(Row(0)[1..5]), "physical address spaces");
        Assert.That(Enumerable.Range(0, memory.Count).Max(i => Row(i)[5 + 5]), Is.GreaterThan(3), "DATA granules on the way");
        Assert.That(Row(memory.Count - 1)[10], Is.Zero, "and none at the end");
    }

    [Test]
    public void What_measuring_costs_is_measured_on_demand_and_said_on_the_page_and_at_the_end()
    {
        string page = Temporary("cost.html"), trace = Temporary("cost.trace"), json = Temporary("cost.json");
        CommandRun run = CommandRun.Of("run", Images.Path("hello"), "--report", page, "--trace", trace, "--json", json, "--measure-cost");
        Assert.That(run.ExitCode, Is.Zero, run.Error);

        JsonNode cost = JsonNode.Parse(File.ReadAllText(json))!["hostUsage"]!["watching"]!;
        double median = cost["ratio"]!["median"]!.GetValue<double>(), lower = cost["ratio"]!["lower"]!.GetValue<double>(), upper = cost["ratio"]!["upper"]!.GetValue<double>();
        int rounds = cost["rounds"]!.GetValue<int>();
        Assert.That(lower, Is.GreaterThan(0).And.LessThanOrEqualTo(median));
        Assert.That(upper, Is.GreaterThanOrEqualTo(median));
        Assert.That(cost["sameRun"]!.GetValue<bool>(), Is.True);
        Assert.That(cost["firstInstructions"], Is.Null, "the whole run is short");
        Assert.That(run.Output, Does.Contain(string.Create(CultureInfo.InvariantCulture, $"cost of measuring: while the guest ran, {median:F2} (half of the rounds {lower:F2} to {upper:F2})")));
        Assert.That(run.Output, Does.Match($"; writing it down took [0-9.]+ ms of host time\n +\\({rounds} rounds in turns, .* the run is the same\\)\n$"));
        Assert.That(File.ReadAllText(page), Does.Contain($"\"watching\":{{\"rounds\":{rounds},"));
        // Written once, for all the runs: by the one that was asked for.
        Assert.That(CommandRun.Of("trace", "show", trace).Output.Split('\n').Count(line => line.Contains("Hello from a realm!")), Is.EqualTo(1));
    }

    [Test]
    public void Without_being_asked_nothing_runs_again_and_what_was_not_measured_is_said_not_to_be()
    {
        string json = Temporary("cost.json");
        CommandRun run = CommandRun.Of("run", Images.Path("hello"), "--perfetto", Temporary("cost.perfetto"), "--json", json);
        Assert.That(run.Output, Does.Match("cost of measuring: while the guest ran, not measured \\(--measure-cost does\\); writing it down took [0-9.]+ ms of host time\n$"));
        Assert.That(JsonNode.Parse(File.ReadAllText(json))!["hostUsage"]!["watching"], Is.Null);
        Assert.That(CommandRun.Of("run", Images.Path("hello"), "--json", json).Output, Does.Not.Contain("cost of measuring"));
    }

    [Test]
    public void Where_nothing_measures_there_is_no_cost_to_measure() =>
        CommandRun.Of("run", Images.Path("hello"), "--measure-cost").MustRefuse("--measure-cost: expected --report, --perfetto or --trace with it, found none");

    [Test]
    public void A_report_that_cannot_be_written_is_refused_before_the_run() =>
        CommandRun.Of("run", Images.Path("hello"), "--report", "/no/such/folder/r.html").MustRefuse("--report: expected a file that can be written");

    [Test]
    public void Events_that_cannot_be_written_are_refused_before_the_run() =>
        CommandRun.Of("run", Images.Path("hello"), "--perfetto", "/").MustRefuse("--perfetto: expected a file that can be written");

    [Test]
    public void A_profile_without_a_report_is_refused() =>
        CommandRun.Of("run", Images.Path("hello"), "--profile", "machine").MustRefuse("expected --report with it");

    [Test]
    public void A_profile_that_is_none_is_refused() =>
        CommandRun.Of("run", Images.Path("hello"), "--profile", "fast").MustRefuse("--profile: expected machine, instructions");

    private static string Temporary(string name) => Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
}
