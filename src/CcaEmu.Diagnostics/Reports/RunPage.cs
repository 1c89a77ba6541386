using System.Text.Json;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Worlds;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>One run as one page: timeline, memory, calls, cost, console. Needs no network.</summary>
public static class RunPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="timeline">The run, closed.</param>
    /// <param name="summary">Its summary.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, RunTimeline timeline, RunSummary summary) => PageTemplate.Write(output, "run.html", json =>
    {
        json.WriteNumber("nanosecondsPerCycle", VirtualClock.NanosecondsAt(1_000_000) / 1_000_000);
        json.WriteNumber("dropped", timeline.Dropped);
        json.WritePropertyName("summary");
        RunSummaryJson.Write(json, summary);
        WriteLegs(json, timeline.Legs);
        WriteGaps(json, timeline.Legs);
        WriteCalls(json, timeline.Calls);
        WriteMemory(json, timeline.Memory);
        WriteCosts(json, timeline.Ledger);
        WriteConsole(json, timeline.Lines);
    });

    private static void WriteConsole(Utf8JsonWriter json, IReadOnlyList<ConsoleLine> lines)
    {
        json.WriteStartArray("console");
        foreach (ConsoleLine line in lines)
        {
            json.WriteStartArray();
            json.WriteNumberValue(line.Cycles);
            json.WriteStringValue(line.Text);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    // [PE, place, start, end, instructions, name, cycles of waiting]
    private static void WriteLegs(Utf8JsonWriter json, IReadOnlyList<CrossingLeg> legs)
    {
        var names = new Interned();
        var places = new Interned();
        json.WriteStartArray("legs");
        foreach (CrossingLeg leg in legs)
        {
            json.WriteStartArray();
            json.WriteNumberValue(leg.PeIndex);
            json.WriteNumberValue(places.NumberOf(WorldNames.Of(leg.State, leg.Level)));
            json.WriteNumberValue(leg.StartCycles);
            json.WriteNumberValue(leg.EndCycles);
            json.WriteNumberValue(leg.Instructions);
            json.WriteNumberValue(names.NumberOf(leg.Name));
            json.WriteNumberValue(leg.IdleCycles);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        places.Write(json, "places");
        names.Write(json, "legNames");
    }

    private static void WriteGaps(Utf8JsonWriter json, IReadOnlyList<CrossingLeg> legs)
    {
        json.WriteStartArray("gaps");
        foreach ((ulong start, ulong end) in IdleGaps.Of(legs))
        {
            json.WriteStartArray();
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    // [PE, interface, start, end, name, call, result]
    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<TimelineCall> calls)
    {
        var texts = new Interned();
        json.WriteStartArray("calls");
        foreach (TimelineCall call in calls)
        {
            json.WriteStartArray();
            json.WriteNumberValue(call.PeIndex);
            json.WriteNumberValue((int)call.Interface);
            json.WriteNumberValue(call.StartCycles);
            json.WriteNumberValue(call.EndCycles);
            json.WriteNumberValue(texts.NumberOf(call.Name));
            json.WriteNumberValue(texts.NumberOf(call.Call));
            json.WriteNumberValue(texts.NumberOf(call.Result));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        texts.Write(json, "texts");
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryPicture memory)
    {
        json.WriteStartArray("spaces");
        foreach (Pas pas in Enum.GetValues<Pas>())
            json.WriteStringValue(pas.ToString());
        json.WriteEndArray();
        json.WriteStartArray("states");
        foreach (GranuleState state in Enum.GetValues<GranuleState>())
            json.WriteStringValue(state.ToString());
        json.WriteEndArray();
        json.WriteStartArray("memory");
        foreach (MemorySample sample in memory.Samples)
        {
            json.WriteStartArray();
            json.WriteNumberValue(sample.Cycles);
            foreach (long bytes in sample.Spaces)
                json.WriteNumberValue(bytes);
            foreach (long granules in sample.States)
                json.WriteNumberValue(granules);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteCosts(Utf8JsonWriter json, CrossingLedger ledger)
    {
        CostProfile profile = ledger.Profiles[0];
        json.WriteStartObject("profile");
        json.WriteString("name", profile.Name);
        json.WriteString("description", profile.Description);
        json.WriteStartObject("prices");
        foreach (WorkStepInfo step in WorkSteps.All)
            json.WriteNumber(step.Name, profile[step.Step]);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("kinds");
        foreach (CrossingStatistics kind in ledger.Statistics)
        {
            json.WriteStartObject();
            json.WriteString("family", kind.Family.ToString());
            json.WriteString("name", kind.Name);
            json.WriteNumber("count", kind.Count);
            json.WriteNumber("instructions", kind.Instructions.Sum);
            json.WriteStartArray("price");
            foreach (ulong value in (ReadOnlySpan<ulong>)[kind.Prices[0].Min, kind.Prices[0].Median, kind.Prices[0].P99, kind.Prices[0].Max, kind.Prices[0].Sum])
                json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteStartObject("work");
            foreach (WorkStepInfo step in WorkSteps.All)
            {
                if (kind.Work[(int)step.Step] != 0)
                    json.WriteNumber(step.Name, kind.Work[(int)step.Step]);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // Each text once.
    private sealed class Interned
    {
        private readonly Dictionary<string, int> _numbers = [];

        public int NumberOf(string text)
        {
            if (!_numbers.TryGetValue(text, out int number))
                _numbers[text] = number = _numbers.Count;
            return number;
        }

        public void Write(Utf8JsonWriter json, string property)
        {
            json.WriteStartArray(property);
            foreach (string text in _numbers.Keys)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }
}
