using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Smccc;
using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Host and RMM of another revision of the interface: the same code with another table.</summary>
public sealed class AbiProfileTests
{
    [Test]
    public void Host_and_RMM_of_another_revision_understand_each_other(
        [Values("hello", "hostcall", "share", "touch", "timer", "attest")] string image, [Values] SroMode sro)
    {
        using RealWorld world = Make(image, OtherRevision.Profile, OtherRevision.Profile, sro);
        RealmOutcome outcome = world.RunAndAccount(100_000_000);
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(world.Rmm.IsolationFindings, Is.Empty);
        // Not one command goes out by a number of the usual revision.
        Assert.That(world.Smcs.Keys, Has.None.EqualTo("RMI_REC_ENTER").And.None.EqualTo("RMI_REALM_CREATE"));
    }

    [Test]
    public void A_PSCI_completion_without_target_finds_it([Values] SroMode sro)
    {
        using RealWorld world = Make("smp", OtherRevision.Profile, OtherRevision.Profile, sro, cpus: 4);
        RealmOutcome outcome = world.RunAndAccount(200_000_000);
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
    }

    [TestCase(TranslationGranule.Size16K)]
    [TestCase(TranslationGranule.Size64K)]
    public void Page_sizes_are_told_by_it_too(TranslationGranule granule)
    {
        using RealWorld world = Make("share", OtherRevision.Profile, OtherRevision.Profile, SroMode.Off, granule: granule);
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
    }

    [Test]
    public void A_realm_is_the_same_in_each_revision()
    {
        Assert.That(Rim(OtherRevision.Profile), Is.EqualTo(Rim(RmmAbiProfile.Bet1)));
    }

    [Test]
    public void Donations_are_made_in_the_words_of_another_revision()
    {
        using RealWorld world = Make("hello", OtherRevision.Profile, OtherRevision.Profile, SroMode.Aggressive);
        uint donate = OtherRevision.Profile.Find(RmiCommand.OpMemDonate)!.FunctionId;
        uint reclaim = OtherRevision.Profile.Find(RmiCommand.OpMemReclaim)!.FunctionId;
        Assert.That(world.RunAndAccount(100_000_000).Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(world.Smcs.GetValueOrDefault(SmcNames.NameOf(donate)), Is.GreaterThan(0));
        Assert.That(world.Smcs.GetValueOrDefault(SmcNames.NameOf(reclaim)), Is.GreaterThan(0));
    }

    [TestCaseSource(nameof(UsualWords))]
    public void A_host_that_differs_in_one_word_only_does_not_get_through(AbiWords words)
    {
        using RealWorld world = Make("touch", OtherRevision.Profile with { Words = words }, OtherRevision.Profile, SroMode.Spec);
        Assert.That(world.Run().Kind, Is.Not.EqualTo(RealmOutcomeKind.Passed));
    }

    [Test]
    public void Host_and_RMM_of_different_revisions_do_not_meet([Values] bool otherHost)
    {
        using RealWorld world = otherHost
            ? Make("hello", OtherRevision.Profile, RmmAbiProfile.Bet1, SroMode.Off)
            : Make("hello", RmmAbiProfile.Bet1, OtherRevision.Profile, SroMode.Off);
        RealmOutcome outcome = world.Run();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("RMI_VERSION"));
    }

    private static IEnumerable<TestCaseData> UsualWords()
    {
        AbiWords other = OtherRevision.Profile.Words;
        AbiWords usual = AbiWords.Bet1;
        yield return new TestCaseData(other with { AddressRange4K = usual.AddressRange4K }).SetArgDisplayNames("RmiAddrRangeDesc");
        yield return new TestCaseData(other with { DonationRequirements = usual.DonationRequirements }).SetArgDisplayNames("RmiOpMemDonateReq");
        yield return new TestCaseData(other with { DataFlags = usual.DataFlags }).SetArgDisplayNames("RmiDataFlags");
        yield return new TestCaseData(other with { ProtMapFlags = usual.ProtMapFlags }).SetArgDisplayNames("RmiRttProtMapFlags");
        yield return new TestCaseData(other with { UnmapFlags = usual.UnmapFlags }).SetArgDisplayNames("RmiRttUnmapFlags");
    }

    private static RealWorld Make(
        string image, RmmAbiProfile host, RmmAbiProfile rmm, SroMode sro, int cpus = 1, TranslationGranule granule = TranslationGranule.Size4K) => new(
        image, launch => launch with { Abi = host, VirtualCpus = cpus, HostPageSize = granule }, pes: cpus,
        rmm: new RmmOptions { Abi = rmm, Sro = sro, ChecksIsolation = cpus == 1 });

    private static byte[]? Rim(RmmAbiProfile profile)
    {
        byte[]? rim = null;
        using RealWorld world = Make("hello", profile, profile, SroMode.Off);
        world.Rmm.RealmActivated += measured => rim = measured;
        Assert.That(world.Run().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        return rim;
    }
}
