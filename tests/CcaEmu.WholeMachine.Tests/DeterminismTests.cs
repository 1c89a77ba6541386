using CcaEmu.Hypervisor;

namespace CcaEmu.WholeMachine.Tests;

/// <summary>Same image and same seed: the same run, bit for bit.</summary>
public sealed class DeterminismTests
{
    [TestCase("hello.elf")]
    [TestCase("hostcall.elf")]
    [TestCase("random.elf")]
    [TestCase("touch.elf")]
    public void Two_runs_have_the_same_digest_and_console(string image)
    {
        (ulong digest, string console) = Run(image, 1);
        Assert.That(Run(image, 1), Is.EqualTo((digest, console)));
    }

    [Test]
    public void Another_seed_shows_where_the_guest_reads_rndr_and_only_there()
    {
        Assert.That(Run("random.elf", 2).Digest, Is.Not.EqualTo(Run("random.elf", 1).Digest));
        Assert.That(Run("hello.elf", 2).Console, Is.EqualTo(Run("hello.elf", 1).Console));
    }

    [Test]
    public void Two_machines_in_one_process_do_not_know_of_each_other()
    {
        ulong alone = Run("hello.elf", 1).Digest;
        using var one = new RealmMachine("hello.elf");
        using var two = new RealmMachine("random.elf", seed: 7);
        while (one.Hypervisor.Outcome is null)
        {
            one.Machine.Run(500);
            two.Machine.Run(300);
        }
        Assert.That(one.Hypervisor.Outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), one.Hypervisor.Outcome.Summary);
        Assert.That(one.Machine.Digest, Is.EqualTo(alone), "running in slices beside another machine changes nothing");
    }

    private static (ulong Digest, string Console) Run(string image, ulong seed)
    {
        using var machine = new RealmMachine(image, seed: seed);
        RealmOutcome outcome = machine.RunToEnd();
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        return (machine.Machine.Digest, machine.Console);
    }
}
