namespace CcaEmu.Devices.Virtio;

/// <summary>A virtio console with one port: what the driver sends goes to a sink, and input waits until the driver has a buffer for it.</summary>
/// <remarks>VIRTIO 1.2, 5.3 "Console Device".</remarks>
/// <param name="sink">Takes each character that is sent.</param>
public sealed class VirtioConsole(Action<byte> sink) : VirtioDevice
{
    private const int ReceiveQueue = 0, TransmitQueue = 1;
    private const ulong EmergencyWrite = 1UL << 2;
    private const int EmergencyWriteOffset = 8;
    private const ulong LongestMessage = 1 << 20;

    private readonly Queue<byte> _input = new();
    private readonly byte[] _configuration = new byte[12];
    private readonly byte[] _buffer = new byte[256];

    /// <inheritdoc/>
    public override uint DeviceId => 3;

    /// <inheritdoc/>
    public override ulong Features => EmergencyWrite;

    /// <inheritdoc/>
    public override int QueueCount => 2;

    /// <summary>Characters on their way to the driver.</summary>
    public int PendingInput => _input.Count;

    /// <inheritdoc/>
    protected internal override ReadOnlySpan<byte> Configuration => _configuration;

    /// <summary>Queues a character for the driver.</summary>
    /// <param name="character">The character.</param>
    public void Enqueue(byte character)
    {
        _input.Enqueue(character);
        Kick?.Invoke(ReceiveQueue);
    }

    /// <inheritdoc/>
    protected internal override void WriteConfiguration(int offset, byte value)
    {
        if (offset == EmergencyWriteOffset)
            sink(value);
    }

    /// <inheritdoc/>
    protected internal override bool Process(int index, SplitQueue queue) => index switch
    {
        ReceiveQueue => Receive(queue),
        TransmitQueue => Transmit(queue),
        _ => true,
    };

    private bool Transmit(SplitQueue queue)
    {
        while (queue.TryTake(out DescriptorChain chain))
        {
            if (chain.ReadableBytes > LongestMessage)
                return false;
            for (ulong offset = 0; offset < chain.ReadableBytes;)
            {
                Span<byte> part = _buffer.AsSpan(0, (int)Math.Min((ulong)_buffer.Length, chain.ReadableBytes - offset));
                if (!chain.TryRead(offset, part))
                    return false;
                foreach (byte character in part)
                    sink(character);
                offset += (ulong)part.Length;
            }
            queue.Complete(chain, 0);
        }
        return true;
    }

    private bool Receive(SplitQueue queue)
    {
        while (_input.Count != 0 && queue.TryTake(out DescriptorChain chain))
        {
            int length = (int)Math.Min((ulong)Math.Min(_input.Count, _buffer.Length), chain.WritableBytes);
            for (int i = 0; i < length; i++)
                _buffer[i] = _input.Dequeue();
            if (!chain.TryWrite(0, _buffer.AsSpan(0, length)))
                return false;
            queue.Complete(chain, (uint)length);
        }
        return true;
    }
}
