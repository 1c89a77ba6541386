using System.Globalization;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>What monitor commands read and write alike.</summary>
internal static class MonitorText
{
    /// <summary>A number: decimal, or hexadecimal with 0x.</summary>
    public static bool TryNumber(string text, out ulong value)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>One line for arguments that cannot be.</summary>
    public static string Expected(string what, IReadOnlyList<string> found) => $"expected {what}, found '{string.Join(' ', found)}'";

    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
