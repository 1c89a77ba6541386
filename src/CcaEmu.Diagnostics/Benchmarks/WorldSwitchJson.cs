using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcaEmu.Diagnostics.Benchmarks;

/// <summary>The JSON form of a <see cref="WorldSwitchReport"/>.</summary>
public static class WorldSwitchJson
{
    /// <summary>Writes a report as indented UTF-8 with a final newline.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, WorldSwitchReport report)
    {
        JsonSerializer.Serialize(output, report, WorldSwitchJsonContext.Default.WorldSwitchReport);
        output.Write("\n"u8);
    }

    /// <summary>Reads a report back.</summary>
    /// <param name="json">UTF-8 text that <see cref="Write"/> has written.</param>
    /// <exception cref="JsonException">The text is not a report.</exception>
    public static WorldSwitchReport Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, WorldSwitchJsonContext.Default.WorldSwitchReport) ?? throw new JsonException("the report is null");
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WorldSwitchReport))]
internal sealed partial class WorldSwitchJsonContext : JsonSerializerContext;
