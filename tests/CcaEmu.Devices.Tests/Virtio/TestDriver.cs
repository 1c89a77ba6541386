using System.Buffers.Binary;
using CcaEmu.Devices.Virtio;

namespace CcaEmu.Devices.Tests.Virtio;

/// <summary>A virtio driver with 64 KiB of memory: rings of eight entries for each of two queues, and the rest for buffers.</summary>
internal sealed class TestDriver : IVirtioMemory
{
    public const ulong Base = 0x8000_0000, Buffers = Base + 0x4000;
    public const int Size = 8;
    public const uint Acknowledge = 1, Driver = 2, DriverOk = 4, FeaturesOk = 8, NeedsReset = 64;
    public const ulong Version1 = 1UL << 32, EventIndex = 1UL << 29, Indirect = 1UL << 28;

    private readonly VirtioMmio _transport;
    private readonly ushort[] _available = new ushort[2];

    public TestDriver(VirtioDevice device) => _transport = new VirtioMmio(device, this);

    public byte[] Memory { get; } = new byte[0x1_0000];

    public VirtioMmio Transport => _transport;

    public uint Status => Get(0x70);

    public bool TryRead(ulong address, Span<byte> bytes)
    {
        if (address < Base || address - Base > (ulong)Memory.Length || (ulong)bytes.Length > (ulong)Memory.Length - (address - Base))
            return false;
        Memory.AsSpan((int)(address - Base), bytes.Length).CopyTo(bytes);
        return true;
    }

    public bool TryWrite(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (address < Base || address - Base > (ulong)Memory.Length || (ulong)bytes.Length > (ulong)Memory.Length - (address - Base))
            return false;
        bytes.CopyTo(Memory.AsSpan((int)(address - Base)));
        return true;
    }

    public static ulong Table(int queue) => Base + (ulong)queue * 0x1000;

    public static ulong Available(int queue) => Table(queue) + 0x400;

    public static ulong Used(int queue) => Table(queue) + 0x800;

    public uint Get(ulong offset) => (uint)_transport.Read(offset, 4);

    public void Set(ulong offset, uint value) => _transport.Write(offset, 4, value);

    public TestDriver Start(int queues, ulong features = Version1)
    {
        Set(0x70, 0);
        Set(0x70, Acknowledge);
        Set(0x70, Acknowledge | Driver);
        Set(0x24, 0);
        Set(0x20, (uint)features);
        Set(0x24, 1);
        Set(0x20, (uint)(features >> 32));
        Set(0x70, Acknowledge | Driver | FeaturesOk);
        for (int i = 0; i < queues; i++)
            SetUp(i);
        Set(0x70, Acknowledge | Driver | FeaturesOk | DriverOk);
        return this;
    }

    public void SetUp(int queue, uint size = Size)
    {
        Set(0x30, (uint)queue);
        Set(0x38, size);
        Set(0x80, (uint)Table(queue));
        Set(0x90, (uint)Available(queue));
        Set(0xA0, (uint)Used(queue));
        Set(0x44, 1);
    }

    public void Describe(ulong table, int index, ulong address, uint length, ushort flags, ushort next = 0)
    {
        Span<byte> entry = Memory.AsSpan((int)(table - Base) + index * 16, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(entry, address);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[12..], flags);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[14..], next);
    }

    public void Offer(int queue, ushort head)
    {
        ushort index = _available[queue]++;
        Put16(Available(queue) + 4 + 2 * (ulong)(index % Size), head);
        Put16(Available(queue) + 2, _available[queue]);
    }

    public void Notify(int queue) => Set(0x50, (uint)queue);

    public ushort Get16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(Memory.AsSpan((int)(address - Base)));

    public void Put16(ulong address, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Memory.AsSpan((int)(address - Base)), value);

    public (uint Id, uint Length) UsedEntry(int queue, int slot) => (
        BinaryPrimitives.ReadUInt32LittleEndian(Memory.AsSpan((int)(Used(queue) - Base) + 4 + 8 * slot)),
        BinaryPrimitives.ReadUInt32LittleEndian(Memory.AsSpan((int)(Used(queue) - Base) + 8 + 8 * slot)));

    public Span<byte> Buffer(int offset, int length) => Memory.AsSpan((int)(Buffers - Base) + offset, length);
}
