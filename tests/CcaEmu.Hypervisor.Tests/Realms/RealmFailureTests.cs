using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Machine.Scripting;
using static CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Hypervisor.Tests.Realms;

public sealed class RealmFailureTests
{
    private static readonly RmiCommand[] EverythingBeforeTheFirstEntry =
    [
        RmiCommand.Version, Features, RmmConfigSet, RmmActivate, GranuleTrackingGet, GptL1Create, GranuleRangeDelegate, RealmCreate,
        RttDataMapInit, RttCreate, RecCreate, RttInitRipas, RealmActivate, RecEnter, OpMemDonate,
    ];

    [TestCaseSource(nameof(EverythingBeforeTheFirstEntry))]
    [KvmChecklist("L3")]
    public void A_command_that_fails_is_named_with_its_status_and_everything_comes_back(RmiCommand command)
    {
        for (int skip = 0; skip < 8; skip++)
        {
            using FakeWorld world = Busy(new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 40 }));
            world.Rmm.CanCancel = true;
            world.Rmm.Fail(command, RmiStatus.ErrorGranule, skip);
            RealmOutcome outcome = world.RunAndAccount();
            if (outcome.Kind == RealmOutcomeKind.Passed)
            {
                // A donation that fails is asked for again, so only it may fail unnoticed.
                Assert.That(skip > 0 || command == OpMemDonate, Is.True, "the failure was not noticed");
                return;
            }
            Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
            Assert.That(outcome.Summary, Does.Contain("ERROR_GRANULE"));
            Assert.That(outcome.Leaks, Is.Empty, outcome.Summary);
        }
    }

    [TestCase(0x01UL)]
    [TestCase(0x304UL)]
    [TestCase(0x04UL)]
    [TestCase(0x0DUL)]
    [TestCase(0x10DUL)]
    [TestCase(ulong.MaxValue)]
    [KvmChecklist("D7")]
    public void Whichever_single_command_fails_the_run_ends_in_words_and_every_granule_is_accounted_for(ulong answer)
    {
        static FakeWorld Make() => Busy(new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 40 }));
        using FakeWorld undisturbed = Make();
        Assert.That(undisturbed.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(undisturbed.Rmm.Trace, Has.Count.GreaterThan(50));
        for (long call = 1; call <= undisturbed.Rmm.Trace.Count; call++)
        {
            using FakeWorld world = Make();
            // Outputs of a command that failed mean nothing: make them look like addresses.
            world.Rmm.FailAt = (call, new SmcCall(answer, 0x8000_3000, 0x8000_5000, 0x8000_7000));
            RealmOutcome outcome = world.RunAndAccount();
            Assert.That(outcome.Summary, Does.EndWith("."));
        }
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [KvmChecklist("F1")]
    public void BUSY_and_BLOCKED_are_retried_everywhere(int every)
    {
        using FakeWorld world = Busy(new FakeWorld());
        world.Rmm.BusyEvery = every;
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    [KvmChecklist("F1")]
    public void A_command_that_is_busy_for_ever_is_given_up()
    {
        using var world = new FakeWorld();
        world.Rmm.BusyEvery = 1;
        Assert.That(world.Run().Kind, Is.EqualTo(RealmOutcomeKind.HostError));
    }

    [Test]
    [KvmChecklist("F2")]
    public void Range_commands_that_stop_early_are_continued()
    {
        using FakeWorld world = Busy(new FakeWorld());
        world.Rmm.StopsEarly = true;
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    [KvmChecklist("F2")]
    public void Success_without_progress_is_a_failure_and_not_an_endless_loop()
    {
        foreach (RmiCommand command in new[] { GranuleRangeDelegate, GranuleRangeUndelegate, RttInitRipas, RttDataMap, RttDataUnmap })
        {
            using FakeWorld world = Busy(new FakeWorld());
            world.Rmm.Inject(command, _ => new SmcCall(0));
            RealmOutcome outcome = world.Run();
            Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError), command.ToString());
        }
    }

    [Test]
    [KvmChecklist("D2", "F3", "1.6/4")]
    public void A_delegation_that_fails_half_way_undoes_only_what_was_delegated()
    {
        using var world = new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 43 });
        ulong root = 0x8001_0000; // sixteen granules, aligned to their size, behind the RD
        world.Rmm.Undelegable.Add(root + 0x5000);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("RMI_GRANULE_RANGE_DELEGATE"));
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [TestCase("RD")]
    [TestCase("root RTT")]
    [TestCase("RTT")]
    [TestCase("REC")]
    [TestCase("DATA")]
    [TestCase("donation")]
    [KvmChecklist("F4")]
    public void A_granule_that_cannot_be_undelegated_is_lost_alone_and_reported_by_name(string owner)
    {
        using FakeWorld world = Busy(new FakeWorld());
        world.Then(exit =>
        {
            GranuleState state = owner switch
            {
                "RD" => GranuleState.Rd,
                "root RTT" or "RTT" => GranuleState.Rtt,
                "REC" => GranuleState.Rec,
                "DATA" => GranuleState.Data,
                _ => GranuleState.Internal,
            };
            ulong[] granules = [.. world.Rmm.Granules.Where(pair => pair.Value == state).Select(pair => pair.Key).Order()];
            granules = [.. granules.Where(granule => (granule - world.Rmm.Root < 0x8000) == (owner == "root RTT"))];
            world.Rmm.Kept.Add(granules[0]);
            exit.Psci(0x8400_0008);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Leaks, Has.Count.EqualTo(1));
        Assert.That(outcome.Leaks[0].Owner, Is.EqualTo(owner));
        Assert.That(outcome.Leaks[0].SizeBytes, Is.EqualTo(0x1000));
        Assert.That(outcome.Summary, Does.Contain("passed").And.Contain("RMI_GRANULE_RANGE_UNDELEGATE"));
    }

    [TestCase(RttDataUnmap)]
    [TestCase(RecDestroy)]
    [TestCase(RealmTerminate)]
    [TestCase(RttDestroy)]
    [TestCase(RealmDestroy)]
    public void A_teardown_that_stops_reports_all_that_is_still_held(RmiCommand command)
    {
        using FakeWorld world = Busy(new FakeWorld());
        world.Then(exit =>
        {
            world.Rmm.Fail(command, RmiStatus.ErrorInput);
            exit.Psci(0x8400_0008);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Leaks.Select(leak => leak.Owner), Does.Contain("RD").And.Contain("root RTT"));
        Assert.That(outcome.Leaks.Select(leak => leak.Reason), Has.All.Contains("ERROR_INPUT"));
    }

    [TestCase(1, false)]
    [TestCase(16, false)]
    [TestCase(600, false)]
    [TestCase(16, true)]
    [TestCase(3, true)]
    [KvmChecklist("F6", "F7")]
    public void Memory_that_the_RMM_asks_for_is_donated_and_comes_back(int granules, bool contiguous)
    {
        using var world = new FakeWorld();
        (world.Rmm.RecDonation, world.Rmm.RecDonationIsContiguous) = (granules, contiguous);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    [KvmChecklist("F5")]
    public void A_donation_that_is_taken_in_small_parts_goes_on_until_it_is_complete()
    {
        using var world = new FakeWorld();
        (world.Rmm.RecDonation, world.Rmm.EntriesPerTransfer) = (20, 3);
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Leaks, Is.Empty);
        Assert.That(world.Rmm.Count(OpMemDonate), Is.EqualTo(7));
    }

    [Test]
    [KvmChecklist("D7", "F7")]
    public void An_operation_that_cannot_be_fed_is_cancelled_once_and_everything_comes_back()
    {
        using var world = new FakeWorld();
        (world.Rmm.RecDonation, world.Rmm.RecDonationIsContiguous, world.Rmm.CanCancel) = (1000, true, true);
        // A contiguous run of 1000 pages is there; have its delegation fail.
        world.Rmm.Inject(RecCreate, call =>
        {
            world.Rmm.Fail(GranuleRangeDelegate, RmiStatus.ErrorInput);
            return world.Rmm.Replay(call);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(world.Rmm.Count(OpCancel), Is.EqualTo(1));
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    [KvmChecklist("D7")]
    public void An_operation_that_can_neither_be_fed_nor_cancelled_leaves_its_object_with_the_RMM()
    {
        using var world = new FakeWorld();
        (world.Rmm.RecDonation, world.Rmm.RecDonationIsContiguous) = (1000, true);
        world.Rmm.Inject(RecCreate, call =>
        {
            world.Rmm.Fail(GranuleRangeDelegate, RmiStatus.ErrorInput);
            return world.Rmm.Replay(call);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("INCOMPLETE"));
        Assert.That(outcome.Leaks.Select(leak => leak.Owner), Is.EqualTo(new[] { "REC" }));
    }

    [Test]
    public void A_command_that_has_no_business_with_memory_is_not_given_any()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.Fault(FakeWorld.Ram + 0x3000));
        world.Rmm.Inject(RttDataMap, _ => new SmcCall(RmiResult.Incomplete(RmiMemoryRequest.Donate, canCancel: false).Value, 0x99));
        RealmOutcome outcome = world.Run();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(world.Rmm.Count(OpMemDonate), Is.Zero);
    }

    [Test]
    public void Without_an_RMM_the_outcome_says_so()
    {
        using var world = new FakeWorld();
        world.Rmm.Inject(RmiCommand.Version, _ => new SmcCall(ulong.MaxValue));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("there is no RMM"));
    }

    [Test]
    [KvmChecklist("D18")]
    public void Memory_that_is_not_tracked_by_granule_is_refused()
    {
        using var world = new FakeWorld();
        world.Rmm.Inject(GranuleTrackingGet, call => new SmcCall(0, 0, (ulong)RmiTrackingState.Coarse, call.X2));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Summary, Does.Contain("RMI_GRANULE_TRACKING_GET"));
    }

    [Test]
    [KvmChecklist("1.6/5")]
    public void An_IPA_space_wider_than_the_RMMs_is_refused()
    {
        using var world = new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 44 });
        world.Rmm.Features0 = new RmiFeatureRegister0 { S2sz = 40, NumBps = 1, NumWps = 1 }.Encode();
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(outcome.Summary, Does.Contain("44 bits"));
    }

    [Test]
    public void A_realm_that_is_off_by_itself_ends_the_run()
    {
        using var world = new FakeWorld();
        world.Then(exit =>
        {
            exit.Because(RmiRecExitReason.Irq);
            exit.Status = RmiStatus.ErrorRealm;
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Failed));
    }

    // A run that uses everything: donated memory, pages, blocks, shared memory, and a device.
    internal static FakeWorld Busy(FakeWorld world)
    {
        world.Rmm.RecDonation = 4;
        world.Then(exit => exit.Fault(FakeWorld.Ram + 0x3000));
        world.Then(exit => exit.Fault(FakeWorld.Ram + 2 * FakeWorld.Block));
        world.Then(exit =>
        {
            world.Rmm.RequestedRipas = Ripas.Empty;
            exit.RipasChange(FakeWorld.Ram + 0x5000, FakeWorld.Ram + 0x7000, Ripas.Empty);
        });
        world.Then(exit => exit.Fault(FakeWorld.Ram + 0x6000 | world.SharedBit));
        world.Then(exit => exit.Access(GuestMemoryLayout.Uart | world.SharedBit, 0, 'x'));
        return world;
    }
}
