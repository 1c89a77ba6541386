using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace CcaEmu.Cli.Options;

/// <summary>Where <c>--gdb</c> listens: <c>:1234</c>, <c>1234</c>, <c>127.0.0.1:1234</c> or <c>[::1]:1234</c>.</summary>
internal static class GdbEndpoint
{
    /// <summary>Reads one. Without an address it is the loopback address: nobody else's machine is let in unless it is asked for.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="value">The endpoint.</param>
    /// <param name="expected">What would have been right, where it is wrong.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? value, out string expected)
    {
        expected = "a port, or an address with a port, such as :1234 or 0.0.0.0:1234";
        string port = text.StartsWith(':') ? text[1..] : text;
        value = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? new IPEndPoint(IPAddress.Loopback, number)
            : text.Contains(':') && !text.StartsWith(':') && IPEndPoint.TryParse(text, out IPEndPoint? given) ? given : null;
        return value is not null;
    }
}
