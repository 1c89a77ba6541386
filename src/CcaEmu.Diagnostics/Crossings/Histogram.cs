using System.Runtime.InteropServices;

namespace CcaEmu.Diagnostics.Crossings;

/// <summary>How often each value occurred. Crossings of a kind cost one of few values, so that it stays small.</summary>
internal sealed class Histogram
{
    private readonly Dictionary<ulong, ulong> _counts = [];

    public void Add(ulong value, ulong times = 1) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, value, out _) += times;

    public IReadOnlyList<(ulong Value, ulong Count)> Values => [.. _counts.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key)];

    public Distribution Describe()
    {
        IReadOnlyList<(ulong Value, ulong Count)> values = Values;
        ulong count = 0, sum = 0;
        foreach ((ulong value, ulong times) in values)
        {
            count += times;
            sum += value * times;
        }
        return count == 0 ? default : new(count, values[0].Value, At(values, count, 50), At(values, count, 99), values[^1].Value, sum);
    }

    private static ulong At(IReadOnlyList<(ulong Value, ulong Count)> values, ulong count, ulong percent)
    {
        ulong rank = (count * percent + 99) / 100, seen = 0;
        foreach ((ulong value, ulong times) in values)
        {
            seen += times;
            if (seen >= rank)
                return value;
        }
        return values[^1].Value;
    }
}
