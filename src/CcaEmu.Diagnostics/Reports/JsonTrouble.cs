using System.Globalization;
using System.Text.Json;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>What is wrong with a JSON file, in words of the file and not of the program.</summary>
public static class JsonTrouble
{
    private const string Missing = "including: ";

    /// <summary>Describes what was wrong.</summary>
    /// <param name="bad">What reading has thrown.</param>
    /// <returns>Part of a line, for example <c>line 4, $.frequencyMHz is not what belongs there</c>.</returns>
    public static string InWords(JsonException bad)
    {
        string line = bad.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"line {number + 1}, ") : "";
        int missing = bad.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (missing >= 0)
            return $"{line}{bad.Path ?? "$"} lacks {bad.Message[(missing + Missing.Length)..].Split('.')[0]}";
        // What is no JSON at all was found by the reader beneath.
        bool isJson = bad.InnerException is not JsonException && bad.Path is not null;
        return isJson ? $"{line}{bad.Path} is not known there, is there twice, or is not of the right kind" : $"{line}the text is not JSON, or ends too early";
    }
}
