using System.Globalization;
using System.Text.RegularExpressions;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Output;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Verdicts;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>Each fault gets the right cause, with advice, from the command that users type.</summary>
[Category("WholeMachine")]
public sealed class CatalogueTests
{
    private const string Limit = "40M";

    public static IEnumerable<TestCaseData> OfImages => CatalogueCases.OfImages.Select(one => new TestCaseData(one).SetArgDisplayNames(one.ToString()));

    public static IEnumerable<TestCaseData> OfHosts => CatalogueCases.OfHosts.Select(one => new TestCaseData(one).SetArgDisplayNames(one.ToString()));

    [TestCaseSource(nameof(OfImages))]
    public void A_faulty_image_gets_the_right_cause_and_advice(object declared)
    {
        var one = (CatalogueCase)declared;
        string? disk = one.HasDisk ? Path.GetTempFileName() : null;
        if (disk is not null)
            File.WriteAllBytes(disk, new byte[1 << 20]);
        string[] further = [.. one.IsLong ? [] : new[] { "--max-instructions", Limit }, .. disk is null ? [] : new[] { "--disk", disk }];
        CommandRun run = CommandRun.Of(["run", Images.Path(one.Image!), .. further, .. one.Options]);
        if (disk is not null)
            File.Delete(disk);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
        Assert.That(run.Error, one.IsUnsure
            ? Does.Match($@"cause +not certain; these fit, the likeliest first:\n  1\. \([0-9]+ %\) +\[{one.Cause}\] ") : Does.Contain($"cause             [{one.Cause}] "));
        Assert.That(run.Error, Does.Match("\n  advice            [A-Za-z]"));
        WhoSetItSoDidItBefore(run.Error);
    }

    // What goes wrong in a guest alone goes wrong in an ordinary virtual machine in the same way.
    [TestCase("null-pointer", "guest.null-pointer")]
    [TestCase("null-pointer-mmu-off", "guest.null-pointer")]
    [TestCase("stack-overflow", "guest.stack-overflow")]
    [TestCase("write-read-only", "guest.write-read-only")]
    [TestCase("unaligned-atomic", "guest.unaligned-atomic")]
    [TestCase("undefined-instruction", "guest.undefined-instruction")]
    [TestCase("fault-not-cured", "guest.fault-not-cured")]
    [TestCase("endless-loop", "guest.waits-for-word")]
    [TestCase("no-such-device", "guest.no-device")]
    [TestCase("trap", "guest.breakpoint")]
    public void An_ordinary_virtual_machine_is_judged_as_a_realm_is(string image, string cause)
    {
        CommandRun run = CommandRun.Of("run", Images.Path("faulty/" + image), "--vm", "--max-instructions", Limit);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
        Assert.That(run.Error, Does.Contain($"cause             [{cause}] ").And.Not.Contain("realm"));
    }

    // What the host does when it takes the realm apart, behind the fault, is nobody's fault.
    private static void WhoSetItSoDidItBefore(string report)
    {
        Match fault = Regex.Match(report, "at ([0-9.]+) us of modelled time"), change = Regex.Match(report, " set so by .* at ([0-9.]+) us(, before the fault)?");
        if (fault.Success && change.Success && !change.Groups[2].Success)
            Assert.That(Number(change), Is.LessThanOrEqualTo(Number(fault)), report);
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [TestCaseSource(nameof(OfHosts))]
    public void A_hosts_mistake_is_laid_to_the_host(object declared)
    {
        var one = (CatalogueCase)declared;
        HostMistake mistake = one.Mistake!.Again();
        RunRequest request = mistake.Adjust(new RunRequest { ImagePath = Images.File(mistake.Image), Pes = mistake.Pes, MaxInstructions = 200_000 });
        Assert.That(RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? bad), bad);
        using var emulation = new Emulation(request, launch!, _ => { }, mistake);
        mistake.Emulation = emulation;
        emulation.Machine.Bus.Subscribe(mistake.Late);
        var tlb = new TlbReporter(TextWriter.Null);
        foreach (ProcessingElement pe in emulation.Machine.Pes.Where(_ => mistake.LooksAtTlbs))
            pe.TlbObserver = tlb;
        EmulationResult result = emulation.Run(CancellationToken.None);
        Assert.That(result.Status, Is.Not.EqualTo(RunStatus.Passed), "the mistake has no consequence");
        Verdict verdict = emulation.Judge(result, tlb.First)!;

        var report = new StringWriter();
        VerdictReport.Write(report, verdict);
        Assert.That(verdict.Best?.Cause.Id, Is.EqualTo(one.Cause), report.ToString());
        Assert.That(verdict.IsSure, report.ToString());
        Assert.That(verdict.Best!.Finding.Advice, Is.Not.Empty);
    }

    // The catalogue's own numbers: what a case is not shown by, the page of faults says that this machine cannot show, and why.
    [TestCase("M", 16), TestCase("H", 14), TestCase("W", 5), TestCase("I", 5), TestCase("G", 18), TestCase("T", 3)]
    public void Every_case_of_the_catalogue_is_shown_or_said_to_be_impossible(string part, int count)
    {
        string[] said = [.. CatalogueCases.OfImages.Concat(CatalogueCases.OfHosts).Select(one => one.Case).Concat(CatalogueCases.Impossible.Select(one => one.Case)).Distinct()];
        Assert.That(said.Where(number => number.StartsWith(part, StringComparison.Ordinal)), Is.EquivalentTo(Enumerable.Range(1, count).Select(n => $"{part}{n:00}")));
    }

    [Test]
    public void Every_declared_cause_is_in_the_table()
    {
        string[] known = [.. CauseTable.All.Select(cause => cause.Id)];
        Assert.That(CatalogueCases.OfImages.Concat(CatalogueCases.OfHosts).Select(one => one.Cause).Distinct(), Is.SubsetOf(known));
    }

    [Test]
    public void Every_cause_in_the_table_is_shown_by_a_case() =>
        Assert.That(CauseTable.All.Select(cause => cause.Id), Is.SubsetOf(CatalogueCases.OfImages.Concat(CatalogueCases.OfHosts).Select(one => one.Cause)));

    [Test]
    public void The_committed_page_lists_what_is_declared()
    {
        string path = Path.Combine(Images.Folder(), "..", "docs", "faults.md");
        string generated = FaultPage.Generate();
        if (Environment.GetEnvironmentVariable("CCAEMU_WRITE_DOCS") == "1")
            File.WriteAllText(path, generated);
        Assert.That(File.Exists(path), $"{path} is missing");
        Assert.That(File.ReadAllText(path).ReplaceLineEndings("\n"), Is.EqualTo(generated));
    }
}
