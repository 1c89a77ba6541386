using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Hosts of each page size, and realms of each shape of the IPA space, with the real RMM, which checks isolation after every command.</summary>
public sealed class PageSizeTests
{
    private static readonly RmmOptions Checked = new() { ChecksIsolation = true };

    [Test]
    public void An_image_runs_with_each_page_size(
        [Values("hello", "hostcall", "share", "touch", "smp", "timer")] string image,
        [Values] TranslationGranule granule)
    {
        using var world = new RealWorld(
            image, launch => launch with { HostPageSize = granule, VirtualCpus = image == "smp" ? 2 : 1 }, rmm: Checked, pes: image == "smp" ? 2 : 1);
        RealmOutcome outcome = world.RunAndAccount(100_000_000);
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), $"{outcome.Summary}\n{world.Console}");
        Assert.That(world.Rmm.IsolationFindings, Is.Empty);
    }

    [Test]
    public void Stateful_operations_move_memory_in_pages_of_the_host([Values] TranslationGranule granule, [Values(1, 2, 3)] int seed)
    {
        using var world = new RealWorld(
            "share", launch => launch with { HostPageSize = granule }, rmm: Checked with { Sro = SroMode.Aggressive, SroSeed = (ulong)seed });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(world.Rmm.IsolationFindings, Is.Empty);
    }

    // Behind the image no page table stands in the way: RAM comes by blocks, of 32 MiB or 512 MiB with the larger pages.
    [TestCase(TranslationGranule.Size4K, 128)]
    [TestCase(TranslationGranule.Size16K, 128)]
    [TestCase(TranslationGranule.Size64K, 1024)]
    public void Memory_that_is_touched_comes_by_blocks(TranslationGranule granule, int mebibytes)
    {
        using var world = new RealWorld(
            "touch", launch => launch with { HostPageSize = granule, MemoryBytes = (ulong)mebibytes << 20, Argument = (ulong)mebibytes * 3 / 4 });
        RealmOutcome outcome = world.RunAndAccount(100_000_000);
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Statistics.DataPagesMapped, Is.GreaterThanOrEqualTo((long)(granule.EntrySizeBytes(2) / granule.SizeBytes())));
    }

    [Test]
    public void A_realm_of_each_width_has_as_many_root_granules_as_it_needs([Values] TranslationGranule granule, [Range(33, 48)] int bits)
    {
        using var world = new RealWorld("share", launch => launch with { HostPageSize = granule, IpaBits = bits }, rmm: Checked);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(world.Rmm.IsolationFindings, Is.Empty);
    }

    [Test]
    public void A_realm_with_LPA2_reaches_its_unprotected_half_above_48_bits([Values] TranslationGranule granule, [Values(33, 49, 50, 51, 52)] int bits)
    {
        using var world = new RealWorld(
            "share", launch => launch with { HostPageSize = granule, Lpa2 = true, IpaBits = bits }, rmm: Checked,
            features: PeFeatures.Default.With("+FEAT_LVA,+FEAT_LPA,+FEAT_LPA2"));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(world.Smcs.Keys, Does.Contain("RMI_RTT_UNPROT_MAP"));
        Assert.That(world.Rmm.IsolationFindings, Is.Empty);
    }

    [Test]
    public void A_PE_without_LPA2_has_no_realms_with_it()
    {
        using var world = new RealWorld("hello", launch => launch with { Lpa2 = true });
        RealmOutcome outcome = world.Run();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("LPA2"));
    }

    [Test]
    public void An_RMM_without_the_host_s_page_size_is_refused()
    {
        using var world = new RealWorld(
            "hello", launch => launch with { HostPageSize = TranslationGranule.Size16K }, rmm: new RmmOptions { GranuleSizes = [TranslationGranule.Size4K] });
        RealmOutcome outcome = world.Run();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("16 KiB"));
    }

    [Test]
    public void Each_hash_measures_a_realm([Values] RmiHashAlgorithm algorithm, [Values] TranslationGranule granule)
    {
        byte[]? rim = null;
        using var world = new RealWorld("hello", launch => launch with { MeasurementAlgorithm = algorithm, HostPageSize = granule });
        world.Rmm.RealmActivated += measured => rim = measured;
        Assert.That(world.Run().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        int size = algorithm switch { RmiHashAlgorithm.Sha256 => 32, RmiHashAlgorithm.Sha384 => 48, _ => 64 };
        Assert.That(rim, Has.Length.EqualTo(size).And.Some.Not.Zero);
    }
}
