using System.Text.Json;
using System.Text.Json.Serialization;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>The JSON form of a <see cref="WorldSwitchReport"/>.</summary>
public static class WorldSwitchJson
{
    /// <summary>Writes a report as indented UTF-8 with a final newline.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, WorldSwitchReport report) => ReportJson.Write(output, report, WorldSwitchJsonContext.Default.WorldSwitchReport);

    /// <summary>Reads a report back.</summary>
    /// <param name="json">UTF-8 text that <see cref="Write(Stream, WorldSwitchReport)"/> has written.</param>
    /// <exception cref="JsonException">The text is not a report.</exception>
    public static WorldSwitchReport Read(ReadOnlySpan<byte> json) => ReportJson.Read(json, WorldSwitchJsonContext.Default.WorldSwitchReport);

    /// <summary>Writes a report into a page's data.</summary>
    /// <param name="json">The data, where a value may stand.</param>
    /// <param name="report">What.</param>
    internal static void Write(Utf8JsonWriter json, WorldSwitchReport report) => ReportJson.Write(json, report, WorldSwitchJsonContext.Default.WorldSwitchReport);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WorldSwitchReport))]
internal sealed partial class WorldSwitchJsonContext : JsonSerializerContext;
