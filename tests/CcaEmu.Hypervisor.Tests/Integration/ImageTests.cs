namespace CcaEmu.Hypervisor.Tests.Integration;

public sealed class ImageTests
{
    [Test]
    public void Hello_says_what_it_knows_and_leaves_nothing_behind()
    {
        using var world = new RealWorld("hello");
        RealmOutcome outcome = world.RunAndAccount();
        TestContext.Out.WriteLine(world.Console);
        TestContext.Out.WriteLine(outcome);
        foreach ((string name, int count) in world.Smcs.OrderBy(pair => pair.Key))
            TestContext.Out.WriteLine($"{name} {count}");
        Assert.That(outcome.Kind, Is.EqualTo(RealmOutcomeKind.Passed), outcome.Summary);
        Assert.That(outcome.GuestStatus, Is.Zero);
        Assert.That(world.Console, Does.Match(
            "^Hello from a realm!\nRSI version: 1\\.[01]\nIPA width: 33 bits\nCurrentEL: EL1\nRIM: [0-9a-f]{16}\n$"));
        Assert.That(world.Console, Does.Not.Contain("RIM: 0000000000000000"));
    }
}
