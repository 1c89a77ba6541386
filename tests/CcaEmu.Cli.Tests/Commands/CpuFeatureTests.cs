using CcaEmu.Arm.A64;

namespace CcaEmu.Cli.Tests.Commands;

public sealed class CpuFeatureTests
{
    [Test]
    public void The_features_are_listed_one_a_line()
    {
        CommandRun run = CommandRun.Of("cpu", "features");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (FeatureInfo line in FeatureTable.All)
            Assert.That(run.Output, Does.Contain($"\n{line.Name} "), line.Name);
    }

    [TestCase("+FEAT_DotPrd", "did you mean FEAT_DotProd?")]
    [TestCase("+FEAT_LSE,-FEAT_RNG", "FEAT_RME needs FEAT_RNG")]
    [TestCase("FEAT_LSE", "expected +FEAT_x or -FEAT_x")]
    public void A_list_that_cannot_be_is_refused(string list, string because) =>
        CommandRun.Of("run", Images.Path("hello"), "--cpu-feature", list).MustRefuse(because);

    [Test]
    public void A_realm_runs_on_a_PE_without_a_feature_it_does_not_use() =>
        Assert.That(CommandRun.Of("run", Images.Path("hello"), "--cpu-feature", "-FEAT_CRC32", "--cpu-feature", "-FEAT_FlagM2").ExitCode, Is.Zero);
}
