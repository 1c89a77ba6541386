using CcaEmu.Rmm;

namespace CcaEmu.Hypervisor.Tests.Integration;

/// <summary>Every image under an RMM that splits commands: the realm must not be able to tell.</summary>
public sealed class StatefulOperationTests
{
    private static IEnumerable<string> Images() => ["hello", "hostcall", "fault", "share", "touch", "random", "attest"];

    private static IEnumerable<TestCaseData> Cases() =>
        from image in Images()
        from rmm in new (SroMode Mode, ulong Seed)[]
        {
            (SroMode.Spec, 1), (SroMode.Aggressive, 1), (SroMode.Aggressive, 2), (SroMode.Aggressive, 3), (SroMode.Aggressive, 4),
        }
        select new TestCaseData(image, rmm.Mode, rmm.Seed);

    [TestCaseSource(nameof(Cases))]
    public void An_image_does_the_same_whatever_commands_are_split_and_all_memory_comes_back(string image, SroMode mode, ulong seed)
    {
        (RealmOutcome expected, string console, _) = Run(image, new RmmOptions());
        (RealmOutcome outcome, string split, IReadOnlyDictionary<string, int> calls) =
            Run(image, new RmmOptions { Sro = mode, SroSeed = seed });
        Assert.That(split, Is.EqualTo(console));
        Assert.That(outcome.Kind, Is.EqualTo(expected.Kind), outcome.Summary);
        Assert.That(outcome.Summary, Is.EqualTo(expected.Summary));
        Assert.That(calls, Does.ContainKey("RMI_OP_MEM_DONATE").And.ContainKey("RMI_OP_MEM_RECLAIM").And.ContainKey("RMI_OP_CONTINUE"));
    }

    private static (RealmOutcome Outcome, string Console, IReadOnlyDictionary<string, int> Calls) Run(string image, RmmOptions rmm)
    {
        using var world = new RealWorld(image, rmm: rmm);
        RealmOutcome outcome = world.RunAndAccount();
        return (outcome, world.Console, world.Smcs);
    }
}
