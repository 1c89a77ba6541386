using System.Buffers.Binary;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>One block of a trace, as the index has it: what can be skipped is known without reading it.</summary>
/// <param name="Offset">Where it starts in the file, in bytes.</param>
/// <param name="Length">Bytes of its records.</param>
/// <param name="Records">Events in it.</param>
/// <param name="Pes">A bit for each PE that has events in it; bit 0 is PE0.</param>
/// <param name="Kinds">What is in it.</param>
/// <param name="FirstCycles">Least modelled cycles of an event in it.</param>
/// <param name="LastCycles">Most modelled cycles of an event in it.</param>
public readonly record struct TraceBlock(
    ulong Offset, uint Length, uint Records, ulong Pes, TraceKinds Kinds, ulong FirstCycles, ulong LastCycles)
{
    // Mark, length, records, then the rest without what the kinds do not need.
    internal void WriteHead(Span<byte> to)
    {
        TraceFormat.BlockMark.CopyTo(to);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(to[8..], Records);
        BinaryPrimitives.WriteUInt32LittleEndian(to[12..], (uint)Kinds);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], FirstCycles);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], LastCycles);
        BinaryPrimitives.WriteUInt32LittleEndian(to[32..], (uint)Pes);
    }

    internal void WriteEntry(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, Offset);
        WriteHead(to[8..]);
    }

    internal static TraceBlock ReadEntry(ReadOnlySpan<byte> from) => ReadHead(from[8..], BinaryPrimitives.ReadUInt64LittleEndian(from));

    internal static TraceBlock ReadHead(ReadOnlySpan<byte> from, ulong offset) => new(
        offset,
        BinaryPrimitives.ReadUInt32LittleEndian(from[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[32..]),
        (TraceKinds)BinaryPrimitives.ReadUInt32LittleEndian(from[12..]),
        BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(from[24..]));
}
