namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>Numbers of the trace file format; docs/trace-format.md has them in words.</summary>
internal static class TraceFormat
{
    /// <summary>What this emulator writes, and the only version it reads.</summary>
    public const uint Version = 2;

    /// <summary>Bytes of a block's records at most.</summary>
    public const int MaxBlockBytes = 1 << 18;

    /// <summary>Bytes one record may take, what has to stand before it included.</summary>
    public const int MaxRecordBytes = 1 << 13;

    /// <summary>Bytes of text of a console record at most.</summary>
    public const int MaxTextBytes = 1 << 12;

    /// <summary>Bytes of a header at most; one that claims more is refused.</summary>
    public const int MaxHeaderBytes = 1 << 20;

    /// <summary>Bytes in front of the records of a block: mark, length, number of records, PEs, kinds, first and last cycles.</summary>
    public const int BlockHeadBytes = 36;

    /// <summary>Bytes of one entry of the block index: offset, and what the block's head says.</summary>
    public const int IndexEntryBytes = 8 + BlockHeadBytes;

    /// <summary>Bytes of the end: offset of the index, records, checksum, mark.</summary>
    public const int TrailerBytes = 24;

    /// <summary>Words that the cache of instruction words holds.</summary>
    public const int CachedWords = 4096;

    /// <summary>Pages that the cache of pages holds for each PE.</summary>
    public const int CachedPages = 64;

    /// <summary>Data bytes of an access that are recorded; of a longer one only the address is.</summary>
    public const int MaxDataBytes = 64;

    /// <summary>PEs a trace can have: a bit each in a block's head.</summary>
    public const int MaxPes = 32;

    /// <summary>The file's first eight bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "CCATRACE"u8;

    /// <summary>The first four bytes of a block.</summary>
    public static ReadOnlySpan<byte> BlockMark => "BLCK"u8;

    /// <summary>The first four bytes of the index.</summary>
    public static ReadOnlySpan<byte> IndexMark => "INDX"u8;

    /// <summary>The file's last four bytes.</summary>
    public static ReadOnlySpan<byte> EndMark => "TEND"u8;
}
