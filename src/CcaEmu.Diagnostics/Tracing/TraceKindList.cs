using System.Diagnostics.CodeAnalysis;
using CcaEmu.Diagnostics.Calls;

namespace CcaEmu.Diagnostics.Tracing;

/// <summary>Lists of <see cref="TraceKinds"/> as users write them.</summary>
public static class TraceKindList
{
    private static readonly (string Word, TraceKinds Kind)[] Names =
    [
        ("rmi", TraceKinds.Rmi), ("rsi", TraceKinds.Rsi), ("psci", TraceKinds.Psci), ("smc", TraceKinds.Smc), ("exception", TraceKinds.Exception),
        ("eret", TraceKinds.Eret), ("console", TraceKinds.Console), ("granule", TraceKinds.Granule), ("insn", TraceKinds.Instruction),
        ("events", TraceKinds.Events), ("all", TraceKinds.All),
    ];

    /// <summary>Every word a list may hold.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Names.Select(name => name.Word)];

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
            int found = Array.FindIndex(Names, name => name.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (found < 0)
            {
                unknown = word;
                return false;
            }
            kinds |= Names[found].Kind;
        }
        unknown = null;
        return true;
    }

    /// <summary>Writes a list that <see cref="TryParse"/> reads; empty for nothing.</summary>
    /// <param name="kinds">What it names.</param>
    public static string Format(TraceKinds kinds) =>
        string.Join(',', Names.Where(name => System.Numerics.BitOperations.IsPow2((int)name.Kind) && (kinds & name.Kind) != 0).Select(name => name.Word));

    /// <summary>The kind that calls of an interface are beside being SMCs.</summary>
    /// <param name="interface">Between whom they are made.</param>
    public static TraceKinds OfCalls(CallInterface @interface) => TraceKinds.Smc | @interface switch
    {
        CallInterface.Rmi => TraceKinds.Rmi,
        CallInterface.Rsi => TraceKinds.Rsi,
        CallInterface.Psci => TraceKinds.Psci,
        _ => TraceKinds.None,
    };
}
