using System.Text;
using System.Text.Json.Nodes;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Tests.Costs;

public sealed class CostProfileTests
{
    public static IEnumerable<string> Shipped => ShippedProfiles.Names;

    [TestCaseSource(nameof(Shipped))]
    public void A_shipped_profile_survives_being_written_and_read(string name)
    {
        CostProfile profile = ShippedProfiles.Load(name);
        using var written = new MemoryStream();
        CostProfileJson.Write(written, profile);
        CostProfile read = CostProfileJson.Read(written.ToArray());
        Assert.That(read.Thousandths.ToArray(), Is.EqualTo(profile.Thousandths.ToArray()));
        Assert.That(profile.Name, Is.EqualTo(name));
        Assert.That(profile.Sources, Is.Not.Empty);
        Assert.That(read.Figures.Select(figure => (figure.Name, figure.Cycles, figure.IsFitted, figure.Scope.Count, figure.Scales.Count)),
            Is.EqualTo(profile.Figures.Select(figure => (figure.Name, figure.Cycles, figure.IsFitted, figure.Scope.Count, figure.Scales.Count))));
    }

    [Test]
    public void The_machines_profile_is_the_machines_table()
    {
        CostProfile profile = ShippedProfiles.Load("machine");
        foreach (WorkStepInfo step in WorkSteps.All)
            Assert.That(profile[step.Step], Is.EqualTo(step.MachineCycles * 1000), step.Name);
    }

    [Test]
    public void Instructions_prices_nothing_else()
    {
        CostProfile profile = ShippedProfiles.Load("instructions");
        foreach (WorkStepInfo step in WorkSteps.All)
            Assert.That(profile[step.Step], Is.EqualTo(step.Step == WorkStep.Instruction ? 1000UL : 0UL), step.Name);
    }

    [Test]
    public void The_price_of_two_pieces_of_work_is_the_sum_of_their_prices()
    {
        CostProfile profile = ShippedProfiles.Load("n1-osdi22");
        var random = new Random(5);
        for (int run = 0; run < 100; run++)
        {
            ulong[] one = Counts(random), other = Counts(random);
            ulong[] both = [.. one.Zip(other, (a, b) => a + b)];
            Assert.That(profile.Price(both), Is.EqualTo(profile.Price(one) + profile.Price(other)));
        }
    }

    [Test]
    public void Steps_are_in_the_order_of_their_numbers_and_have_names_of_their_own()
    {
        WorkStepInfo[] steps = WorkSteps.All.ToArray();
        Assert.That(steps.Select(step => (int)step.Step), Is.EqualTo(Enumerable.Range(0, Enum.GetValues<WorkStep>().Length)));
        Assert.That(steps.Select(step => step.Name), Is.Unique);
    }

