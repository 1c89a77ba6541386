using System.Buffers.Binary;

namespace CcaEmu.Devices.Virtio;

/// <summary>A split virtqueue from the device's side: takes descriptor chains from the available ring, gives them back in the used ring.</summary>
/// <remarks>
/// <para>VIRTIO 1.2, 2.7 "Split Virtqueues". Everything in it is the driver's to write, at any time: each number is checked when it is read,
/// and every walk is bounded by the queue's size.</para>
/// <para>Addresses that are not memory, indices beyond the table, loops, chains longer than the queue and forbidden combinations of flags
/// end in <see cref="IsBroken"/>, which a reset alone mends.</para>
/// </remarks>
public sealed class SplitQueue
{
    private const ushort NEXT = 1, WRITE = 2, INDIRECT = 4;
    private const ushort NoInterrupt = 1;
    private const int DescriptorBytes = 16;

    private readonly IVirtioMemory _memory;
    private readonly DescriptorChain _chain;
    private ushort _nextAvailable, _nextUsed, _signalledUsed;
    private int _takenInVisit;

    internal SplitQueue(IVirtioMemory memory, ushort sizeMax)
    {
        _memory = memory;
        _chain = new DescriptorChain(memory);
        SizeMax = Size = sizeMax;
    }

    internal ushort SizeMax { get; }

    internal ushort Size { get; set; }

    internal bool IsReady { get; private set; }

    internal ulong DescriptorTable { get; set; }

    internal ulong AvailableRing { get; set; }

    internal ulong UsedRing { get; set; }

    internal bool HasIndirect { get; set; }

    internal bool HasEventIndex { get; set; }

    /// <summary>Whether the driver has put something into the queue that no driver may.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes the next request.</summary>
    /// <param name="chain">Its buffers, until the next call.</param>
    /// <returns>False where none waits, or the queue is broken.</returns>
    public bool TryTake(out DescriptorChain chain)
    {
        chain = _chain;
        if (!IsReady || IsBroken || !TryRead16(AvailableRing + 2, out ushort index))
            return false;
        ushort waiting = (ushort)(index - _nextAvailable);
        if (waiting == 0)
        {
            // The driver need tell of the next one; what it added before it could know that is found by looking again.
            if (!HasEventIndex)
                return false;
            Write16(UsedRing + 4 + 8 * (ulong)Size, _nextAvailable);
            if (!TryRead16(AvailableRing + 2, out index) || index == _nextAvailable)
                return false;
            waiting = (ushort)(index - _nextAvailable);
        }
        // The driver does not run while the device works: it has no more than a queue full of requests, unless a request rewrites the rings.
        if (waiting > Size || ++_takenInVisit > Size)
            return Break();
        if (!TryRead16(AvailableRing + 4 + 2 * (ulong)(_nextAvailable % Size), out ushort head))
            return false;
        _nextAvailable++;
        _chain.Begin(head);
        return Walk(DescriptorTable, Size, head, isIndirect: false);
    }

    /// <summary>Gives a request back to the driver.</summary>
    /// <param name="chain">The request that was taken last.</param>
    /// <param name="writtenBytes">Bytes written, from the first that could be.</param>
    public void Complete(DescriptorChain chain, uint writtenBytes)
    {
        Span<byte> entry = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, chain.Head);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], writtenBytes);
        if (!_memory.TryWrite(UsedRing + 4 + 8 * (ulong)(_nextUsed % Size), entry))
            Break();
        Write16(UsedRing + 2, ++_nextUsed);
    }

    /// <summary>The device is about to look at the queue.</summary>
    internal void BeginVisit() => _takenInVisit = 0;

    /// <summary>Whether the driver wants an interrupt for what was given back since this was last asked.</summary>
    internal bool TakeInterrupt()
    {
        ushort old = _signalledUsed;
        if (old == _nextUsed)
            return false;
        _signalledUsed = _nextUsed;
        if (!HasEventIndex)
            return TryRead16(AvailableRing, out ushort flags) && (flags & NoInterrupt) == 0;
        return TryRead16(AvailableRing + 4 + 2 * (ulong)Size, out ushort wanted) && (ushort)(_nextUsed - wanted - 1) < (ushort)(_nextUsed - old);
    }

    internal void Start()
    {
        (_nextAvailable, _nextUsed, _signalledUsed) = (0, 0, 0);
        // A size of zero, or none that is a power of two, and rings out of line are the driver's mistake.
        IsBroken = Size == 0 || Size > SizeMax || (Size & (Size - 1)) != 0
            || (DescriptorTable & 15) != 0 || (AvailableRing & 1) != 0 || (UsedRing & 3) != 0;
        IsReady = true;
    }

    internal void Stop() => IsReady = false;

    internal void Reset()
    {
        IsReady = IsBroken = false;
        Size = SizeMax;
        DescriptorTable = AvailableRing = UsedRing = 0;
        (_nextAvailable, _nextUsed, _signalledUsed) = (0, 0, 0);
    }

    private bool Walk(ulong table, uint entries, uint index, bool isIndirect)
    {
        Span<byte> bytes = stackalloc byte[DescriptorBytes];
        for (uint steps = 0; steps < entries; steps++)
        {
            if (index >= entries || !_memory.TryRead(table + index * DescriptorBytes, bytes))
                return Break();
            ulong address = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
            if ((flags & INDIRECT) != 0)
                return !isIndirect && HasIndirect && (flags & NEXT) == 0 ? WalkIndirect(address, length) : Break();
            if (!_chain.TryAdd(new Descriptor(address, length, (flags & WRITE) != 0)))
                return Break();
            if ((flags & NEXT) == 0)
                return true;
            index = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        }
        return Break(); // longer than the table: a loop
    }

    // Its length is bounded by the queue's size as that of any chain (VIRTIO 1.2, 2.7.5.3.1).
    private bool WalkIndirect(ulong table, uint length)
    {
        uint entries = length / DescriptorBytes;
        return length % DescriptorBytes == 0 && entries != 0 && entries <= Size && Walk(table, entries, 0, isIndirect: true) || Break();
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }

    private bool TryRead16(ulong address, out ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        bool ok = _memory.TryRead(address, bytes) || Break();
        value = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return ok;
    }

    private void Write16(ulong address, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        if (!_memory.TryWrite(address, bytes))
            Break();
    }
}
