using System.Text.Json;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Cli.Tracing;

/// <summary>What a comparison of two traces has found, for people and for programs.</summary>
/// <param name="one">What one says of its run.</param>
/// <param name="other">What the other says.</param>
/// <param name="common">Events that are the same in both.</param>
/// <param name="divergence">Where they part; null where they do not.</param>
internal sealed class TraceDiffReport(TraceHeader one, TraceHeader other, ulong common, TraceDivergence? divergence)
{
    private TraceKinds Kinds => one.Kinds & other.Kinds;

    private IEnumerable<(string Field, string Left, string Right)> Headers => one.Fields.Zip(other.Fields)
        .Where(pair => pair.First.Value != pair.Second.Value).Select(pair => (pair.First.Key, pair.First.Value, pair.Second.Value));

    /// <summary>Prints it.</summary>
    /// <param name="output">Where to.</param>
    public void Write(TextWriter output)
    {
        foreach ((string field, string left, string right) in Headers)
            output.WriteLine($"header: {field} is '{left}' in A and '{right}' in B");
        if (one.Kinds != other.Kinds)
            output.WriteLine(Kinds == TraceKinds.None ? "they hold no kind of event in common" : $"compared by what both hold: {TraceKindList.Format(Kinds)}");
        if (divergence is null)
        {
            output.WriteLine($"the same: {common} events");
            return;
        }
        output.WriteLine($"the same for {common} events, then not:");
        foreach (string difference in divergence.Differences)
            output.WriteLine($"  {difference}");
        foreach ((string title, _, IReadOnlyList<string> lines) in Sections(divergence))
        {
            if (lines.Count > 0)
                output.WriteLine($"{title}:");
            foreach (string line in lines)
                output.WriteLine("  " + line);
        }
    }

    /// <summary>Writes it as one object.</summary>
    /// <param name="json">Where to.</param>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("same", divergence is null);
        json.WriteNumber("commonEvents", common);
        json.WriteString("comparedKinds", TraceKindList.Format(Kinds));
        json.WriteStartArray("headers");
        foreach ((string field, string left, string right) in Headers)
        {
            json.WriteStartObject();
            json.WriteString("field", field);
            json.WriteString("a", left);
            json.WriteString("b", right);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (divergence is not null)
        {
            Write(json, "differences", divergence.Differences);
            foreach ((_, string member, IReadOnlyList<string> lines) in Sections(divergence))
                Write(json, member, lines);
        }
        json.WriteEndObject();
    }

    private IEnumerable<(string Title, string Member, IReadOnlyList<string> Lines)> Sections(TraceDivergence found)
    {
        Symbolizer? left = TracedImage.SymbolsOf(one), right = TracedImage.SymbolsOf(other);
        yield return ("calls under way", "callsUnderWay", Lines(found.CallsUnderWay, left));
        yield return ("before, in both", "before", Lines(found.Before, left));
        yield return ("A goes on", "a", Lines(found.Left, left));
        yield return ("B goes on", "b", Lines(found.Right, right));
    }

    private static List<string> Lines(IEnumerable<TraceEvent> events, Symbolizer? symbols)
    {
        using var text = new TraceText(TextWriter.Null, symbols);
        return [.. events.Select(one => text.Describe(one) ?? $"PE{one.Place.PeIndex} {(one is EndEvent ? "ends" : "SMC")}")];
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> lines)
    {
        json.WriteStartArray(name);
        foreach (string line in lines)
            json.WriteStringValue(line);
        json.WriteEndArray();
    }
}
