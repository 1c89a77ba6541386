using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>What is known of one kind of crossing so far.</summary>
internal sealed class CrossingTally(CrossingFamily family, string name, IReadOnlyList<CostProfile> profiles)
{
    private readonly ulong[] _work = new ulong[WorkSteps.Count];
    private readonly Histogram _instructions = new();
    private readonly Histogram[] _prices = [.. profiles.Select(_ => new Histogram())];
    private ulong _count;

    public string Name => name;

    public ReadOnlySpan<ulong> Work => _work;

    public void Add(ReadOnlySpan<ulong> work)
    {
        _count++;
        for (int i = 0; i < _work.Length; i++)
            _work[i] += work[i];
        _instructions.Add(work[(int)WorkStep.Instruction]);
        for (int i = 0; i < _prices.Length; i++)
            _prices[i].Add(profiles[i].Price(work));
    }

    public CrossingStatistics Describe() => new()
    {
        Family = family,
        Name = name,
        Count = _count,
        Work = [.. _work],
        Instructions = _instructions.Describe(),
        Prices = [.. _prices.Select(prices => prices.Describe())],
        PriceValues = [.. _prices.Select(prices => prices.Values)],
    };
}
