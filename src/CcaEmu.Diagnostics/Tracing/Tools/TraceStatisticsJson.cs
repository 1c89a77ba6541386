using System.Globalization;
using System.Text.Json;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Tracing.Tools;

/// <summary>Counts of a trace as JSON.</summary>
public static class TraceStatisticsJson
{
    /// <summary>Writes one object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="statistics">What was counted of it.</param>
    /// <param name="symbols">Names addresses of the guest's code, if it can.</param>
    public static void Write(Utf8JsonWriter json, TraceFileReader trace, TraceStatistics statistics, Symbolizer? symbols)
    {
        json.WriteStartObject();
        json.WriteStartObject("header");
        foreach ((string name, string value) in trace.Header.Fields)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartObject("file");
        json.WriteNumber("bytes", trace.Length);
        json.WriteNumber("blocks", trace.Blocks.Count);
        json.WriteNumber("events", trace.Records);
        json.WriteEndObject();
        WriteTime(json, statistics);
        Write(json, "events", statistics.Kinds);
        Write(json, "instructions", statistics.Worlds);
        Write(json, "calls", statistics.Calls);
        Write(json, "exceptions", statistics.Exceptions);
        WritePages(json, statistics, symbols);
        json.WriteStartObject("memoryBytes");
        json.WriteNumber("read", statistics.BytesRead);
        json.WriteNumber("written", statistics.BytesWritten);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, TraceStatistics statistics)
    {
        if (statistics.FirstCycles > statistics.LastCycles)
            return;
        json.WriteStartObject("time");
        json.WriteNumber("firstCycles", statistics.FirstCycles);
        json.WriteNumber("lastCycles", statistics.LastCycles);
        json.WriteNumber("firstNanoseconds", VirtualClock.NanosecondsAt(statistics.FirstCycles));
        json.WriteNumber("lastNanoseconds", VirtualClock.NanosecondsAt(statistics.LastCycles));
        json.WriteEndObject();
    }

    private static void WritePages(Utf8JsonWriter json, TraceStatistics statistics, Symbolizer? symbols)
    {
        json.WriteStartArray("codePages");
        foreach ((ulong page, ulong count) in statistics.CodePages)
        {
            json.WriteStartObject();
            json.WriteString("page", string.Create(CultureInfo.InvariantCulture, $"0x{page:X}"));
            if (symbols?.Invoke(page) is { } name)
                json.WriteString("symbol", name);
            json.WriteNumber("instructions", count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, ulong>> counts)
    {
        json.WriteStartObject(name);
        foreach ((string what, ulong count) in counts)
            json.WriteNumber(what, count);
        json.WriteEndObject();
    }
}
