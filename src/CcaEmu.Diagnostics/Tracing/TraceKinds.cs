using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Diagnostics.Tracing;

/// <summary>What a trace shows.</summary>
[Flags]
public enum TraceKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Calls of the host to the RMM.</summary>
    Rmi = 1,

    /// <summary>Calls of Realms to the RMM.</summary>
    Rsi = 2,

    /// <summary>PSCI calls of Realms.</summary>
    Psci = 4,

    /// <summary>Every SMC, the RMM's own calls to the monitor included.</summary>
    Smc = 8,

    /// <summary>Every exception that is no SMC, and exceptions that a higher level injects by software.</summary>
    Exception = 16,

    /// <summary>Every exception return.</summary>
    Eret = 32,
}

/// <summary>Reads lists of <see cref="TraceKinds"/> as users write them.</summary>
public static class TraceKindList
{
    /// <summary>Every word a list may hold.</summary>
    public static IReadOnlyList<string> Words { get; } = ["rmi", "rsi", "psci", "smc", "exception", "eret", "all"];

    /// <summary>Reads a list such as <c>rmi,rsi</c>; case does not matter.</summary>
    /// <param name="list">Words of <see cref="Words"/> separated by commas.</param>
    /// <param name="kinds">What they name together.</param>
    /// <param name="unknown">The first word that is none, empty for a word left out; else null.</param>
    /// <returns>False when a word is unknown.</returns>
    public static bool TryParse(string list, out TraceKinds kinds, [NotNullWhen(false)] out string? unknown)
    {
        kinds = TraceKinds.None;
        foreach (string word in list.Split(',', StringSplitOptions.TrimEntries))
        {
            TraceKinds? kind = word.ToLowerInvariant() switch
            {
                "rmi" => TraceKinds.Rmi,
                "rsi" => TraceKinds.Rsi,
                "psci" => TraceKinds.Psci,
                "smc" => TraceKinds.Smc,
                "exception" => TraceKinds.Exception,
                "eret" => TraceKinds.Eret,
                "all" => TraceKinds.Smc | TraceKinds.Exception | TraceKinds.Eret,
                _ => null,
            };
            if (kind is null)
            {
                unknown = word;
                return false;
            }
            kinds |= kind.Value;
        }
        unknown = null;
        return true;
    }
}
