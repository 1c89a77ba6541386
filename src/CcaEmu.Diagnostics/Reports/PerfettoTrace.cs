using System.Text.Json;
using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Diagnostics.Crossings;
using CcaEmu.Machine.Board;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>One run as Chrome trace events, which ui.perfetto.dev opens: a process for each PE, tracks for worlds and calls, counters for memory.</summary>
/// <remarks>Trace Event Format, complete events (X), counters (C), instants (i), metadata (M). Times are the machine's modelled microseconds.</remarks>
public static class PerfettoTrace
{
    private const int WorldTrack = 1;
    private const int FirstCallTrack = 2;
    private const int MachineProcess = 1000;

    /// <summary>Writes the events.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="timeline">The run, closed.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, ITimeline timeline)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        Name(json, "process_name", MachineProcess, 0, "machine");
        foreach (int pe in timeline.Legs.Select(leg => leg.PeIndex).Distinct().Order())
        {
            Name(json, "process_name", pe + 1, 0, $"PE{pe}");
            Name(json, "thread_name", pe + 1, WorldTrack, "world and level");
            foreach (CallInterface between in Enum.GetValues<CallInterface>())
                Name(json, "thread_name", pe + 1, FirstCallTrack + (int)between, $"{between} calls");
        }
        foreach (CrossingLeg leg in timeline.Legs)
            WriteLeg(json, leg);
        foreach (TimelineCall call in timeline.Calls)
            WriteCall(json, call);
        foreach (MemorySample sample in timeline.Samples)
            WriteMemory(json, sample);
        foreach (ConsoleLine line in timeline.Lines)
        {
            Begin(json, "i", line.Text, MachineProcess, 0, line.Cycles);
            json.WriteString("s", "g");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLeg(Utf8JsonWriter json, in CrossingLeg leg)
    {
        Begin(json, "X", Worlds.WorldNames.Of(leg.State, leg.Level), leg.PeIndex + 1, WorldTrack, leg.StartCycles);
        json.WriteNumber("dur", Microseconds(leg.EndCycles - leg.StartCycles));
        json.WriteStartObject("args");
        json.WriteString("from", leg.Name);
        json.WriteNumber("instructions", leg.Instructions);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, TimelineCall call)
    {
        Begin(json, "X", call.Name, call.PeIndex + 1, FirstCallTrack + (int)call.Interface, call.StartCycles);
        json.WriteNumber("dur", Microseconds(call.EndCycles - call.StartCycles));
        json.WriteStartObject("args");
        json.WriteString("call", call.Call);
        json.WriteString("result", call.Result);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemorySample sample)
    {
        Begin(json, "C", "Realm PAS, bytes", MachineProcess, 0, sample.Cycles);
        json.WriteStartObject("args");
        json.WriteNumber("bytes", sample.Spaces[(int)Pas.Realm]);
        json.WriteEndObject();
        json.WriteEndObject();
        Begin(json, "C", "granules", MachineProcess, 0, sample.Cycles);
        json.WriteStartObject("args");
        foreach (GranuleState state in Enum.GetValues<GranuleState>().Where(state => state != GranuleState.Undelegated))
            json.WriteNumber(state.ToString(), sample.States[(int)state]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Name(Utf8JsonWriter json, string what, int process, int track, string name)
    {
        Begin(json, "M", what, process, track, 0);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string phase, string name, int process, int track, ulong cycles)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        json.WriteString("name", name);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        json.WriteNumber("ts", Microseconds(cycles));
    }

    private static double Microseconds(ulong cycles) => VirtualClock.NanosecondsAt(cycles) / 1000;
}