    [Test]
    public void The_documentation_lists_the_steps_as_they_are()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "world-switch.md"));
        string[] wanted = [.. WorkSteps.All.ToArray().Select(step => $"| `{step.Name}` | {step.Title} | {(step.MachineCycles == 0 ? "-" : $"{step.MachineCycles}")} |")];
        Assert.That(page.Split('\n').SkipWhile(line => !line.StartsWith("| Step |", StringComparison.Ordinal)).Skip(2).Take(wanted.Length), Is.EqualTo(wanted));
    }

    [TestCase("", "line 1, the text is not JSON")]
    [TestCase("{\"name\": \"mine\"", "line 1, the text is not JSON")]
    [TestCase("{\"name\": \"mine\"}", "line 1, $ lacks 'description'")]
    [TestCase("{\n\"name\": \"mine\",\n\"prices\": 1}", "line 3, $.prices is not known there")]
    [TestCase("{\"frequencyMHz\": \"fast\"}", "line 1, $.frequencyMHz is not known there, is there twice, or is not of the right kind")]
    [TestCase("{\"cycles\": {\"instruction\": 1,\n\"instruction\": 2}}", "is there twice")]
    public void What_is_wrong_with_a_file_is_said_in_words_of_the_file(string json, string expected)
    {
        CostProfileError error = Assert.Throws<CostProfileError>(() => CostProfileJson.Read(Encoding.UTF8.GetBytes(json)))!;
        Assert.That(error.Message, Does.Contain(expected).And.Not.Contain("CcaEmu").And.Not.Contain('\n'));
    }

    [TestCase("no-such-step", "1", "there is no step 'no-such-step'")]
    [TestCase("rmm.command", "-1", "the price of rmm.command is -1")]
    [TestCase("rmm.command", "0.0001", "the price of rmm.command is 0.0001")]
    [TestCase("rmm.command", "1000000001", "the price of rmm.command is 1000000001")]
    [TestCase("rmm.command", null, "the profile has no price for rmm.command")]
    public void A_bad_price_is_named(string step, string? price, string expected)
    {
        JsonNode file = Machine();
        JsonObject cycles = file["cycles"]!.AsObject();
        cycles.Remove(step);
        if (price is not null)
            cycles.Add(step, JsonNode.Parse(price));
        Assert.That(() => Read(file), Throws.TypeOf<CostProfileError>().With.Message.Contains(expected));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{\"name\":\"x\"}")]
    [TestCase("{\"cycles\":{\"instruction\":1e999}}")]
    public void What_is_no_profile_is_refused(string text) =>
        Assert.That(() => CostProfileJson.Read(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<CostProfileError>());

    [Test]
    public void A_figure_for_nothing_known_is_refused()
    {
        JsonNode file = Machine();
        file["published"] = JsonNode.Parse("""[{"name":"a","row":"smc_rt","cycles":1,"use":"guess","source":"s"}]""");
        Assert.That(() => Read(file), Throws.TypeOf<CostProfileError>().With.Message.Contains("expected fit or predict"));
        file["published"] = JsonNode.Parse("""[{"name":"a","row":"smc_rt","cycles":1,"use":"fit","source":"s","scales":["nobody.*"]}]""");
        Assert.That(() => Read(file), Throws.TypeOf<CostProfileError>().With.Message.Contains("no step begins"));
    }

    [Test]
    public void A_fit_meets_its_figures_and_leaves_other_prices_alone()
    {
        JsonNode file = Machine();
        file["published"] = JsonNode.Parse(
            """
            [{"name":"switch","row":"smc_rt","cycles":421,"use":"fit","source":"s","scales":["exception.*","monitor.dispatch"]},
             {"name":"held out","row":"rmi_rt","cycles":9,"use":"predict","source":"s"}]
            """);
        var work = new ulong[WorkSteps.Count];
        (work[(int)WorkStep.ExceptionTaken], work[(int)WorkStep.ExceptionReturn], work[(int)WorkStep.MonitorDispatch]) = (7, 7, 7);
        CostProfile fitted = ProfileFit.Fit(Read(file), new Dictionary<string, RowWork> { ["smc_rt"] = new(work, 7) });
        Assert.That(fitted.Price(work) / 7, Is.EqualTo(421_000).Within(3));
        Assert.That(fitted[WorkStep.ExceptionTaken], Is.EqualTo(126_300));
        Assert.That(fitted[WorkStep.RmmCommand], Is.EqualTo(120_000));
    }

    [Test]
    public void A_figure_that_cannot_be_met_is_named()
    {
        JsonNode file = Machine();
        file["published"] = JsonNode.Parse("""[{"name":"switch","row":"smc_rt","cycles":3,"use":"fit","source":"s","scales":["monitor.dispatch"]}]""");
        var work = new ulong[WorkSteps.Count];
        (work[(int)WorkStep.ExceptionTaken], work[(int)WorkStep.MonitorDispatch]) = (1, 1);
        Assert.That(() => ProfileFit.Fit(Read(file), new Dictionary<string, RowWork> { ["smc_rt"] = new(work, 1) }),
            Throws.TypeOf<CostProfileError>().With.Message.Contains("'switch' cannot be met"));
        Assert.That(() => ProfileFit.Fit(Read(file), new Dictionary<string, RowWork>()),
            Throws.TypeOf<CostProfileError>().With.Message.Contains("not measured"));
    }

    private static JsonNode Machine()
    {
        using var written = new MemoryStream();
        CostProfileJson.Write(written, ShippedProfiles.Load("machine"));
        return JsonNode.Parse(written.ToArray())!;
    }

    private static CostProfile Read(JsonNode file) => CostProfileJson.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));

    private static ulong[] Counts(Random random) => [.. Enumerable.Range(0, WorkSteps.Count).Select(_ => (ulong)random.Next(0, 100_000))];
}
