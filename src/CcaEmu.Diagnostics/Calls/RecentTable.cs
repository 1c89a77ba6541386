namespace CcaEmu.Diagnostics.Calls;

/// <summary>Things by number, made when they are first asked for. The same few are asked for again and again: those are found by one look.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="kindOf">Numbers that stand for the same thing become one.</param>
/// <param name="make">Makes the thing of such a number.</param>
internal sealed class RecentTable<T>(Func<ulong, ulong> kindOf, Func<ulong, T> make)
    where T : class
{
    private const int RecentBits = 8;
    private const ulong Spread = 0x9E37_79B9_7F4A_7C15; // 2^64 over the golden ratio: numbers that differ anywhere differ in the top bits

    private readonly Dictionary<ulong, T> _all = [];
    private readonly (ulong Number, T? Thing)[] _recent = new (ulong, T?)[1 << RecentBits];

    /// <summary>All that were made.</summary>
    public IReadOnlyDictionary<ulong, T> All => _all;

    /// <summary>The thing of a number.</summary>
    /// <param name="number">The number.</param>
    public T this[ulong number]
    {
        get
        {
            ref (ulong Number, T? Thing) recent = ref _recent[(number * Spread) >> (64 - RecentBits)];
            return recent.Thing is { } thing && recent.Number == number ? thing : Look(number, ref recent);
        }
    }

    private T Look(ulong number, ref (ulong, T?) recent)
    {
        ulong kind = kindOf(number);
        if (!_all.TryGetValue(kind, out T? thing))
            _all[kind] = thing = make(kind);
        recent = (number, thing);
        return thing;
    }
}
