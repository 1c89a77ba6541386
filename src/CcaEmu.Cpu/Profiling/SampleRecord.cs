using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CcaEmu.Cpu;

/// <summary>One sample record: packets one after the other, filled up with padding to the 64 bytes that every record here has.</summary>
/// <remarks>Arm ARM, D18 "Statistical Profiling Extension Sample Record Specification"; J1.1 shared pseudocode SPEAddPacketToRecord.</remarks>
internal struct SampleRecord
{
    /// <summary>PMSIDR_EL1.MaxSize and PMBIDR_EL1.Align: records are of this size and aligned to it.</summary>
    public const int Size = 64;

    private Bytes _bytes;

    /// <summary>How many bytes of packets there are.</summary>
    public int Length { get; private set; }

    /// <summary>The record with its padding.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Span => _bytes;

    /// <summary>A packet of a header alone.</summary>
    public void Add(byte header) => _bytes[Length++] = header;

    /// <summary>Header and payload; bits 5:4 of the header tell the payload's size: 1, 2, 4 or 8 bytes.</summary>
    public void Add(byte header, ulong payload)
    {
        int size = 1 << (header >> 4 & 3);
        Span<byte> room = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(room, payload);
        Add(header);
        for (int i = 0; i < size; i++)
            Add(room[i]);
    }

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
