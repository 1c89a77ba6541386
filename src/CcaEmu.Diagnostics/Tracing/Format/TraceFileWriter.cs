using System.Buffers.Binary;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Writes a trace file: header, blocks, index, end. Records are made by its <see cref="BlockEncoder"/>; what is written of one allocates nothing.</summary>
/// <remarks>
/// <para>Blocks go out whole, in order. Until <see cref="Finish"/> has written the end, the file is no trace: one that was cut short is known by that.</para>
/// </remarks>
public sealed class TraceFileWriter
{
    private readonly Stream _output;
    private readonly List<TraceBlock> _blocks = [];
    private ulong _written;
    private bool _finished;

    /// <summary>Starts a file: its header is written at once.</summary>
    /// <param name="output">Where to; only ever written to, and not closed.</param>
    /// <param name="header">What is said of the run.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public TraceFileWriter(Stream output, TraceHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.PeCount, TraceFormat.MaxPes);
        _output = output;
        Header = header;
        Encoder = new BlockEncoder(header.PeCount, WriteBlock);
        byte[] fields = header.Encode();
        var head = new byte[16 + fields.Length + 4];
        TraceFormat.Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), TraceFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)fields.Length);
        fields.CopyTo(head, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16 + fields.Length), Checksum.Of(head.AsSpan(0, 16 + fields.Length)));
        Output(head);
        // What a run that is killed leaves can be told from no trace at all.
        _output.Flush();
    }

    /// <summary>What is said of the run.</summary>
    public TraceHeader Header { get; }

    /// <summary>Makes the records.</summary>
    internal BlockEncoder Encoder { get; }

    /// <summary>Writes an event that was read from another trace.</summary>
    /// <param name="event">The event; what a block's start repeats is left out, it is repeated where blocks start here.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Append(TraceEvent @event) => EventAppender.Append(Encoder, @event);

    /// <summary>Writes a block of another trace as it is. Blocks refer to nothing outside them, so that a trace may be put together of them alone.</summary>
    /// <param name="block">What its head says.</param>
    /// <param name="bytes">The block from its mark to its checksum.</param>
    internal void Append(in TraceBlock block, ReadOnlySpan<byte> bytes)
    {
        _blocks.Add(block with { Offset = _written });
        Output(bytes);
    }

    /// <summary>Writes the last block, the index and the end; nothing may be written afterwards. Doing it again does nothing.</summary>
    /// <exception cref="IOException">The stream refuses.</exception>
    public void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        Encoder.EndBlock();
        var index = new byte[8 + _blocks.Count * TraceFormat.IndexEntryBytes + 4 + TraceFormat.TrailerBytes];
        ulong offset = _written;
        TraceFormat.IndexMark.CopyTo(index);
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(4), (uint)_blocks.Count);
        for (int i = 0; i < _blocks.Count; i++)
            _blocks[i].WriteEntry(index.AsSpan(8 + i * TraceFormat.IndexEntryBytes));
        Span<byte> end = index.AsSpan(8 + _blocks.Count * TraceFormat.IndexEntryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(end, Checksum.Of(index.AsSpan(0, index.Length - end.Length)));
        end = end[4..];
        BinaryPrimitives.WriteUInt64LittleEndian(end, offset);
        BinaryPrimitives.WriteUInt64LittleEndian(end[8..], _blocks.Aggregate(0UL, (sum, block) => sum + block.Records));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], Checksum.Of(end[..16]));
        TraceFormat.EndMark.CopyTo(end[20..]);
        Output(index);
        _output.Flush();
    }

    private void WriteBlock(RecordBuffer block, in BlockTally tally)
    {
        TraceBlock head = tally.BlockOf(_written, block.Length - TraceFormat.BlockHeadBytes);
        head.WriteHead(block.Written);
        block.Word(Checksum.Of(block.Written));
        _blocks.Add(head);
        Output(block.Written);
    }

    private void Output(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _written += (ulong)bytes.Length;
    }
}
