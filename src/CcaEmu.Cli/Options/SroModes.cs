using System.Diagnostics.CodeAnalysis;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Options;

/// <summary>Reads <c>--rmm-sro</c>.</summary>
internal static class SroModes
{
    /// <summary>Reads <c>off</c>, <c>spec</c> or <c>aggressive</c>.</summary>
    public static bool TryParse(string text, out SroMode mode, [NotNullWhen(false)] out string? expected)
    {
        mode = text switch { "spec" => SroMode.Spec, "aggressive" => SroMode.Aggressive, _ => SroMode.Off };
        expected = text is "off" or "spec" or "aggressive" ? null : "off, spec or aggressive";
        return expected is null;
    }
}
