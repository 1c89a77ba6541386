namespace CcaEmu.Diagnostics.Debugging;

/// <summary>A way to one GDB: packets without their framing.</summary>
public interface IGdbConnection
{
    /// <summary>Whether the other side has gone.</summary>
    bool IsClosed { get; }

    /// <summary>Whether packets are acknowledged; on until QStartNoAckMode.</summary>
    bool Acknowledges { set; }

    /// <summary>Whether GDB has asked for the machine to stop since the last time it was asked here.</summary>
    bool TakeInterrupt();

    /// <summary>Waits for a packet.</summary>
    /// <param name="cancelled">Cancelled when the user wants the run to end.</param>
    /// <returns>Its content without escapes, at most <see cref="GdbHost.MaxPacketBytes"/>; null where the other side has gone.</returns>
    /// <exception cref="OperationCanceledException">The user has ended the run.</exception>
    byte[]? Receive(CancellationToken cancelled);

    /// <summary>Sends a packet; where the other side has gone, nothing happens.</summary>
    /// <param name="content">Its content.</param>
    void Send(ReadOnlySpan<byte> content);
}
