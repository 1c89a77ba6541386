using System.Buffers.Binary;

namespace CcaEmu.Cpu.Tests.Profiling;

/// <summary>A sample record read as a profiler reads it: header by header, knowing of each only how long its payload is.</summary>
/// <remarks>Arm ARM, D18.1.1 "Headers".</remarks>
internal sealed class SamplePackets
{
    private readonly Dictionary<byte, ulong> _payloads = [];

    private SamplePackets(int length) => Length = length;

    /// <summary>Bytes of packets before the padding.</summary>
    public int Length { get; private set; }

    public ulong? this[byte header] => _payloads.TryGetValue(header, out ulong payload) ? payload : null;

    public ulong? Pc => this[0xB0];

    public ulong? Target => this[0xB1];

    public ulong? Va => this[0xB2];

    public ulong? Pa => this[0xB3];

    /// <summary>Class and payload of the Operation Type packet.</summary>
    public (int Class, ulong Subclass) Type => Enumerable.Range(0, 4).Where(n => this[(byte)(0x48 | n)] is not null).Select(n => (n, this[(byte)(0x48 | n)]!.Value)).Single();

    public ulong Events => this[0x52]!.Value;

    public ulong Latency => this[0x98]!.Value;

    public static SamplePackets Parse(ReadOnlySpan<byte> record)
    {
        var packets = new SamplePackets(0);
        int at = 0;
        Span<byte> payload = stackalloc byte[8];
        while (true)
        {
            byte header = record[at++];
            if (header == 1)
                break;
            Assert.That(header, Is.GreaterThanOrEqualTo(0x40), "no extended or reserved header");
            int size = 1 << (header >> 4 & 3);
            payload.Clear();
            record.Slice(at, size).CopyTo(payload);
            Assert.That(packets._payloads.TryAdd(header, BinaryPrimitives.ReadUInt64LittleEndian(payload)), $"a second packet {header:x}");
            at += size;
            if (header == 0x71)
                break;
        }
        packets.Length = at;
        Assert.That(record[at..].IndexOfAnyExcept((byte)0), Is.EqualTo(-1), "padding");
        return packets;
    }
}
