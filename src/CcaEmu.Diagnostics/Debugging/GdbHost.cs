namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Runs a machine under GDB.</summary>
public sealed class GdbHost
{
    /// <summary>Bytes that a packet may have.</summary>
    public const int MaxPacketBytes = 0x4000;

    private readonly GdbStub _stub;
    private readonly DebugSession _session;
    private Func<IDebuggedRun>? _start;

    /// <summary>A host that nothing runs under yet.</summary>
    /// <param name="listener">Where GDB comes from.</param>
    /// <param name="waitsAtStart">Whether the machine does nothing before GDB has come.</param>
    /// <param name="commands">What <c>monitor</c> understands beside what a debugger of a machine knows.</param>
    /// <param name="cancelled">Cancelled when the user wants the run to end.</param>
    public GdbHost(IGdbListener listener, bool waitsAtStart, IReadOnlyList<IMonitorCommand> commands, CancellationToken cancelled)
    {
        _stub = new GdbStub(listener, waitsAtStart, commands, cancelled);
        _session = _stub.Session = new DebugSession(() => _start!(), _stub);
    }

    /// <summary>Whether the run was ended from GDB.</summary>
    public bool Killed => _session.Killed;

    /// <summary>Passes on what a guest prints, but nothing a second time when the run is repeated.</summary>
    /// <param name="output">Takes the bytes.</param>
    public Action<byte> Console(Action<byte> output) => _session.Console(output);

    /// <summary>Runs to the end, back and forth as GDB's user wishes.</summary>
    /// <param name="start">Makes the machine, the same each time.</param>
    /// <returns>The run that came to the end; its disposal is the caller's.</returns>
    public IDebuggedRun Execute(Func<IDebuggedRun> start)
    {
        _start = start;
        return _session.Execute();
    }

    /// <summary>Tells GDB that the run is over.</summary>
    /// <param name="exitCode">The exit code of the process.</param>
    public void Exit(int exitCode) => _stub.Exit(exitCode);
}
