using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads a number of per cent.</summary>
internal static class Percentage
{
    /// <summary>Reads the value of <c>--fail-above</c>.</summary>
    public static bool TryParse(string text, out double value, [NotNullWhen(false)] out string? expected)
    {
        expected = "a number of per cent that is not negative, such as 5 or 0.5";
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
