using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CcaEmu.Cli.Options;

/// <summary>Reads a Realm personalization value: text, or bytes in hexadecimal.</summary>
internal static class PersonalizationValue
{
    /// <summary>Size of the value; what is shorter is filled up with zeros.</summary>
    public const int SizeBytes = 64;

    /// <summary>Reads a value: <c>0x</c> and an even number of hexadecimal digits, else text that becomes UTF-8.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out byte[] value, [NotNullWhen(false)] out string? expected)
    {
        expected = $"at most {SizeBytes} bytes, as text or as 0x and pairs of hexadecimal digits";
        value = null;
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        byte[]? bytes = isHex ? TryHex(text.AsSpan(2)) : Encoding.UTF8.GetBytes(text);
        if (bytes is null || bytes.Length > SizeBytes)
            return false;
        value = new byte[SizeBytes];
        bytes.CopyTo(value, 0);
        return true;
    }

    private static byte[]? TryHex(ReadOnlySpan<char> digits)
    {
        var bytes = new byte[digits.Length / 2];
        bool ok = digits.Length % 2 == 0
            && Convert.FromHexString(digits, bytes, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == bytes.Length;
        return ok ? bytes : null;
    }
}
