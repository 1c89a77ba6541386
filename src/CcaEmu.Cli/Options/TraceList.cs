using System.Diagnostics.CodeAnalysis;
using CcaEmu.Diagnostics.Tracing;

namespace CcaEmu.Cli.Options;

/// <summary>Reads the list of what to trace.</summary>
internal static class TraceList
{
    /// <summary>Reads words separated by commas.</summary>
    public static bool TryParse(string text, out TraceKinds kinds, [NotNullWhen(false)] out string? expected)
    {
        bool known = TraceKindList.TryParse(text, out kinds, out string? unknown);
        expected = $"a list made of {string.Join(',', TraceKindList.Words)} ('{unknown}' is none of them)";
        return known;
    }
}
