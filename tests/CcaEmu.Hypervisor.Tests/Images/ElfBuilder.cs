using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Hypervisor.Tests.Images;

/// <summary>
/// Writes small ELF64 files, good or broken in one chosen way. Fields are written by their offsets in the System V ABI, apart
/// from the code under test.
/// </summary>
internal sealed class ElfBuilder
{
    public const ulong Base = 0x8000_0000;
    public const int HeaderBytes = 64;
    public const int ProgramHeaderBytes = 56;
    public const uint ReadExecute = 5;
    public const uint ReadWrite = 6;

    private readonly List<Segment> _segments = [];
    private readonly List<Symbol> _symbols = [];

    public byte Class { get; set; } = 2;
    public byte ByteOrder { get; set; } = 1;
    public byte FileVersion { get; set; } = 1;
    public ushort Type { get; set; } = 2;
    public ushort Machine { get; set; } = 183;
    public ulong Entry { get; set; } = Base;
    public ushort ProgramHeaderSize { get; set; } = ProgramHeaderBytes;
    public ulong ProgramHeaderOffset { get; set; } = HeaderBytes;
    public ushort? ProgramHeaderCount { get; set; }

    /// <summary>A file with one segment of code at <see cref="Base"/>.</summary>
    public static ElfBuilder WithCode(int codeBytes = 16) => new ElfBuilder().Add(Base, codeBytes);

    public ElfBuilder Add(ulong address, int fileBytes, ulong? memoryBytes = null, uint flags = ReadExecute,
        ulong? physical = null, uint type = 1, ulong? offset = null, ulong? statedFileBytes = null)
    {
        _segments.Add(new(type, flags, offset, address, physical ?? address, fileBytes, statedFileBytes ?? (ulong)fileBytes,
            memoryBytes ?? (ulong)fileBytes));
        return this;
    }

    public ElfBuilder AddSymbol(string name, ulong value, ulong size = 0, byte type = 0, byte binding = 0, ushort section = 1)
    {
        _symbols.Add(new(name, value, size, (byte)(binding << 4 | type), section));
        return this;
    }

    public byte[] Build()
    {
        var file = new List<byte>(new byte[HeaderBytes + _segments.Count * ProgramHeaderBytes]);
        for (int i = 0; i < _segments.Count; i++)
        {
            Segment s = _segments[i];
            int dataOffset = file.Count;
            for (int b = 0; b < s.FileBytes; b++)
                file.Add((byte)(b * 7 + i + 1));
            var header = new byte[ProgramHeaderBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(0), s.Type);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), s.Flags);
            Write64(header, 8, s.Offset ?? (ulong)dataOffset);
            Write64(header, 16, s.Virtual);
            Write64(header, 24, s.Physical);
            Write64(header, 32, s.StatedFileBytes);
            Write64(header, 40, s.MemoryBytes);
            Write64(header, 48, 0x1000);
            for (int b = 0; b < ProgramHeaderBytes; b++)
                file[HeaderBytes + i * ProgramHeaderBytes + b] = header[b];
        }
        (ulong sectionOffset, ushort sectionCount) = _symbols.Count == 0 ? (0, (ushort)0) : AppendSymbols(file);
        byte[] bytes = [.. file];
        WriteHeader(bytes, sectionOffset, sectionCount);
        return bytes;
    }

    private void WriteHeader(byte[] bytes, ulong sectionOffset, ushort sectionCount)
    {
        "\u007FELF"u8.CopyTo(bytes);
        (bytes[4], bytes[5], bytes[6]) = (Class, ByteOrder, FileVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), Type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), Machine);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), 1);
        Write64(bytes, 24, Entry);
        Write64(bytes, 32, ProgramHeaderOffset);
        Write64(bytes, 40, sectionOffset);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(52), HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(54), ProgramHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(56), ProgramHeaderCount ?? (ushort)_segments.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), sectionCount);
    }

    /// <summary>Appends symbols, names and three section headers: null, symbols (named by section 2), names.</summary>
    private (ulong Offset, ushort Count) AppendSymbols(List<byte> file)
    {
        List<byte> names = [0];
        ulong symbolsOffset = (ulong)file.Count;
        foreach (Symbol s in _symbols)
        {
            var entry = new byte[24];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)names.Count);
            entry[4] = s.Info;
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(6), s.Section);
            Write64(entry, 8, s.Value);
            Write64(entry, 16, s.Size);
            file.AddRange(entry);
            names.AddRange(Encoding.UTF8.GetBytes(s.Name));
            names.Add(0);
        }
        ulong namesOffset = (ulong)file.Count;
        file.AddRange(names);
        ulong sectionsOffset = (ulong)file.Count;
        file.AddRange(new byte[64]);
        file.AddRange(SectionHeader(type: 2, symbolsOffset, (ulong)_symbols.Count * 24, link: 2));
        file.AddRange(SectionHeader(type: 3, namesOffset, (ulong)names.Count, link: 0));
        return (sectionsOffset, 3);
    }

    private static byte[] SectionHeader(uint type, ulong offset, ulong size, uint link)
    {
        var header = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), type);
        Write64(header, 24, offset);
        Write64(header, 32, size);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), link);
        return header;
    }

    private static void Write64(byte[] bytes, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);

    private sealed record Segment(uint Type, uint Flags, ulong? Offset, ulong Virtual, ulong Physical, int FileBytes,
        ulong StatedFileBytes, ulong MemoryBytes);

    private sealed record Symbol(string Name, ulong Value, ulong Size, byte Info, ushort Section);
}
