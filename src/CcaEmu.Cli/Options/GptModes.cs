using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Cli.Options;

/// <summary>Where level 1 GPTs come from.</summary>
internal enum GptMode
{
    /// <summary>The monitor makes all of them at boot.</summary>
    Static,

    /// <summary>The host donates memory for them when it needs them.</summary>
    Dynamic,
}

/// <summary>Reads <c>--gpt</c>.</summary>
internal static class GptModes
{
    /// <summary>Reads <c>static</c> or <c>dynamic</c>.</summary>
    public static bool TryParse(string text, out GptMode mode, [NotNullWhen(false)] out string? expected)
    {
        mode = text == "dynamic" ? GptMode.Dynamic : GptMode.Static;
        expected = text is "static" or "dynamic" ? null : "static or dynamic";
        return expected is null;
    }
}
