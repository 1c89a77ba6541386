using CcaEmu.Hypervisor.Kvm;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Realms and ordinary virtual machines at once, on few PEs, and with little memory.</summary>
public sealed class SeveralGuestsTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Realms_and_ordinary_virtual_machines_pass_side_by_side(int pes)
    {
        using var host = new GuestHost(
        [
            GuestHost.Launch("smp", cpus: 3, argument: 10), GuestHost.Launch("smp", GuestKind.Vm, cpus: 2, argument: 10),
            GuestHost.Launch("touch"), GuestHost.Launch("touch", GuestKind.Vm), GuestHost.Launch("share"), GuestHost.Launch("spin", GuestKind.Vm, argument: 1),
        ], pes);
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Outcomes.Select(outcome => outcome.Summary), Is.All.Contains("passed"));
    }

    [Test]
    public void The_same_guests_have_the_same_digest()
    {
        static ulong Digest(int pes)
        {
            using var host = new GuestHost([GuestHost.Launch("smp", cpus: 2, argument: 3), GuestHost.Launch("hello", GuestKind.Vm)], pes);
            host.RunAndAccount();
            return host.Machine.Digest;
        }
        ulong first = Digest(2);
        Assert.That(Digest(2), Is.EqualTo(first));
    }

    [TestCase("hello", 1, 1)]
    [TestCase("spin", 1, 1)]
    [TestCase("touch", 1, 1)]
    [TestCase("smp", 1, 2)]
    [TestCase("smp", 4, 4)]
    [TestCase("smp", 2, 3)]
    [TestCase("timer", 1, 1)]
    [TestCase("timer", 2, 2)]
    public void An_image_passes_in_an_ordinary_virtual_machine_and_no_RMI_command_is_made_for_it(string image, int pes, int cpus)
    {
        using var host = new GuestHost([GuestHost.Launch(image, GuestKind.Vm, cpus, argument: image switch { "smp" => 20, "spin" => 1, _ => 0 })], pes);
        host.RunAndAccount();
        Assert.That(host.Hypervisor.Outcome!.Kind, Is.EqualTo(RealmOutcomeKind.Passed), host.Hypervisor.Outcome.Summary);
        Assert.That(host.Calls, Is.LessThan(60), "calls beyond those of the host's boot");
    }

    [Test]
    public void Shared_memory_of_realms_and_memory_of_ordinary_guests_is_written_out_when_the_host_runs_short([Values] GuestKind kind)
    {
        const ulong mebibyte = 1UL << 20;
        var pressing = new HostProgram(async process =>
        {
            UserMemory hog = process.Map(16 * mebibyte).Value;
            Assert.That((await hog.Populate(0, hog.SizeBytes)).IsOk, Is.True);
            byte[] page = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))];
            for (ulong offset = 0; offset < hog.SizeBytes; offset += mebibyte)
                Assert.That(hog.Write(offset, page).IsOk, Is.True);
            await process.Sleep(20_000_000);
            Assert.That(hog.SwappedBytes, Is.GreaterThan(0UL), "the host never ran short");
            byte[] back = new byte[page.Length];
            for (ulong offset = 0; offset < hog.SizeBytes; offset += mebibyte)
            {
                Assert.That((await hog.Populate(offset, process.PageSize)).IsOk, Is.True);
                Assert.That(hog.Read(offset, back).IsOk, Is.True);
                Assert.That(back, Is.EqualTo(page), "what was written out came back as something else");
            }
        });
        var guest = new RealmVmm(GuestHost.Launch("touch", kind, argument: 8, memory: 32 * mebibyte), _ => { });
        using var host = new GuestHost([pressing, guest], pes: 2, memory: 22 * mebibyte);
        host.RunAndAccount();
        Assert.That(guest.Outcome!.Kind, Is.EqualTo(RealmOutcomeKind.Passed), guest.Outcome.Summary);
    }

    [Test]
    public void A_guest_whose_memory_does_not_fit_ends_with_ENOMEM_in_words_and_gives_back_what_it_had()
    {
        var guest = new RealmVmm(GuestHost.Launch("touch", argument: 24, memory: 32UL << 20), _ => { });
        using var host = new GuestHost([guest], memory: 10UL << 20);
        host.RunAndAccount();
        Assert.That(guest.Outcome!.Kind, Is.EqualTo(RealmOutcomeKind.HostError));
        Assert.That(guest.Outcome.Summary, Does.Contain("the host has no"));
    }

    [Test]
    public void Sixty_four_realms_of_256_MiB_are_alive_at_once()
    {
        const int realms = 64;
        var gate = new RealmGate(realms);
        using var host = new GuestHost(
            [.. Enumerable.Range(0, realms).Select(_ => new HostProgram(process => gate.Live(process, GuestHost.Launch("hello", memory: 256UL << 20))))], pes: 2);
        host.OnCall = _ => gate.Most = Math.Max(gate.Most, host.Rmm.Realms);
        host.RunAndAccount();
        Assert.That((gate.Most, gate.Ran), Is.EqualTo((realms, realms)));
        Assert.That(gate.WorkingSet, Is.LessThan(2L << 30));
    }
}
