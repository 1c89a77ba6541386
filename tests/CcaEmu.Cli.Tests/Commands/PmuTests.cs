namespace CcaEmu.Cli.Tests.Commands;

/// <summary><c>--pmu</c>.</summary>
public sealed class PmuTests
{
    [TestCase("--pmu=maybe", "'maybe'")]
    [TestCase("--vm", "--pmu: expected a realm")]
    [TestCase("--cpu-feature=-FEAT_PMUv3,-FEAT_PMUv3p1,-FEAT_PMUv3p4,-FEAT_PMUv3p5,-FEAT_PMUv3p7", "--pmu: expected PEs with FEAT_PMUv3")]
    public void What_does_not_go_with_it_is_refused(string option, string because) =>
        CommandRun.Of("run", Images.Path("hello"), "--pmu", option).MustRefuse(because);
}
