using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Options;

/// <summary>How PEs use their TLBs.</summary>
internal enum TlbMode
{
    /// <summary>Fast: translations are used until something drops them.</summary>
    Fast,

    /// <summary>Strict: every access is translated afresh, and reported where a real TLB could have answered differently.</summary>
    Strict,
}

/// <summary>Reads <c>--tlb</c>.</summary>
internal static class TlbModes
{
    /// <summary>Reads <c>fast</c> or <c>strict</c>.</summary>
    public static bool TryParse(string text, out TlbMode mode, [NotNullWhen(false)] out string? expected)
    {
        mode = text == "strict" ? TlbMode.Strict : TlbMode.Fast;
        expected = text is "fast" or "strict" ? null : "fast or strict";
        return expected is null;
    }
}
