using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Tests.Crossings;

public sealed class WorkVectorTests
{
    [Test]
    public void A_difference_is_taken_step_by_step_and_known_again([Values(1, 3, 4, 7, 8, 9, 56, 57)] int steps)
    {
        var random = new Random(steps);
        ulong[] then = Numbers(random, steps), difference = Numbers(random, steps), taken = new ulong[steps];
        ulong[] now = [.. then.Zip(difference, (a, b) => a + b)];
        Assert.That(WorkVector.Subtract(now, then, taken, difference), Is.True);
        Assert.That(taken, Is.EqualTo(difference));
        for (int i = 0; i < steps; i++)
        {
            now[i]++;
            Assert.That(WorkVector.Subtract(now, then, taken, difference), Is.False, $"step {i} differs");
            Assert.That(taken[i], Is.EqualTo(difference[i] + 1));
            now[i]--;
        }
        WorkVector.Add(then, difference);
        Assert.That(then, Is.EqualTo(now));
    }

    private static ulong[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(1L << 60))];
}
