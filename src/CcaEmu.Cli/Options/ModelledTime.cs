using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CcaEmu.Machine.Board;

namespace CcaEmu.Cli.Options;

/// <summary>Reads moments of a run, as traces and reports print them.</summary>
internal static class ModelledTime
{
    private const double CyclesPerMicrosecond = VirtualClock.CyclesPerSecond / 1e6;

    /// <summary>Reads modelled microseconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cycles">Takes the machine's modelled cycles.</param>
    /// <param name="expected">What was expected.</param>
    public static bool TryParse(string text, out ulong cycles, [NotNullWhen(false)] out string? expected)
    {
        expected = "modelled microseconds, such as 12.5";
        bool isTime = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double microseconds) && microseconds < 1e12;
        cycles = isTime ? (ulong)(microseconds * CyclesPerMicrosecond) : 0;
        return isTime;
    }
}
