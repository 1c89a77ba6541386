using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Runs a machine under GDB.</summary>
public sealed class GdbHost : IDisposable
{
    private readonly GdbServer _server;
    private readonly GdbStub _stub;
    private readonly DebugSession _session;
    private Func<IDebuggedRun>? _start;

    private GdbHost(GdbServer server, bool waitsAtStart, IReadOnlyList<IMonitorCommand> commands, CancellationToken cancelled)
    {
        _server = server;
        _stub = new GdbStub(server, waitsAtStart, commands, cancelled);
        _session = _stub.Session = new DebugSession(() => _start!(), _stub);
    }

    /// <summary>Where GDB connects to.</summary>
    public IPEndPoint Endpoint => _server.Endpoint;

    /// <summary>Whether the run was ended from GDB.</summary>
    public bool Killed => _session.Killed;

    /// <summary>Listens for GDB.</summary>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <param name="waitsAtStart">Whether the machine does nothing before GDB has come.</param>
    /// <param name="commands">What <c>monitor</c> understands beside what a debugger of a machine knows.</param>
    /// <param name="cancelled">Cancelled when the user wants the run to end.</param>
    /// <param name="host">Takes the host.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>Whether it listens.</returns>
    public static bool TryListen(
        IPEndPoint endpoint, bool waitsAtStart, IReadOnlyList<IMonitorCommand> commands, CancellationToken cancelled,
        [NotNullWhen(true)] out GdbHost? host, [NotNullWhen(false)] out string? error)
    {
        try
        {
            host = new GdbHost(new GdbServer(endpoint), waitsAtStart, commands, cancelled);
            error = null;
            return true;
        }
        catch (SocketException e)
        {
            host = null;
            error = $"expected an address to listen on, found {endpoint}, which cannot be: {e.Message}; try another port, or 0 for any that is free";
            return false;
        }
    }

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

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();
}
