using System.Runtime.InteropServices;

namespace CcaEmu.Devices.Virtio;

/// <summary>The buffers of one request, as two streams of bytes: those to read, then those to write.</summary>
/// <remarks>
/// How the driver cuts a request into descriptors says nothing about it (VIRTIO 1.2, 2.7.4 "Message Framing"). One object serves a queue for
/// all its requests.
/// </remarks>
public sealed class DescriptorChain
{
    private readonly List<Descriptor> _readable = [];
    private readonly List<Descriptor> _writable = [];
    private readonly IVirtioMemory _memory;

    internal DescriptorChain(IVirtioMemory memory) => _memory = memory;

    /// <summary>Number of the first descriptor, by which the chain is given back.</summary>
    internal ushort Head { get; private set; }

    /// <summary>Bytes to read.</summary>
    public ulong ReadableBytes { get; private set; }

    /// <summary>Bytes to write.</summary>
    public ulong WritableBytes { get; private set; }

    /// <summary>Reads a part of what the driver has sent.</summary>
    /// <param name="offset">Offset among the bytes to read.</param>
    /// <param name="bytes">Takes them.</param>
    /// <returns>False where the chain is shorter, or a buffer is not the driver's memory.</returns>
    public bool TryRead(ulong offset, Span<byte> bytes)
    {
        foreach (Descriptor part in CollectionsMarshal.AsSpan(_readable))
        {
            if (!TryCut(part, ref offset, bytes.Length, out ulong address, out int length))
                continue;
            if (!_memory.TryRead(address, bytes[..length]))
                return false;
            bytes = bytes[length..];
            if (bytes.IsEmpty)
                return true;
        }
        return bytes.IsEmpty;
    }

    /// <summary>Writes a part of what the driver waits for.</summary>
    /// <param name="offset">Offset among the bytes to write.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False where the chain is shorter, or a buffer is not the driver's memory.</returns>
    public bool TryWrite(ulong offset, ReadOnlySpan<byte> bytes)
    {
        foreach (Descriptor part in CollectionsMarshal.AsSpan(_writable))
        {
            if (!TryCut(part, ref offset, bytes.Length, out ulong address, out int length))
                continue;
            if (!_memory.TryWrite(address, bytes[..length]))
                return false;
            bytes = bytes[length..];
            if (bytes.IsEmpty)
                return true;
        }
        return bytes.IsEmpty;
    }

    internal void Begin(ushort head)
    {
        Head = head;
        _readable.Clear();
        _writable.Clear();
        ReadableBytes = WritableBytes = 0;
    }

    /// <summary>Adds a descriptor.</summary>
    /// <returns>False for one to read behind one to write, or one that runs over the end of the address space.</returns>
    internal bool TryAdd(in Descriptor part)
    {
        if ((!part.IsWritable && _writable.Count != 0) || (part.Length != 0 && part.Address + (part.Length - 1) < part.Address))
            return false;
        (part.IsWritable ? _writable : _readable).Add(part);
        if (part.IsWritable)
            WritableBytes += part.Length;
        else
            ReadableBytes += part.Length;
        return true;
    }

    // The piece of a buffer that an access takes, if any of it: what is left of the offset goes on to the next buffer.
    private static bool TryCut(in Descriptor part, ref ulong offset, int wanted, out ulong address, out int length)
    {
        (address, length) = (part.Address + offset, 0);
        if (offset >= part.Length)
        {
            offset -= part.Length;
            return false;
        }
        length = (int)Math.Min((ulong)wanted, part.Length - offset);
        offset = 0;
        return true;
    }
}
