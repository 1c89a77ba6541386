using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Finds what is whole of a trace without its end, or with a damaged block: every block before that. Blocks refer to nothing outside them.</summary>
public sealed class TraceSalvage
{
    private readonly Stream _input;
    private readonly TraceHeader _header;
    private readonly long _firstBlock;

    private TraceSalvage(Stream input, TraceHeader header, ulong firstBlock) => (_input, _header, _firstBlock) = (input, header, (long)firstBlock);

    /// <summary>Blocks that are whole.</summary>
    public int Blocks { get; private set; }

    /// <summary>Events in them.</summary>
    public ulong Events { get; private set; }

    /// <summary>Bytes of the file behind them.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Looks whether a file begins as a trace does.</summary>
    /// <param name="input">The file; it can seek.</param>
    /// <param name="salvage">What there is to be saved.</param>
    /// <param name="error">What is wrong with the beginning, to stand behind "it".</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static bool TryStart(Stream input, [NotNullWhen(true)] out TraceSalvage? salvage, [NotNullWhen(false)] out string? error)
    {
        salvage = null;
        error = null;
        try
        {
            TraceHeader header = TraceFileReader.ReadHeader(input, out ulong firstBlock);
            salvage = new TraceSalvage(input, header, firstBlock);
            return true;
        }
        catch (InvalidDataException bad)
        {
            error = bad.Message;
        }
        catch (EndOfStreamException)
        {
            error = "it ends in the middle of its header";
        }
        return false;
    }

    /// <summary>Writes what is whole as a trace.</summary>
    /// <param name="output">Where to.</param>
    /// <exception cref="IOException">A stream refuses.</exception>
    public void WriteTo(Stream output)
    {
        var file = new TraceFileWriter(output, _header);
        var bytes = new byte[TraceFormat.BlockHeadBytes + TraceFormat.MaxBlockBytes + 4];
        long at = _firstBlock;
        for (_input.Position = at; TryReadBlock(bytes, out int length); at += length)
        {
            TraceBlock block = TraceBlock.ReadHead(bytes, 0);
            file.Append(block, bytes.AsSpan(0, length));
            Blocks++;
            Events += block.Records;
        }
        LostBytes = _input.Length - at;
        file.Finish();
    }

    private bool TryReadBlock(byte[] bytes, out int length)
    {
        length = 0;
        if (_input.ReadAtLeast(bytes.AsSpan(0, TraceFormat.BlockHeadBytes), TraceFormat.BlockHeadBytes, throwOnEndOfStream: false) < TraceFormat.BlockHeadBytes)
            return false;
        uint records = TraceBlock.ReadHead(bytes, 0).Length;
        if (!bytes.AsSpan(0, 4).SequenceEqual(TraceFormat.BlockMark) || records > TraceFormat.MaxBlockBytes)
            return false;
        length = TraceFormat.BlockHeadBytes + (int)records + 4;
        Span<byte> rest = bytes.AsSpan(TraceFormat.BlockHeadBytes, (int)records + 4);
        return _input.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) == rest.Length
            && Checksum.Of(bytes.AsSpan(0, length - 4)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(length - 4));
    }
}
