using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads how often the board may be reset.</summary>
internal static class ResetCount
{
    /// <summary>What it is unless the user says otherwise.</summary>
    public const int Default = 3;

    private const int Most = 1000;

    /// <summary>Reads the value of <c>--max-resets</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="value">The number.</param>
    /// <param name="expected">What would have been right, where it is wrong.</param>
    public static bool TryParse(string text, out int value, out string expected)
    {
        expected = "a number of resets from 0 to 1000";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= Most;
    }
}
