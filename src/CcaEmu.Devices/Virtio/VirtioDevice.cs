namespace CcaEmu.Devices.Virtio;

/// <summary>What is behind a virtio transport: features, configuration and what is done with buffers.</summary>
/// <remarks>Virtual I/O Device (VIRTIO) Version 1.2, chapter 2 "Basic Facilities of a Virtio Device".</remarks>
public abstract class VirtioDevice
{
    /// <summary>Device type: 2 block, 3 console.</summary>
    public abstract uint DeviceId { get; }

    /// <summary>Feature bits of the type; the transport adds those of rings and VIRTIO_F_VERSION_1.</summary>
    public abstract ulong Features { get; }

    /// <summary>Number of queues.</summary>
    public abstract int QueueCount { get; }

    /// <summary>Most descriptors of a queue, a power of two.</summary>
    public virtual ushort QueueSizeMax => 256;

    /// <summary>The device's configuration as bytes; it may be shorter than the space that drivers read.</summary>
    protected internal abstract ReadOnlySpan<byte> Configuration { get; }

    /// <summary>Told of a byte that the driver writes into the configuration; read-only fields ignore it.</summary>
    /// <param name="offset">Offset in the configuration.</param>
    /// <param name="value">The byte.</param>
    protected internal virtual void WriteConfiguration(int offset, byte value)
    {
    }

    /// <summary>Works on a queue that may have new buffers; called after each notification and whenever the device asked for it.</summary>
    /// <param name="index">Number of the queue.</param>
    /// <param name="queue">The queue, which is ready.</param>
    /// <returns>False for a request that no device could make sense of: the transport then asks for a reset.</returns>
    protected internal abstract bool Process(int index, SplitQueue queue);

    /// <summary>The driver has reset the device.</summary>
    protected internal virtual void Reset()
    {
    }

    /// <summary>Set by the transport: has a queue worked on although the driver has not notified it.</summary>
    internal Action<int>? Kick { get; set; }
}
