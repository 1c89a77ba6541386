using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>What is known of one kind of crossing so far.</summary>
/// <remarks>
/// Crossings of a kind mostly do the same as the one before them. Those in a row that do are only counted, and are added up, priced and put into
/// the histograms together when one comes that did something else, or somebody asks.
/// </remarks>
internal sealed class CrossingTally(CrossingFamily family, string name, IReadOnlyList<CostProfile> profiles)
{
    private readonly ulong[] _work = new ulong[WorkSteps.Count];
    private readonly ulong[] _same = new ulong[WorkSteps.Count];
    private readonly Histogram _instructions = new();
    private readonly Histogram[] _prices = [.. profiles.Select(_ => new Histogram())];
    private ulong _count, _sameCount;

    public string Name => name;

    public ReadOnlySpan<ulong> Work
    {
        get
        {
            Settle();
            return _work;
        }
    }

    /// <summary>Counts one crossing: what was done from one moment to another.</summary>
    /// <param name="now">What had been done at its end.</param>
    /// <param name="then">What had been done at its start.</param>
    /// <param name="work">Takes what was done in it.</param>
    public void Add(ReadOnlySpan<ulong> now, ReadOnlySpan<ulong> then, Span<ulong> work)
    {
        if (!WorkVector.Subtract(now, then, work, _same))
        {
            Settle();
            work.CopyTo(_same);
        }
        _sameCount++;
    }

    /// <summary>Counts one crossing.</summary>
    /// <param name="work">What was done in it.</param>
    public void Add(ReadOnlySpan<ulong> work)
    {
        Settle();
        work.CopyTo(_same);
        _sameCount = 1;
    }

    public CrossingStatistics Describe()
    {
        Settle();
        return new CrossingStatistics
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

    private void Settle()
    {
        if (_sameCount == 0)
            return;
        _count += _sameCount;
        for (int i = 0; i < _work.Length; i++)
            _work[i] += _same[i] * _sameCount;
        _instructions.Add(_same[(int)WorkStep.Instruction], _sameCount);
        for (int i = 0; i < _prices.Length; i++)
            _prices[i].Add(profiles[i].Price(_same), _sameCount);
        _sameCount = 0;
    }
}
