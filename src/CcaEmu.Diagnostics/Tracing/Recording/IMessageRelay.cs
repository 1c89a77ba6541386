namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Takes the messages of a block, oldest first.</summary>
/// <param name="messages">Whole messages.</param>
/// <exception cref="IOException">What they come to cannot be written.</exception>
public delegate void MessageTaker(ReadOnlySpan<byte> messages);

/// <summary>Brings blocks of messages from whoever records a run to whoever makes a trace of them: at once, or by another thread.</summary>
/// <remarks>One records and one takes; a block belongs to one of the two at a time, so that neither asks for a lock on any message.</remarks>
public interface IMessageRelay
{
    /// <summary>Makes blocks.</summary>
    /// <param name="taker">Takes what is handed over, in the order in which it was.</param>
    /// <param name="blockBytes">Bytes of a block.</param>
    /// <returns>The first empty block.</returns>
    byte[] Start(MessageTaker taker, int blockBytes);

    /// <summary>Hands a block over, and waits for an empty one where there is none.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lengthBytes">Bytes of messages in it.</param>
    /// <returns>An empty block.</returns>
    /// <exception cref="IOException">What was handed over before cannot be written.</exception>
    byte[] Exchange(byte[] block, int lengthBytes);

    /// <summary>Hands the last block over, and waits until everything is taken.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lengthBytes">Bytes of messages in it.</param>
    /// <exception cref="IOException">What was handed over cannot be written.</exception>
    void Finish(byte[] block, int lengthBytes);
}
