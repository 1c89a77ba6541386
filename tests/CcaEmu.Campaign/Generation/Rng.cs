namespace CcaEmu.Campaign.Generation;

/// <summary>A small seeded generator (SplitMix64): the same seed gives the same campaign on every host.</summary>
internal sealed class Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next64()
    {
        ulong z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ z >> 30) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ z >> 27) * 0x94D0_49BB_1331_11EB;
        return z ^ z >> 31;
    }

    public uint Next32() => (uint)(Next64() >> 32);

    /// <summary>A number from 0 to <paramref name="end"/> - 1.</summary>
    public int Below(int end) => (int)((ulong)Next32() * (uint)end >> 32);

    /// <summary>A number from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
