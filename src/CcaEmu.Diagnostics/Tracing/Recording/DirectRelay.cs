namespace CcaEmu.Diagnostics.Tracing.Recording;

/// <summary>Has messages taken at once, by the thread that records.</summary>
internal sealed class DirectRelay : IMessageRelay
{
    private MessageTaker _taker = null!;

    /// <inheritdoc/>
    public byte[] Start(MessageTaker taker, int blockBytes)
    {
        _taker = taker;
        return new byte[blockBytes];
    }

    /// <inheritdoc/>
    public byte[] Exchange(byte[] block, int lengthBytes)
    {
        _taker(block.AsSpan(0, lengthBytes));
        return block;
    }

    /// <inheritdoc/>
    public void Finish(byte[] block, int lengthBytes) => _taker(block.AsSpan(0, lengthBytes));
}
