using System.Net;
using System.Net.Sockets;

namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Takes GDB's connections, one at a time.</summary>
internal sealed class GdbServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private GdbConnection? _waiting, _current;
    private volatile bool _hasNew;

    /// <summary>Listens.</summary>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public GdbServer(IPEndPoint endpoint)
    {
        _listener = new TcpListener(endpoint);
        _listener.Start(1);
        _ = AcceptAsync();
    }

    /// <summary>Where it listens: with port 0 asked for, the port that was free.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Whether a connection was made that nobody has taken yet; costs one read.</summary>
    public bool HasNew => _hasNew;

    /// <summary>Takes the connection that was made; null where there is none.</summary>
    public GdbConnection? TakeNew()
    {
        lock (_lock)
        {
            GdbConnection? taken = _waiting;
            _waiting = null;
            _hasNew = false;
            return taken;
        }
    }

    /// <summary>Waits for a connection.</summary>
    /// <exception cref="OperationCanceledException">The user has ended the run.</exception>
    public GdbConnection WaitForNew(CancellationToken cancelled)
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
