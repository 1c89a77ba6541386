using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CcaEmu.Cli.Options;

/// <summary>Reads numbers as users write them.</summary>
internal static class NumberText
{
    /// <summary>Reads a 64-bit number, decimal or hexadecimal with 0x; underscores may part digits.</summary>
    public static bool TryParse(string text, out ulong value, [NotNullWhen(false)] out string? expected)
    {
        expected = "a number from 0 to 2^64-1, such as 42 or 0x2A";
        return TryParseDigits(text, out value);
    }

    /// <summary>Reads a count of instructions: a number, or one with k, M or G for thousands, millions or thousand millions.</summary>
    public static bool TryParseCount(string text, out ulong value, [NotNullWhen(false)] out string? expected)
    {
        expected = "a number of instructions above 0, such as 500000 or 10M";
        ulong factor = text is [.., var unit] ? unit switch
        {
            'k' or 'K' => 1_000UL,
            'm' or 'M' => 1_000_000UL,
            'g' or 'G' => 1_000_000_000UL,
            _ => 1UL,
        } : 1UL;
        if (!TryParseDigits(factor == 1 ? text : text[..^1], out value) || value == 0 || value > ulong.MaxValue / factor)
            return false;
        value *= factor;
        return true;
    }

    /// <summary>Reads digits; nothing else may stand in the text.</summary>
    public static bool TryParseDigits(string text, out ulong value)
    {
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHex
            ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
