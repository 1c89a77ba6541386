using System.Globalization;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Tools;
using CcaEmu.Machine.Board;

namespace CcaEmu.Cli.Tracing;

/// <summary>Prints what a trace is of and what it holds.</summary>
internal static class TraceStatisticsPrinter
{
    private const int MostLines = 12;

    /// <summary>Prints it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="statistics">What was counted of it.</param>
    public static void Print(TextWriter output, TraceFileReader trace, TraceStatistics statistics)
    {
        foreach ((string name, string value) in trace.Header.Fields)
            output.WriteLine($"{name,-16}{value}");
        output.WriteLine(Text($"{"file",-16}{trace.Length} bytes, {trace.Blocks.Count} blocks, {trace.Records} events, {(double)trace.Length / Math.Max(1, trace.Records):F1} bytes each"));
        if (statistics.FirstCycles <= statistics.LastCycles)
            output.WriteLine(Text($"{"time",-16}{Microseconds(statistics.FirstCycles):F3}us to {Microseconds(statistics.LastCycles):F3}us"));
        Section(output, "Events", statistics.Kinds);
        Section(output, "Instructions", statistics.Worlds);
        Section(output, "Calls", statistics.Calls);
        Section(output, "Exceptions", statistics.Exceptions);
        Symbolizer? symbols = TracedImage.SymbolsOf(trace.Header);
        Section(output, "Pages of code", [.. statistics.CodePages.Select(page =>
            new KeyValuePair<string, ulong>($"0x{page.Key:X}{(symbols?.Invoke(page.Key) is { } name ? $" <{name}>" : "")}", page.Value))]);
        if (statistics.BytesRead + statistics.BytesWritten > 0)
            Section(output, "Memory, bytes", [new("read", statistics.BytesRead), new("written", statistics.BytesWritten)]);
    }

    private static void Section(TextWriter output, string title, IReadOnlyList<KeyValuePair<string, ulong>> lines)
    {
        if (lines.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);
        foreach ((string name, ulong count) in lines.Take(MostLines))
            output.WriteLine(Text($"  {count,12}  {name}"));
        if (lines.Count > MostLines)
            output.WriteLine(Text($"  {lines.Skip(MostLines).Aggregate(0UL, (sum, line) => sum + line.Value),12}  {lines.Count - MostLines} others"));
    }

    private static double Microseconds(ulong cycles) => VirtualClock.NanosecondsAt(cycles) / 1000;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
