using System.Text;

namespace CcaEmu.Cli.Options;

/// <summary>A file with an attestation token: the bytes themselves, or text with their hexadecimal digits between two marker lines.</summary>
internal static class TokenFile
{
    private const int LargestBytes = 1 << 20;
    private const string Begin = "-----BEGIN CCA TOKEN-----";
    private const string End = "-----END CCA TOKEN-----";

    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">The token's bytes; not checked.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public static bool TryRead(string path, out byte[] token, out string error)
    {
        if (!TryReadBytes(path, out token, out error))
            return false;
        string text = Encoding.Latin1.GetString(token);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        return begin < 0 || TryReadText(path, text[(begin + Begin.Length)..], out token, out error);
    }

    // A file may have no length and yet no end.
    private static bool TryReadBytes(string path, out byte[] bytes, out string error)
    {
        bytes = [];
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[LargestBytes + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            bytes = buffer[..length];
            error = length <= LargestBytes ? "" : $"{path}: expected an attestation token, found a file of more than {LargestBytes} bytes; a token has a few thousand";
            return error.Length == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = $"{path}: expected a file with an attestation token; {e.Message}";
            return false;
        }
    }

    private static bool TryReadText(string path, string text, out byte[] token, out string error)
    {
        token = [];
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (end < 0)
        {
            error = $"{path}: expected '{End}' behind '{Begin}', found the end of the file";
            return false;
        }
        string digits = string.Concat(text[..end].Where(c => !char.IsWhiteSpace(c)));
        if (digits.Length % 2 != 0 || digits.Any(c => !char.IsAsciiHexDigit(c)))
        {
            error = $"{path}: expected pairs of hexadecimal digits between the marker lines, found something else";
            return false;
        }
        token = Convert.FromHexString(digits);
        error = "";
        return true;
    }
}
