namespace CcaEmu.Machine;

/// <summary>The machine's only source of randomness: a fixed sequence for each seed.</summary>
/// <remarks>SplitMix64: a counter through a mixing function, so that any seed gives a full-period sequence.</remarks>
/// <param name="seed">Any number.</param>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
