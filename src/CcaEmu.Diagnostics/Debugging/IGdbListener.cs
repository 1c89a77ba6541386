namespace CcaEmu.Diagnostics.Debugging;

/// <summary>Where GDBs come from, one at a time. Threads and sockets are its own: the machine knows of neither.</summary>
public interface IGdbListener
{
    /// <summary>Whether a connection was made that nobody has taken yet; costs one read.</summary>
    bool HasNew { get; }

    /// <summary>Waits for a connection.</summary>
    /// <param name="cancelled">Cancelled when the user wants the run to end.</param>
    /// <exception cref="OperationCanceledException">The user has ended the run.</exception>
    IGdbConnection WaitForNew(CancellationToken cancelled);
}
