using System.CommandLine;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace</c>: looks at what <c>ccaemu run --trace</c> has written.</summary>
internal static class TraceCommandLine
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console) => new("trace", "Looks at traces that 'ccaemu run --trace FILE' has written.")
    {
        TraceShowCommand.Create(console),
        TraceFilterCommand.Create(console),
        TraceStatsCommand.Create(console),
        TraceDiffCommand.Create(console),
        TraceExportCommands.Tarmac(console),
        TraceExportCommands.Perfetto(console),
        TraceRepairCommand.Create(console),
    };
}
