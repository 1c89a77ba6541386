using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcaEmu.Diagnostics.Summaries;

/// <summary>The JSON form of a <see cref="RunSummary"/>.</summary>
public static class RunSummaryJson
{
    /// <summary>Writes a summary as indented UTF-8 with a final newline.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="summary">What.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, RunSummary summary)
    {
        JsonSerializer.Serialize(output, summary, RunSummaryJsonContext.Default.RunSummary);
        output.Write("\n"u8);
    }

    /// <summary>Reads a summary back.</summary>
    /// <param name="json">UTF-8 text that <see cref="Write"/> has written.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="JsonException">The text is not a summary.</exception>
    public static RunSummary Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RunSummaryJsonContext.Default.RunSummary) ?? throw new JsonException("the summary is null");
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class RunSummaryJsonContext : JsonSerializerContext;
