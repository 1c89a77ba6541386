using CcaEmu.Campaign.RmiFuzz;

namespace CcaEmu.Rmm.Tests.Kept;

/// <summary>What random commands have found before: scripts that must find nothing any more.</summary>
public sealed class KeptScriptTests
{
    private static IEnumerable<TestCaseData> Kept() => KeptScripts.Files().Select(file => new TestCaseData(file).SetArgDisplayNames(Path.GetFileName(file)));

    [TestCaseSource(nameof(Kept))]
    public void A_counterexample_that_was_found_once_finds_nothing_more(string file)
    {
        Counterexample script = Counterexample.Parse(File.ReadAllText(file));
        Assert.That(RmiFuzzRun.Play(script.World, script.Steps).Wrong, Is.Null);
    }
}
