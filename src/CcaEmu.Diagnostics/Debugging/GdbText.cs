using System.Globalization;
using System.Text;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>How GDB's packets write numbers, bytes and errors.</summary>
internal static class GdbText
{
    public static string Error(int number) => string.Create(CultureInfo.InvariantCulture, $"E{number:x2}");

    public static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    public static bool TryBytes(string hex, out byte[] bytes)
    {
        bool ok = hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit);
        bytes = ok ? Convert.FromHexString(hex) : [];
        return ok;
    }

    public static string ToHex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
