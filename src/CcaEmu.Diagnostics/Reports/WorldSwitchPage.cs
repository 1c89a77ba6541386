using System.Text.Json;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Benchmarks;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Diagnostics.Reports;

/// <summary>A benchmark's report as one page: what each measurement is made of, how it is distributed, and what was published.</summary>
public static class WorldSwitchPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">The measurements.</param>
    /// <param name="profile">What they are priced by.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, WorldSwitchReport report, CostProfile profile) => PageTemplate.Write(output, "world-switch.html", json =>
    {
        json.WritePropertyName("report");
        WorldSwitchJson.Write(json, report);
        WriteProfile(json, profile, Calibration.Of(profile, report.Rows));
        json.WriteStartObject("titles");
        foreach (WorkStepInfo step in WorkSteps.All)
            json.WriteString(step.Name, step.Title);
        json.WriteEndObject();
    });

    private static void WriteProfile(Utf8JsonWriter json, CostProfile profile, IReadOnlyList<CalibrationLine> lines)
    {
        json.WriteString("description", profile.Description);
        json.WriteStartArray("sources");
        foreach (string source in profile.Sources)
            json.WriteStringValue(source);
        json.WriteEndArray();
        json.WriteStartArray("figures");
        foreach (CalibrationLine line in lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Figure.Name);
            json.WriteString("row", line.Figure.Row);
            json.WriteNumber("published", line.Figure.Cycles);
            json.WriteBoolean("fitted", line.Figure.IsFitted);
            json.WriteBoolean("whole", line.Figure.Scope.Count == 0);
            json.WriteString("source", line.Figure.Source);
            if (line.Measured is { } measured)
                json.WriteNumber("ours", measured);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
