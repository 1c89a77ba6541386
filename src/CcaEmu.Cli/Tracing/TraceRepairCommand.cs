using System.CommandLine;
using CcaEmu.Diagnostics.Tracing.Format;

namespace CcaEmu.Cli.Tracing;

/// <summary><c>ccaemu trace repair</c>: what is whole of a trace that was cut off.</summary>
internal static class TraceRepairCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console)
    {
        (Argument<string> file, Argument<string> target) = (TraceInput.Source(), TraceInput.Target("The trace to write"));
        var command = new Command("repair", "Makes a trace of what is whole of one whose run was killed, or whose file is damaged.") { file, target };
        command.SetAction(parsed => Repair(parsed.GetValue(file)!, parsed.GetValue(target)!, console));
        return command;
    }

    private static int Repair(string path, string target, CliConsole console)
    {
        if (!OpenTrace.TryOpenFile(path, out FileStream? damaged, out string? error))
            return console.Refuse(error);
        using (damaged)
        {
            if (!TraceSalvage.TryStart(damaged, out TraceSalvage? salvage, out error))
                return console.Refuse($"{path}: expected the beginning of a trace written by 'ccaemu run --trace', but {error}");
            if (!TraceInput.TryCreate(path, target, out FileStream? stream, out error))
                return console.Refuse(error!);
            using (stream)
                salvage.WriteTo(stream!);
            console.Text.WriteLine($"kept {salvage.Blocks} blocks with {salvage.Events} events; {salvage.LostBytes} bytes behind them are no block");
            return ExitCodes.Passed;
        }
    }
}
