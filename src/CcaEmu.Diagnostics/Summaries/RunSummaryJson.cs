using System.Text.Json;
using System.Text.Json.Serialization;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Diagnostics.Summaries;

/// <summary>The JSON form of a <see cref="RunSummary"/>.</summary>
public static class RunSummaryJson
{
    /// <summary>Writes a summary as indented UTF-8 with a final newline.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">What.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, RunSummary summary) => ReportJson.Write(output, summary, RunSummaryJsonContext.Default.RunSummary);

    /// <summary>Reads a summary back.</summary>
    /// <param name="json">UTF-8 text that <see cref="Write(Stream, RunSummary)"/> has written.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="JsonException">The text is not a summary.</exception>
    public static RunSummary Read(ReadOnlySpan<byte> json) => ReportJson.Read(json, RunSummaryJsonContext.Default.RunSummary);

    /// <summary>Writes a summary into a page's data.</summary>
    /// <param name="json">The data, where a value may stand.</param>
    /// <param name="summary">What.</param>
    internal static void Write(Utf8JsonWriter json, RunSummary summary) => ReportJson.Write(json, summary, RunSummaryJsonContext.Default.RunSummary);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class RunSummaryJsonContext : JsonSerializerContext;
