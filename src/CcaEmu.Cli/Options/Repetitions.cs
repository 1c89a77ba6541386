using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads how often a benchmark repeats each operation.</summary>
internal static class Repetitions
{
    private const int Most = 4096; // pages of the guest's memory that are there to be touched

    /// <summary>Reads the value of <c>-n</c>.</summary>
    public static bool TryParse(string text, out int value, [NotNullWhen(false)] out string? expected)
    {
        expected = "a number of repetitions from 1 to 4096";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= Most;
    }
}
