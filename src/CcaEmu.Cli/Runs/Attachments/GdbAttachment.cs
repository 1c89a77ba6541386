using CcaEmu.Cli.Debugging;
using CcaEmu.Cli.Disks;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Runs.Attachments;

/// <summary>Runs a machine as GDB's user wishes. Each way back is a new emulation, which those who look at the run look at from its beginning.</summary>
/// <param name="server">Where GDB comes from.</param>
/// <param name="gdb">The debugger's side.</param>
internal sealed class GdbAttachment(GdbServer server, GdbHost gdb) : RunAttachment, IRunDriver
{
    /// <inheritdoc/>
    public override Action<byte> Hear(Action<byte> console) => gdb.Console(console);

    // Each way back finds the disk as the first way found it.
    /// <inheritdoc/>
    public RealmLaunch LaunchOf(RealmLaunch launch) => launch.Disk is { } disk ? launch with { Disk = new SnapshotDisk(disk) } : launch;

    /// <inheritdoc/>
    public EmulationResult Run(ref Emulation emulation, Func<Emulation> again, string? noWayBack, CancellationToken interrupted)
    {
        Emulation? prepared = emulation;
        var ended = (DebuggedEmulation)gdb.Execute(() =>
        {
            Emulation next = prepared ?? again();
            prepared = null;
            return new DebuggedEmulation(next, noWayBack, interrupted);
        });
        emulation = ended.Emulation;
        return gdb.Killed
            ? new EmulationResult(RunStatus.Interrupted, "the debugger ended the run", ExitCodes.Interrupted, null)
            : ended.Result!;
    }

    /// <inheritdoc/>
    public void Exit(int code) => gdb.Exit(code);

    /// <inheritdoc/>
    public override void Dispose() => server.Dispose();
}
