using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads a number of PEs.</summary>
internal static class PeCount
{
    private const int Most = 8;

    /// <summary>Reads the value of <c>-smp</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="value">The number.</param>
    /// <param name="expected">What would have been right, where it is wrong.</param>
    public static bool TryParse(string text, out int value, out string expected)
    {
        expected = "a number of PEs from 1 to 8";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= Most;
    }
}
