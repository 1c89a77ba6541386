using CcaEmu.Diagnostics.Crossings;

namespace CcaEmu.Diagnostics.Tests.Crossings;

public sealed class HistogramTests
{
    [Test]
    public void Ranks_are_the_nearest_and_exact()
    {
        var histogram = new Histogram();
        foreach (ulong value in Enumerable.Range(1, 200).Reverse().Select(value => (ulong)value))
            histogram.Add(value);
        Assert.That(histogram.Describe(), Is.EqualTo(new Distribution(200, 1, 100, 198, 200, 20100)));
    }

    [Test]
    public void One_value_is_all_of_them()
    {
        var histogram = new Histogram();
        histogram.Add(7);
        Assert.That(histogram.Describe(), Is.EqualTo(new Distribution(1, 7, 7, 7, 7, 7)));
        Assert.That(new Histogram().Describe(), Is.EqualTo(default(Distribution)));
    }

    [Test]
    public void Every_distribution_agrees_with_the_sorted_list()
    {
        var random = new Random(20260107);
        for (int run = 0; run < 200; run++)
        {
            ulong[] values = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => (ulong)random.Next(0, 50))];
            var histogram = new Histogram();
            foreach (ulong value in values)
                histogram.Add(value);
            ulong[] sorted = [.. values.Order()];
            ulong Rank(int percent) => sorted[(sorted.Length * percent + 99) / 100 - 1];
            Assert.That(histogram.Describe(), Is.EqualTo(new Distribution(
                (ulong)sorted.Length, sorted[0], Rank(50), Rank(99), sorted[^1], sorted.Aggregate(0UL, (a, b) => a + b))));
        }
    }
}
