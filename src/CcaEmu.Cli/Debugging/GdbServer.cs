using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using CcaEmu.Diagnostics.Debugging;

namespace CcaEmu.Cli.Debugging;

/// <summary>Takes GDB's connections, one at a time.</summary>
internal sealed class GdbServer : IGdbListener, IDisposable
{
    // Who does not take an answer for so long has gone: the run goes on without.
    private const int MillisecondsToRead = 5000;

    private readonly TcpListener _listener;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private GdbConnection? _waiting, _current;
    private volatile bool _hasNew;

    private GdbServer(TcpListener listener)
    {
        _listener = listener;
        _ = AcceptAsync();
    }

    /// <summary>Listens.</summary>
    /// <param name="endpoint">Address and port; port 0 takes a free one.</param>
    /// <param name="server">Takes the server.</param>
    /// <param name="error">Why there is none.</param>
    /// <returns>Whether it listens.</returns>
    public static bool TryListen(IPEndPoint endpoint, [NotNullWhen(true)] out GdbServer? server, [NotNullWhen(false)] out string? error)
    {
        var listener = new TcpListener(endpoint);
        try
        {
            listener.Start(1);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            server = null;
            error = $"expected an address to listen on, found {endpoint}, which cannot be: {e.Message}; try another port, or 0 for any that is free";
            return false;
        }
        server = new GdbServer(listener);
        error = null;
        return true;
    }

    /// <summary>Where it listens: with port 0 asked for, the port that was free.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <inheritdoc/>
    public bool HasNew => _hasNew;

    private GdbConnection? TakeNew()
    {
        lock (_lock)
        {
            GdbConnection? taken = _waiting;
            _waiting = null;
            _hasNew = false;
            return taken;
        }
    }

    /// <inheritdoc/>
    public IGdbConnection WaitForNew(CancellationToken cancelled)
    {
        while (true)
        {
            if (TakeNew() is { } connection)
                return connection;
            _arrived.Wait(cancelled);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
            _current?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            client.NoDelay = true;
            client.SendTimeout = MillisecondsToRead;
            lock (_lock)
            {
                // One debugger at a time: a second one finds its connection closed.
                if (_current is { IsClosed: false })
                {
                    client.Dispose();
                    continue;
                }
                _current?.Dispose();
                _current = _waiting = new GdbConnection(client.GetStream());
                _hasNew = true;
            }
            _arrived.Release();
        }
    }
}
