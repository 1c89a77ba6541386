using CcaEmu.Arm;
using CcaEmu.Cpu;
using CcaEmu.Hypervisor.Images;
using CcaEmu.Hypervisor.Tests.Images;
using CcaEmu.Memory;

namespace CcaEmu.Hypervisor.Tests.Integration;

public sealed class ImageTests
{
    [TestCase(null, 33)]
    [TestCase(34, 34)]
    [TestCase(36, 36)]
    [TestCase(40, 40)]
    [TestCase(44, 44)]
    [TestCase(48, 48)]
    public void Hello_says_what_it_knows_and_leaves_nothing_behind(int? asked, int bits)
    {
        using var world = new RealWorld("hello", launch => launch with { IpaBits = asked });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.GuestStatus, Is.Zero);
        Assert.That(world.Console, Does.Match(
            $"^Hello from a realm!\nRSI version: 1\\.1\nIPA width: {bits} bits\nCurrentEL: EL1\nRIM: [0-9a-f]{{16}}\n$"));
    }

    [Test]
    public void Host_calls_go_out_and_come_back_as_often_as_asked()
    {
        using var world = new RealWorld("hostcall", launch => launch with { Argument = 25 });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Is.EqualTo("25 host calls ok\n"));
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(outcome.Statistics.HostCalls, Is.EqualTo(25 + 1));
        Assert.That(world.Smcs["RSI_HOST_CALL"], Is.EqualTo(25 + 1));
    }

    [TestCase(1UL)]
    [TestCase(60UL)]
    public void A_realm_is_interrupted_by_itself_and_by_its_timers_asleep_and_at_work(ulong ticks)
    {
        using var world = new RealWorld("timer", launch => launch with { Argument = ticks });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary + world.Console);
        foreach (string what in (string[])["SGI", "virtual timer", "physical timer", "both timers, each at its time", "masked", "WFIT", "WFET"])
            Assert.That(world.Console, Does.Contain($"ok    {what}: ok\n"));
        Assert.That(world.Console, Does.EndWith($"ok    ticks: {ticks}\ntimer: PASS\n"));
        // One wait of five seconds at 100 MHz, twenty modelled cycles to a tick.
        Assert.That(world.Pe.ModelledCycles, Is.GreaterThan(5UL * 100_000_000 * 20));
        Assert.That(world.Pe.RetiredInstructions, Is.LessThan(world.Pe.ModelledCycles / 1000), "it slept");
    }

    [Test]
    public void Interrupts_come_at_the_same_moments_in_every_run()
    {
        ulong Digest()
        {
            using var world = new RealWorld("timer");
            world.Run();
            return world.Machine.Digest;
        }
        ulong first = Digest();
        Assert.That(Digest(), Is.EqualTo(first));
    }

    [Test]
    public void A_read_of_an_EMPTY_page_is_an_external_abort_in_the_realm_and_the_run_fails()
    {
        using var world = new RealWorld("fault");
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Does.StartWith("reading an empty page at 0x0000000040000000\nfault: ESR_EL1=0x"));
        ulong esr = Convert.ToUInt64(world.Console[(world.Console.IndexOf("ESR_EL1=0x", StringComparison.Ordinal) + 10)..][..16], 16);
        Assert.That(esr >> 26, Is.EqualTo(0x25), "a Data Abort from the same level");
        Assert.That(esr & 0x3F, Is.EqualTo(0x10), "a synchronous external abort");
        Assert.That(esr >> 9 & 1, Is.EqualTo(1), "EA");
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Failed));
        Assert.That(outcome.GuestStatus, Is.EqualTo(1));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_read_in_the_unprotected_half_where_nothing_is_becomes_an_external_abort()
    {
        using var world = new RealWorld("fault", launch => launch with { Argument = 0x1_1000_0000 });
        Assert.That(world.RunAndAccount().GuestStatus, Is.EqualTo(1));
        Assert.That(world.Console, Does.Contain("fault: ESR_EL1=0x"));
    }

    [Test]
    public void A_read_of_RAM_in_the_unprotected_half_finds_zeroed_shared_memory()
    {
        using var world = new RealWorld("fault", launch => launch with { Argument = 0x1_8100_0008 });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Does.EndWith("no fault: read 0x0000000000000000\n"));
        Assert.That(outcome.Statistics.SharedPagesMapped, Is.EqualTo(1));
    }

    [TestCase(0UL)]
    [TestCase(5UL)]
    [TestCase(510UL)]
    public void A_page_amid_a_block_is_shared_and_taken_back(ulong page)
    {
        using var world = new RealWorld("share", launch => launch with { Argument = page });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Is.EqualTo("shared a page and took it back: ok\n"), outcome.Summary);
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed));
        Assert.That(outcome.Statistics.SharedPagesMapped, Is.EqualTo(1));
        Assert.That(world.Smcs["RMI_RTT_SET_RIPAS"], Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void The_checksum_of_spin_depends_on_its_argument_alone()
    {
        string Checksum(ulong argument, ulong seed)
        {
            using var world = new RealWorld("spin", launch => launch with { Argument = argument }, seed);
            Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed));
            return world.Console;
        }
        Assert.That(Checksum(1, 1), Is.EqualTo(Checksum(1, 2)));
        Assert.That(Checksum(1, 1), Is.Not.EqualTo(Checksum(2, 1)));
    }

    [Test]
    public void Random_numbers_follow_the_seed_and_so_does_the_digest()
    {
        (string Console, ulong Digest) Run(string image, ulong seed)
        {
            using var world = new RealWorld(image, seed: seed);
            Assert.That(world.RunAndAccount().Kind, Is.EqualTo(RealmOutcomeKind.Passed), world.Console);
            return (world.Console, world.Machine.Digest);
        }
        (string Console, ulong Digest) first = Run("random", 1);
        (string Console, ulong Digest) again = Run("random", 1);
        (string Console, ulong Digest) other = Run("random", 2);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other.Console, Is.Not.EqualTo(first.Console));
        Assert.That(other.Digest, Is.Not.EqualTo(first.Digest));
    }

    [TestCase(64UL, 2UL)]
    [TestCase(64UL, 40UL)]
    [TestCase(1024UL, 2UL)]
    public void A_realm_costs_what_it_touches_and_not_its_size(ulong memoryMebibytes, ulong touchedMebibytes)
    {
        using var world = new RealWorld("touch",
            launch => launch with { MemoryBytes = memoryMebibytes << 20, Argument = touchedMebibytes });
        RealmOutcome outcome = world.RunAndAccount();
        Assert.That(world.Console, Is.EqualTo($"touched {touchedMebibytes} MiB, {touchedMebibytes * 256} pages: ok\n"));
        Assert.That(outcome.Statistics.DataPagesMapped, Is.LessThanOrEqualTo((long)(touchedMebibytes + 4) * 256));
        Assert.That(outcome.Statistics.RttsCreated, Is.LessThanOrEqualTo(2));
        Assert.That(world.Machine.Memory.TouchedBytes, Is.LessThan((touchedMebibytes + 8) << 20));
    }

    [Test]
    public void A_granule_of_the_realm_refuses_the_hypervisor_and_is_wiped_when_it_comes_back()
    {
        using var world = new RealWorld("hello");
        var pages = new List<ulong>();
        int refused = 0;
        world.Machine.Bus.Subscribe(new OnSmc(pe =>
        {
            if ((Arm.Rmi.RmiCommand)pe.X(0) == Arm.Rmi.RmiCommand.RttDataMapInit)
                pages.Add(pe.X(2));
            if ((Arm.Rmi.RmiCommand)pe.X(0) != Arm.Rmi.RmiCommand.RecEnter || refused > 0)
                return;
            foreach (ulong page in pages)
            {
                MemoryResult result = pe.Physical.Read(new PhysicalAddress(page, Pas.NonSecure), 8, out ulong value);
                Assert.That(result.Gpc.Kind, Is.EqualTo(GpcFaultKind.Protection));
                Assert.That(value, Is.Zero);
                refused++;
            }
        }));
        world.RunAndAccount();
        Assert.That(refused, Is.GreaterThan(0));
        byte[] contents = new byte[0x1000];
        foreach (ulong page in pages)
        {
            Assert.That(world.Pe.Physical.Read(new PhysicalAddress(page, Pas.NonSecure), contents).Ok, Is.True);
            Assert.That(contents, Has.All.Zero);
        }
    }

    [Test]
    public void Flipping_any_byte_of_the_image_changes_the_RIM_that_the_rules_give()
    {
        byte[] file = PrebuiltImage.Read("hello");
        string original = ExpectedRim.Of(RealWorld.Parse(file));
        Assert.That(Elf64Image.TryParse(file, out Elf64Image? image, out _), Is.True);
        int first = file.AsSpan().IndexOf(image!.Segments[0].Data.Span);
        for (int offset = 0; offset < image.Segments[0].Data.Length; offset += 97)
        {
            byte[] changed = [.. file];
            changed[first + offset] ^= 1;
            Assert.That(ExpectedRim.Of(RealWorld.Parse(changed)), Is.Not.EqualTo(original));
        }
    }

    [Test]
    public void A_changed_image_reports_the_RIM_of_the_change()
    {
        byte[] file = PrebuiltImage.Read("hello");
        file[file.AsSpan().IndexOf("Hello"u8)] = (byte)'J';
        using var world = new RealWorld(RealWorld.Parse(file));
        world.RunAndAccount();
        Assert.That(world.Console, Does.StartWith("Jello").And.Contain($"RIM: {ExpectedRim.Of(RealWorld.Parse(file))}\n"));
    }

    [Test]
    public void The_RIM_is_the_one_that_the_rules_of_the_specification_give()
    {
        using var world = new RealWorld("hello");
        world.RunAndAccount();
        Assert.That(world.Console, Does.Contain($"RIM: {ExpectedRim.Of(RealWorld.Parse(PrebuiltImage.Read("hello")))}\n"));
    }

    private sealed class OnSmc(Action<ProcessingElement> action) : IPeObserver
    {
        public void OnException(ProcessingElement pe, in ExceptionTaken taken)
        {
            if (taken.SourceState == SecurityState.NonSecure && taken.Target == ExceptionLevel.EL3)
                action(pe);
        }

        public void OnExceptionReturn(ProcessingElement pe, ExceptionLevel from, SecurityState fromState)
        {
        }
    }
}
