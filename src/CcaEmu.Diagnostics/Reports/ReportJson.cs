using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>How reports are written and read as JSON: indented UTF-8 with a final newline.</summary>
internal static class ReportJson
{
    /// <summary>Writes one.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What.</param>
    /// <param name="type">How it looks.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write<T>(Stream output, T report, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(output, report, type);
        output.Write("\n"u8);
    }

    /// <summary>Writes one into a page's data.</summary>
    /// <param name="json">The data, where a value may stand.</param>
    /// <param name="report">What.</param>
    /// <param name="type">How it looks.</param>
    public static void Write<T>(Utf8JsonWriter json, T report, JsonTypeInfo<T> type) => JsonSerializer.Serialize(json, report, type);

    /// <summary>Reads one back.</summary>
    /// <param name="json">UTF-8 text that <see cref="Write{T}(Stream, T, JsonTypeInfo{T})"/> has written.</param>
    /// <param name="type">How it looks.</param>
    /// <exception cref="JsonException">The text is not such a report.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the report is null");
}
