using CcaEmu.Cpu.Accounting;

namespace CcaEmu.Diagnostics.Costs;

/// <summary>A price for every step of work: it turns what was done into modelled cycles of some machine.</summary>
/// <remarks>
/// Prices are whole thousandths of a cycle and sums are whole numbers, so that the same work has the same price on every host. A profile
/// prices what the machine has counted; the machine's own clock, by which its timers run, does not depend on it.
/// </remarks>
public sealed class CostProfile
{
    private readonly ulong[] _thousandths;

    /// <summary>A profile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What machine it stands for and what it can be used for.</param>
    /// <param name="frequencyMHz">Clock of that machine in MHz; 0 where cycles stand for no time.</param>
    /// <param name="sources">Where its numbers come from.</param>
    /// <param name="thousandths">Price of each step in thousandths of a cycle, by number of the step.</param>
    /// <param name="figures">Published figures that it is held against.</param>
    /// <exception cref="ArgumentException">The prices are not one for each step.</exception>
    public CostProfile(
        string name, string description, ulong frequencyMHz, IReadOnlyList<string> sources, ReadOnlySpan<ulong> thousandths,
        IReadOnlyList<PublishedFigure> figures)
    {
        if (thousandths.Length != WorkSteps.Count)
            throw new ArgumentException($"a profile has {WorkSteps.Count} prices, not {thousandths.Length}", nameof(thousandths));
        (Name, Description, FrequencyMHz, Sources, Figures) = (name, description, frequencyMHz, sources, figures);
        _thousandths = thousandths.ToArray();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What machine it stands for and what it can be used for.</summary>
    public string Description { get; }

    /// <summary>Clock of that machine in MHz; 0 where cycles stand for no time.</summary>
    public ulong FrequencyMHz { get; }

    /// <summary>Where its numbers come from.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Published figures that it is held against.</summary>
    public IReadOnlyList<PublishedFigure> Figures { get; }

    /// <summary>Prices in thousandths of a cycle, by number of the step.</summary>
    public ReadOnlySpan<ulong> Thousandths => _thousandths;

    /// <summary>Price of a step.</summary>
    /// <param name="step">The step.</param>
    public ulong this[WorkStep step] => _thousandths[(int)step];

    /// <summary>Price of some work in thousandths of a cycle. The price of two pieces of work is the sum of their prices, exactly.</summary>
    /// <param name="counts">How often each step was done, by number of the step.</param>
    public ulong Price(ReadOnlySpan<ulong> counts)
    {
        ulong sum = 0;
        for (int i = 0; i < _thousandths.Length; i++)
            sum += counts[i] * _thousandths[i];
        return sum;
    }
}
