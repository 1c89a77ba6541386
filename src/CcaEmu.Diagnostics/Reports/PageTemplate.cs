using System.Text;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>A page of this assembly with data in it: one file that needs no network.</summary>
internal static class PageTemplate
{
    private const string Place = "\"__DATA__\"";

    /// <summary>Writes a page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">Name of the template.</param>
    /// <param name="json">The data, UTF-8. Nothing in it can end the script that holds it.</param>
    public static void Write(Stream output, string name, ReadOnlySpan<byte> json)
    {
        using Stream file = typeof(PageTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(file);
        string template = reader.ReadToEnd();
        int at = template.IndexOf(Place, StringComparison.Ordinal);
        string data = Encoding.UTF8.GetString(json).Replace("<", "\\u003c", StringComparison.Ordinal).Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);
        output.Write(Encoding.UTF8.GetBytes(template[..at]));
        output.Write(Encoding.UTF8.GetBytes(data));
        output.Write(Encoding.UTF8.GetBytes(template[(at + Place.Length)..]));
    }
}
