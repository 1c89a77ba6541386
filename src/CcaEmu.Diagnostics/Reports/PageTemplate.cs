using System.Text;
using System.Text.Json;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>A page of this assembly with data in it: one file that needs no network.</summary>
internal static class PageTemplate
{
    // What pages have in common stands in page.css and page.js.
    private const string Style = "/*PAGE_STYLE*/";
    private const string Script = "/*PAGE_SCRIPT*/";
    private const string Place = "\"__DATA__\"";

    /// <summary>Writes a page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">Name of the template.</param>
    /// <param name="writeData">Writes the members of the object that the page finds as its data. Nothing in it can end the script that holds it.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, string name, Action<Utf8JsonWriter> writeData)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeData(writer);
            writer.WriteEndObject();
        }
        ReadOnlySpan<byte> json = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        string template = Resource(name).Replace(Style, Resource("page.css"), StringComparison.Ordinal).Replace(Script, Resource("page.js"), StringComparison.Ordinal);
        int at = template.IndexOf(Place, StringComparison.Ordinal);
        string data = Encoding.UTF8.GetString(json).Replace("<", "\\u003c", StringComparison.Ordinal).Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);
        output.Write(Encoding.UTF8.GetBytes(template[..at]));
        output.Write(Encoding.UTF8.GetBytes(data));
        output.Write(Encoding.UTF8.GetBytes(template[(at + Place.Length)..]));
    }

    private static string Resource(string name)
    {
        using Stream file = typeof(PageTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
