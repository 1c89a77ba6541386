namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>Five million random walks against the pseudocode.</summary>
internal sealed class WalkerComparisonTests
{
    private const int Cases = 5_000_000, Workers = 2;

    /// <summary>
    /// Every reported register, attribute and address of random accesses under random tables and registers. CCAEMU_WALKS gives another
    /// number of cases, CCAEMU_SEED another seed.
    /// </summary>
    [Test]
    public void Random_walks_end_as_the_pseudocode_says()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("CCAEMU_WALKS"), out int cases))
            cases = Cases;
        if (!int.TryParse(Environment.GetEnvironmentVariable("CCAEMU_SEED"), out int seed))
            seed = 1;
        int fillings = cases / (Workers * WalkerCampaign.CasesPerFilling) + 1;
        var outcomes = new Dictionary<WalkOutcome, int>[Workers];
        long[] done = new long[Workers], encrypted = new long[Workers];
        Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
        {
            using var campaign = new WalkerCampaign(seed * Workers + worker);
            for (int filling = 0; filling < fillings; filling++)
                campaign.Fill(filling + worker);
            (outcomes[worker], done[worker], encrypted[worker]) = (campaign.Outcomes, campaign.Cases, campaign.Encrypted);
        });
        var all = outcomes.SelectMany(some => some).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        Report(all);
        Assert.That(done.Sum(), Is.GreaterThanOrEqualTo(cases));
        if (cases < Cases / 10)
            return;
        RequireVariety(all);
        Assert.That(encrypted.Sum(), Is.GreaterThan(cases / 1000), "accesses with a MECID");
    }

    private static void Report(Dictionary<WalkOutcome, int> outcomes)
    {
        foreach ((WalkOutcome outcome, int count) in outcomes.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
            TestContext.Out.WriteLine($"{count,8} {outcome}");
    }

    // A campaign in which nothing happens proves nothing: each kind of access has ended in each of these ways.
    private static void RequireVariety(Dictionary<WalkOutcome, int> outcomes)
    {
        Assert.That(outcomes, Has.Count.GreaterThan(600), "kinds of outcome that were seen");
        foreach (WalkKind kind in Enum.GetValues<WalkKind>())
        {
            Assert.That(outcomes.Where(pair => pair.Key.Kind == kind && pair.Key.Status == ReferenceStatus.None).Sum(pair => pair.Value),
                Is.GreaterThan(1000), $"successes of {kind}");
            foreach (ReferenceStatus status in Enum.GetValues<ReferenceStatus>().Where(status => status is not (ReferenceStatus.None or ReferenceStatus.Alignment)))
            {
                // Address translation ends before the check of the output.
                bool possible = !(kind == WalkKind.Translation && status == ReferenceStatus.GpcfOnOutput);
                Assert.That(outcomes.Keys.Any(outcome => outcome.Kind == kind && outcome.Status == status), Is.EqualTo(possible), $"{kind}: {status}");
            }
        }
        for (int level = -1; level <= 3; level++)
        {
            Assert.That(outcomes.Keys.Any(outcome => outcome.Status == ReferenceStatus.Translation && outcome.Level == level && !outcome.SecondStage), $"stage 1, level {level}");
            Assert.That(outcomes.Keys.Any(outcome => outcome.Status == ReferenceStatus.Translation && outcome.Level == level && outcome.SecondStage), $"stage 2, level {level}");
        }
    }
}
