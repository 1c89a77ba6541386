using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CcaEmu.Diagnostics.Tracing.Events;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>A trace file, whole and undamaged: that is looked at before anything of it is believed.</summary>
public sealed class TraceFileReader
{
    private const string CutOff = "it ends in the middle: the run was cut off, or the file was ('ccaemu trace repair' keeps what is whole)";

    private readonly Stream _input;
    private readonly TraceBlock[] _blocks;
    private readonly ulong[] _firstRecords;

    private TraceFileReader(Stream input, TraceHeader header, TraceBlock[] blocks, ulong records)
    {
        (_input, Header, _blocks, Records) = (input, header, blocks, records);
        _firstRecords = new ulong[blocks.Length];
        for (int i = 1; i < blocks.Length; i++)
            _firstRecords[i] = _firstRecords[i - 1] + blocks[i - 1].Records;
    }

    /// <summary>What the trace says of its run.</summary>
    public TraceHeader Header { get; }

    /// <summary>Its blocks, in order.</summary>
    public IReadOnlyList<TraceBlock> Blocks => _blocks;

    /// <summary>Events in all.</summary>
    public ulong Records { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _input.Length;

    /// <summary>Opens a trace: reads header and index, and every block's checksum.</summary>
    /// <param name="input">The file; it can seek, and stays the caller's to close, after the reader was used.</param>
    /// <param name="reader">The trace.</param>
    /// <param name="error">What is wrong with it, to stand behind "it"; one line.</param>
    /// <returns>False for what is no trace, another version, cut short, or damaged.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static bool TryOpen(Stream input, [NotNullWhen(true)] out TraceFileReader? reader, [NotNullWhen(false)] out string? error)
    {
        reader = null;
        try
        {
            reader = Open(input);
            error = null;
            return true;
        }
        catch (InvalidDataException bad)
        {
            error = bad.Message;
            return false;
        }
        catch (EndOfStreamException)
        {
            error = "it ends in the middle";
            return false;
        }
    }

    /// <summary>The events in order, read as they are asked for.</summary>
    /// <param name="firstBlock">Where to begin; from the second block on, what registers held before comes first, as a repeat.</param>
    /// <param name="wanted">Says of a block whether it is read at all; null for every one.</param>
    /// <exception cref="InvalidDataException">Records that no writer makes, in a block whose checksum is right.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public IEnumerable<TraceEvent> Read(int firstBlock = 0, Predicate<TraceBlock>? wanted = null)
    {
        var decoder = new BlockDecoder(Header.PeCount);
        byte[] bytes = [];
        bool follows = firstBlock == 0;
        for (int i = firstBlock; i < _blocks.Length; i++)
        {
            if (wanted is not null && !wanted(_blocks[i]))
            {
                follows = false;
                continue;
            }
            int length = (int)_blocks[i].Length;
            if (bytes.Length < length)
                bytes = new byte[length];
            _input.Position = (long)_blocks[i].Offset + TraceFormat.BlockHeadBytes;
            _input.ReadExactly(bytes, 0, length);
            decoder.Start(bytes, 0, length);
            ulong number = _firstRecords[i];
            while (decoder.Next() is { } next)
            {
                bool isRepeat = next is RegistersEvent { IsRepeat: true };
                next.Number = number;
                number += isRepeat ? 0 : 1UL;
                if (!(isRepeat && follows))
                    yield return next;
            }
            if (number - _firstRecords[i] != _blocks[i].Records)
                throw new InvalidDataException("a block has not as many events as its head says");
            follows = true;
        }
    }

    /// <summary>The last block that begins at a moment or before it; 0 where there is none.</summary>
    /// <param name="cycles">The machine's modelled cycles.</param>
    public int BlockAt(ulong cycles)
    {
        int found = Array.FindIndex(_blocks, block => block.LastCycles >= cycles);
        return found < 0 ? Math.Max(0, _blocks.Length - 1) : found;
    }

    private static TraceFileReader Open(Stream input)
    {
        TraceHeader header = ReadHeader(input, out ulong firstBlock);
        TraceBlock[] blocks = ReadIndex(input, firstBlock, out ulong records);
        CheckBlocks(input, blocks, firstBlock);
        return new TraceFileReader(input, header, blocks, records);
    }

    /// <summary>Reads what stands before the blocks.</summary>
    /// <exception cref="InvalidDataException">It is no header, or damaged.</exception>
    /// <exception cref="EndOfStreamException">It ends in the middle.</exception>
    internal static TraceHeader ReadHeader(Stream input, out ulong end)
    {
        var head = new byte[16];
        input.Position = 0;
        int found = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (found < 8 || !head.AsSpan(0, 8).SequenceEqual(TraceFormat.Magic))
            throw new InvalidDataException("it is no trace of ccaemu");
        if (found < head.Length)
            throw new EndOfStreamException();
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)), length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(12));
        if (version != TraceFormat.Version)
            throw new InvalidDataException($"it is of version {version}, and this ccaemu reads version {TraceFormat.Version}");
        if (length > TraceFormat.MaxHeaderBytes)
            throw new InvalidDataException("its header is damaged");
        byte[] all = [.. head, .. ReadBytes(input, (int)length + 4)];
        if (Checksum.Of(all.AsSpan(0, all.Length - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(all.AsSpan(all.Length - 4)))
            throw new InvalidDataException("its header is damaged");
        end = (ulong)all.Length;
        return TraceHeader.Decode(all[16..^4]);
    }

    private static TraceBlock[] ReadIndex(Stream input, ulong firstBlock, out ulong records)
    {
        ulong size = (ulong)input.Length;
        if (size < firstBlock + 12 + TraceFormat.TrailerBytes)
            throw new InvalidDataException(CutOff);
        input.Position = input.Length - TraceFormat.TrailerBytes;
        byte[] end = ReadBytes(input, TraceFormat.TrailerBytes);
        if (!end.AsSpan(20).SequenceEqual(TraceFormat.EndMark))
            throw new InvalidDataException(CutOff);
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(end);
        records = BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(8));
        if (Checksum.Of(end.AsSpan(0, 16)) != BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16))
            || offset < firstBlock || offset > size - TraceFormat.TrailerBytes - 12)
            throw new InvalidDataException("its end is damaged");
        input.Position = (long)offset;
        byte[] index = ReadBytes(input, (int)Math.Min(size - TraceFormat.TrailerBytes - offset, int.MaxValue));
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(4));
        bool sound = index.AsSpan(0, 4).SequenceEqual(TraceFormat.IndexMark) && (ulong)count * TraceFormat.IndexEntryBytes + 12 == (ulong)index.Length
            && Checksum.Of(index.AsSpan(0, index.Length - 4)) == BinaryPrimitives.ReadUInt32LittleEndian(index.AsSpan(index.Length - 4));
        if (!sound)
            throw new InvalidDataException("its index is damaged");
        var blocks = new TraceBlock[count];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = TraceBlock.ReadEntry(index.AsSpan(8 + i * TraceFormat.IndexEntryBytes));
        ulong sum = blocks.Aggregate(0UL, (total, block) => total + block.Records);
        ulong expected = blocks.Aggregate(firstBlock, (at, block) => at + TraceFormat.BlockHeadBytes + block.Length + 4);
        return sum == records && expected == offset ? blocks : throw new InvalidDataException("its index does not fit its blocks");
    }

    private static void CheckBlocks(Stream input, TraceBlock[] blocks, ulong firstBlock)
    {
        input.Position = (long)firstBlock;
        var bytes = new byte[TraceFormat.BlockHeadBytes + TraceFormat.MaxBlockBytes + 4];
        ulong at = firstBlock;
        for (int i = 0; i < blocks.Length; i++)
        {
            int length = TraceFormat.BlockHeadBytes + (int)blocks[i].Length + 4;
            if (blocks[i].Length > TraceFormat.MaxBlockBytes || blocks[i].Offset != at)
                throw new InvalidDataException("its index does not fit its blocks");
            input.ReadExactly(bytes, 0, length);
            bool sound = Checksum.Of(bytes.AsSpan(0, length - 4)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length - 4))
                && bytes.AsSpan(0, 4).SequenceEqual(TraceFormat.BlockMark) && TraceBlock.ReadHead(bytes, at) == blocks[i];
            if (!sound)
                throw new InvalidDataException($"block {i} of {blocks.Length} is damaged");
            at += (ulong)length;
        }
    }

    private static byte[] ReadBytes(Stream input, int count)
    {
        var bytes = new byte[count];
        input.ReadExactly(bytes);
        return bytes;
    }
}
