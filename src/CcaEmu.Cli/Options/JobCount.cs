using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads how many runs there may be at once.</summary>
internal static class JobCount
{
    private const int Most = 256;

    /// <summary>Reads the value of <c>--jobs</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="value">The number.</param>
    /// <param name="expected">What would have been right, where it is wrong.</param>
    public static bool TryParse(string text, out int value, out string expected)
    {
        expected = "a number of runs at once from 1 to 256";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= Most;
    }
}
