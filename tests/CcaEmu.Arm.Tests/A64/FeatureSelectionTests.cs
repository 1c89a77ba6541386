using CcaEmu.Arm.A64;

namespace CcaEmu.Arm.Tests.A64;

public sealed class FeatureSelectionTests
{
    private static readonly HashSet<Feature> Start = [Feature.FEAT_RME, Feature.FEAT_RNG, Feature.FEAT_LSE, Feature.FEAT_CRC32];

    [Test]
    public void Later_changes_win_and_the_start_is_left_alone()
    {
        Assert.That(FeatureSelection.TryApply(Start, "-FEAT_LSE, +FEAT_LSE,-FEAT_CRC32", out IReadOnlySet<Feature>? set, out _));
        Assert.That(set!.Contains(Feature.FEAT_LSE) && !set.Contains(Feature.FEAT_CRC32));
        Assert.That(Start, Does.Contain(Feature.FEAT_CRC32));
    }

    [TestCase("+feat_lse")]
    [TestCase("-LSE")]
    public void Case_and_prefix_do_not_matter(string changes) => Assert.That(FeatureSelection.TryApply(Start, changes, out _, out _));

    [TestCase("+FEAT_DotPrd", "expected the name of a feature, found 'FEAT_DotPrd'; did you mean FEAT_DotProd?")]
    [TestCase("-crc", "expected the name of a feature, found 'crc'; did you mean FEAT_CRC32?")]
    [TestCase("FEAT_LSE", "expected +FEAT_x or -FEAT_x, found 'FEAT_LSE'; try +FEAT_LSE")]
    [TestCase("", "expected +FEAT_x or -FEAT_x, found ''; try +FEAT_LSE")]
    [TestCase("+", "expected +FEAT_x or -FEAT_x, found '+'; try +FEAT_LSE")]
    [TestCase("+Base", "expected the name of a feature, found 'Base'; did you mean FEAT_LSE?")]
    [TestCase("-FEAT_RME", "FEAT_RME is part of every PE of CcaEmu and cannot be switched off")]
    [TestCase("-FEAT_RNG", "FEAT_RME needs FEAT_RNG, which is off; try +FEAT_RNG or -FEAT_RME")]
    [TestCase("+FEAT_SVE", "FEAT_SVE is not built: 'ccaemu cpu features' lists what is")]
    public void What_cannot_be_is_refused_in_one_line(string changes, string expected)
    {
        Assert.That(FeatureSelection.TryApply(Start, changes, out IReadOnlySet<Feature>? set, out string? complaint), Is.False);
        Assert.That(set, Is.Null);
        Assert.That(complaint, Is.EqualTo(expected));
    }

    [Test]
    public void A_conflict_names_both_sides()
    {
        var both = new HashSet<Feature> { Feature.FEAT_PAuth, Feature.FEAT_PACQARMA5, Feature.FEAT_PACIMP };
        Assert.That(FeatureSelection.ConflictIn(both), Does.Contain("FEAT_PACQARMA5 conflicts with FEAT_PACIMP"));
        Assert.That(FeatureSelection.ConflictIn(new HashSet<Feature> { Feature.FEAT_PAuth }), Does.StartWith("FEAT_PAuth needs one of FEAT_PACQARMA5"));
    }

    [Test]
    public void Switching_off_what_others_need_is_refused_for_every_feature()
    {
        var all = FeatureTable.All.Select(line => line.Feature).ToHashSet();
        foreach (FeatureInfo line in FeatureTable.All)
        {
            foreach (Feature needed in line.Needs)
                Assert.That(FeatureSelection.ConflictIn(new HashSet<Feature> { line.Feature }.Concat(all.Where(f => f != needed && !line.Excludes.Contains(f))).ToHashSet()),
                    Is.Not.Null, $"{line.Name} without {needed}");
        }
    }
}
