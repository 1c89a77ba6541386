using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Hypervisor.Tests.Checklist;
using CcaEmu.Hypervisor.Tests.Fakes;
using CcaEmu.Hypervisor.Tests.Images;
using CcaEmu.Hypervisor.Vmm;
using static CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Hypervisor.Tests.Realms;

public sealed class RealmLifeTests
{
    private const uint SystemOff = 0x8400_0008;
    private const uint SystemReset = 0x8400_0009;

    [Test]
    [KvmChecklist("T1")]
    public void One_measured_page_takes_the_commands_of_a_KVM_realm_in_its_order()
    {
        using var world = new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), IpaBits = 40, MemoryBytes = FakeWorld.Block });
        world.Rmm.RecDonation = 2;
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(world.Rmm.Commands, Is.EqualTo(new[]
        {
            RmiCommand.Version, Features, Features, RmmConfigSet, RmmActivate,
            GranuleTrackingGet, GranuleTrackingGet, GptL1Create, GptL1Create,
            GranuleTrackingGet, GranuleTrackingGet, GptL1Create, GptL1Create,
            GranuleRangeDelegate, GranuleRangeDelegate, RealmCreate,
            GranuleRangeDelegate, RttDataMapInit, GranuleRangeDelegate, RttCreate, RttDataMapInit, GranuleRangeDelegate, RttCreate, RttDataMapInit,
            GranuleRangeDelegate, RecCreate, GranuleRangeDelegate, GranuleRangeDelegate, OpMemDonate, OpContinue,
            RttInitRipas, RealmActivate,
            RecEnter,
            RttDataUnmap, GranuleRangeUndelegate,
            RecDestroy, OpMemReclaim, GranuleRangeUndelegate, GranuleRangeUndelegate, OpContinue, GranuleRangeUndelegate,
            RealmTerminate,
            RttDestroy, GranuleRangeUndelegate, RttDestroy, GranuleRangeUndelegate,
            RealmDestroy, GranuleRangeUndelegate, GranuleRangeUndelegate,
        }));
    }

    [Test]
    public void The_realm_is_created_with_what_the_launch_says()
    {
        byte[] personalization = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];
        using var world = new FakeWorld(new RealmLaunch
        {
            Image = FakeWorld.OnePage(),
            IpaBits = 42,
            MeasurementAlgorithm = RmiHashAlgorithm.Sha256,
            PersonalizationValue = personalization,
            Argument = 0x1234,
        });
        world.RunAndAccount();
        byte[] realm = world.Rmm.RealmParameters;
        Assert.That(realm[RmiRealmParamsLayout.S2sz], Is.EqualTo(42));
        Assert.That(realm[RmiRealmParamsLayout.RttLevelStart], Is.EqualTo(1));
        Assert.That(realm[RmiRealmParamsLayout.RttNumStart], Is.EqualTo(8));
        Assert.That(realm[RmiRealmParamsLayout.NumBps], Is.EqualTo(5));
        Assert.That(realm.AsSpan(RmiRealmParamsLayout.Rpv, 64).ToArray(), Is.EqualTo(personalization));
        byte[] rec = world.Rmm.RecParameters;
        Assert.That(BitConverter.ToUInt64(rec, RmiRecParamsLayout.Pc), Is.EqualTo(FakeWorld.Ram));
        Assert.That(BitConverter.ToUInt64(rec, RmiRecParamsLayout.Gprs), Is.Zero);
        Assert.That(BitConverter.ToUInt64(rec, RmiRecParamsLayout.Gprs + 8), Is.EqualTo(0x1234));
    }

    [Test]
    [KvmChecklist("1.9/7")]
    public void All_of_RAM_gets_RIPAS_RAM_without_tables_for_what_is_not_touched()
    {
        using var world = new FakeWorld(new RealmLaunch { Image = FakeWorld.OnePage(), MemoryBytes = 1UL << 30, IpaBits = 40 });
        world.Then(exit =>
        {
            Assert.That(world.Rmm.Walk(FakeWorld.Ram).Entry.Ripas, Is.EqualTo(Ripas.Ram));
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + 0x5000).Entry.Ripas, Is.EqualTo(Ripas.Ram));
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + (1UL << 30) - 1).Entry.Ripas, Is.EqualTo(Ripas.Ram));
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + (1UL << 30)).Entry.Ripas, Is.EqualTo(Ripas.Empty));
            exit.Psci(SystemOff);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Statistics.RttsCreated, Is.EqualTo(2));
    }

    [Test]
    public void Touched_memory_is_mapped_as_a_block_where_no_page_table_is_and_as_a_page_where_one_is()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.Fault(FakeWorld.Ram + 0x3000));
        world.Then(exit => exit.Fault(FakeWorld.Ram + 3 * FakeWorld.Block + 0x7000));
        world.Then(exit =>
        {
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + 0x3000).Table.Level, Is.EqualTo(3));
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + 3 * FakeWorld.Block).Table.Level, Is.EqualTo(2));
            Assert.That(world.Rmm.Walk(FakeWorld.Ram + 3 * FakeWorld.Block).Entry.State, Is.EqualTo(RttEntryState.Data));
            exit.Psci(SystemOff);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Statistics.DataPagesMapped, Is.EqualTo(1 + 512));
    }

    [Test]
    public void A_write_to_the_console_comes_out_and_a_read_of_it_goes_in()
    {
        using var world = new FakeWorld();
        ulong uart = GuestMemoryLayout.Uart | world.SharedBit;
        world.Then(exit => exit.Access(uart, 2, 'H'));
        world.Then(exit =>
        {
            Assert.That(exit.Flags, Is.EqualTo(RmiRecEnterFlags.EmulMmio | RmiRecEnterFlags.TrapWfi));
            exit.Access(uart + 0x18, 2);
        });
        world.Then(exit =>
        {
            Assert.That(exit.EnterGpr(0), Is.EqualTo(0x90));
            exit.Access(uart, 2, 'i');
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Is.EqualTo("Hi"));
        Assert.That(outcome.Statistics.MmioAccesses, Is.EqualTo(3));
    }

    [Test]
    public void An_access_to_no_device_or_without_a_described_register_becomes_an_external_abort()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.Access(0x1000_0000 | world.SharedBit, 2));
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.InjectSea, Is.EqualTo(RmiRecEnterFlags.InjectSea));
            exit.Fault(GuestMemoryLayout.Uart | world.SharedBit);
        });
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.InjectSea, Is.EqualTo(RmiRecEnterFlags.InjectSea));
            exit.Access((GuestMemoryLayout.Uart + 1) | world.SharedBit, 2);
        });
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.InjectSea, Is.EqualTo(RmiRecEnterFlags.InjectSea));
            exit.Psci(SystemOff);
        });
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
    }

    [Test]
    [KvmChecklist("4.4/HYPERCALL")]
    public void Host_calls_are_answered_as_the_images_expect()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.HostCall(1, 41));
        world.Then(exit =>
        {
            Assert.That(exit.EnterGpr(0), Is.EqualTo(42));
            exit.HostCall(7, 0);
        });
        world.Then(exit =>
        {
            Assert.That(exit.EnterGpr(0), Is.EqualTo(ulong.MaxValue));
            exit.HostCall(0xCCA0, 5);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Failed));
        Assert.That(outcome.GuestStatus, Is.EqualTo(5));
        Assert.That(outcome.Statistics.HostCalls, Is.EqualTo(3));
    }

    [Test]
    public void A_reset_is_a_failure()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.Psci(SystemReset));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Failed));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.LastExit!.Reason, Is.EqualTo("Psci"));
    }

    [Test]
    public void Shared_memory_is_mapped_after_the_guest_has_given_it_up_and_goes_when_it_wants_it_back()
    {
        using var world = new FakeWorld();
        ulong page = FakeWorld.Ram + FakeWorld.Block + 0x4000;
        world.Then(exit => exit.Fault(page)); // a block
        world.Then(exit => Ask(world, exit, page, Ripas.Empty));
        world.Then(exit =>
        {
            Assert.That(world.Rmm.Walk(page).Table.Level, Is.EqualTo(3), "the block was not split");
            Assert.That(world.Rmm.Walk(page).Entry.Ripas, Is.EqualTo(Ripas.Empty));
            Assert.That(world.Rmm.Walk(page).Entry.State, Is.EqualTo(RttEntryState.Void));
            Assert.That(world.Rmm.Walk(page + 0x1000).Entry.State, Is.EqualTo(RttEntryState.Data));
            exit.Fault(page | world.SharedBit);
        });
        world.Then(exit =>
        {
            Assert.That(world.Rmm.Walk(page | world.SharedBit).Entry.IsShared, Is.True);
            Ask(world, exit, page, Ripas.Ram);
        });
        world.Then(exit =>
        {
            Assert.That(world.Rmm.Walk(page | world.SharedBit).Entry.State, Is.EqualTo(RttEntryState.Void));
            Assert.That(world.Rmm.Walk(page).Entry.Ripas, Is.EqualTo(Ripas.Ram));
            exit.Fault(page);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.Statistics.SharedPagesMapped, Is.EqualTo(1));
    }

    [Test]
    public void Shared_memory_that_is_still_mapped_comes_back_at_the_end()
    {
        using var world = new FakeWorld();
        ulong page = FakeWorld.Ram + 0x9000;
        world.Then(exit => Ask(world, exit, page, Ripas.Empty));
        world.Then(exit => exit.Fault(page | world.SharedBit));
        Assert.That(world.RunAndAccount().Leaks, Is.Empty);
        Assert.That(world.Rmm.Count(RttUnprotUnmap), Is.EqualTo(1));
    }

    [Test]
    public void RAM_outside_the_guests_memory_is_refused_and_the_answer_does_not_outlive_the_question()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.RipasChange(0x1000_0000, 0x1000_1000, Ripas.Ram));
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.RipasResponse, Is.EqualTo(RmiRecEnterFlags.RipasResponse));
            exit.HostCall(1, 0);
        });
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.RipasResponse, Is.EqualTo(RmiRecEnterFlags.None));
            exit.Psci(SystemOff);
        });
        Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(world.Rmm.Count(RttSetRipas), Is.Zero);
    }

    [Test]
    public void A_change_that_the_realm_did_not_allow_over_destroyed_pages_stops_there_and_is_reported()
    {
        using var world = new FakeWorld();
        ulong page = FakeWorld.Ram + 0x6000;
        world.Then(exit =>
        {
            world.Rmm.Walk(page + 0x1000).Entry.Ripas = Ripas.Destroyed;
            Ask(world, exit, page, Ripas.Ram, 2);
        });
        world.Rmm.StopsEarly = true;
        world.Then(exit =>
        {
            Assert.That(exit.Flags & RmiRecEnterFlags.RipasResponse, Is.EqualTo(RmiRecEnterFlags.RipasResponse));
            exit.Psci(SystemOff);
        });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
    }

    private static Action<FakeExit> LastExit(string words) => words switch
    {
        "fetched an instruction" => exit => exit.Sync(ExceptionClass.InstructionAbortLower, 7, 0x8000_9000),
        "no memory" => exit => exit.Fault(0x4000_0000),
        "waits for an interrupt" => exit => exit.Sync(ExceptionClass.TrappedWfx, 0, 0),
        "does not emulate" => exit => exit.Sync(ExceptionClass.TrappedSystem, 0x3A_F816, 0),
        "not its memory" => exit => exit.RipasChange(0x1000, 0x2000, Ripas.Empty),
        _ => exit => exit.Sync(ExceptionClass.Brk64, 0, 0),
    };

    [TestCase("fetched an instruction")]
    [TestCase("no memory")]
    [TestCase("waits for an interrupt")]
    [TestCase("does not emulate")]
    [TestCase("not its memory")]
    [TestCase("knows no answer")]
    public void A_guest_that_cannot_go_on_is_faulted_in_words_and_taken_apart(string words)
    {
        using var world = new FakeWorld();
        world.Then(LastExit(words));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Faulted));
        Assert.That(outcome.Summary, Does.Contain(words));
        Assert.That(outcome.Leaks, Is.Empty);
    }

    [Test]
    public void A_guest_that_touches_a_destroyed_page_is_faulted()
    {
        using var world = new FakeWorld();
        ulong page = FakeWorld.Ram + 0x6000;
        world.Then(exit =>
        {
            world.Rmm.Walk(page).Entry.Ripas = Ripas.Destroyed;
            exit.Fault(page);
        });
        world.Then(exit => exit.Fault(page));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Faulted));
        Assert.That(outcome.Summary, Does.Contain("DESTROYED"));
    }

    [Test]
    public void A_fault_that_mapping_does_not_cure_ends_the_run()
    {
        using var world = new FakeWorld();
        for (int i = 0; i < 100; i++)
            world.Then(exit => exit.Fault(FakeWorld.Ram));
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Faulted));
        Assert.That(outcome.Summary, Does.Contain("again and again"));
    }

    [Test]
    public void Interrupt_exits_go_straight_back_in()
    {
        using var world = new FakeWorld();
        world.Then(exit => exit.Because(RmiRecExitReason.Irq));
        world.Then(exit => exit.Because(RmiRecExitReason.Fiq));
        world.Then(exit => exit.Because(RmiRecExitReason.SError));
        Assert.That(world.RunAndAccount().Statistics.RecEntries, Is.EqualTo(4));
    }

    [Test]
    public void An_image_of_several_segments_is_populated_page_by_page_with_nothing_twice()
    {
        ElfBuilder builder = ElfBuilder.WithCode(0x1800).Add(FakeWorld.Ram + 0x1800, 0x10, 0x9000, ElfBuilder.ReadWrite)
            .Add(FakeWorld.Ram + 2 * FakeWorld.Block, 0x1001, flags: ElfBuilder.ReadWrite);
        using var world = new FakeWorld(new RealmLaunch { Image = FakeWorld.Parse(builder) });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        ulong[] populated = [.. world.Rmm.Trace
            .Where(line => line.Command == RttDataMapInit && line.Response.X0 == 0).Select(line => line.Request.X3 - FakeWorld.Ram)];
        Assert.That(populated, Is.EqualTo(new ulong[] { 0, 0x1000, 2 * FakeWorld.Block, 2 * FakeWorld.Block + 0x1000 }));
        Assert.That(outcome.Statistics.PagesPopulated, Is.EqualTo(4));
    }

    private static void Ask(FakeWorld world, FakeExit exit, ulong ipa, Ripas value, int pages = 1)
    {
        world.Rmm.RequestedRipas = value;
        exit.RipasChange(ipa, ipa + (ulong)pages * 0x1000, value);
    }
}
