namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>Header of one line number program, versions 2 to 5, with its file names.</summary>
/// <remarks>DWARF Version 5, section 6.2.4 "The Line Number Program Header"; DWARF Version 4, the same section.</remarks>
internal sealed class LineProgramHeader
{
    private const int MostFiles = 1 << 16;
    private const ulong ContentPath = 1;
    private const ulong ContentDirectory = 2;

    private readonly List<string> _files = [];
    private readonly List<string> _directories = [];

    /// <summary>Version: 2 to 5.</summary>
    public ushort Version { get; private set; }

    /// <summary>Whether the program is in the 64-bit format.</summary>
    public bool Is64 { get; private set; }

    /// <summary>Offset behind the program in the section.</summary>
    public int End { get; private set; }

    /// <summary>Offset of the first opcode.</summary>
    public int Program { get; private set; }

    /// <summary>Bytes of the shortest instruction.</summary>
    public byte MinimumInstructionLength { get; private set; }

    /// <summary>Operations of an instruction, for VLIW; 1 here.</summary>
    public byte MaximumOperations { get; private set; } = 1;

    /// <summary>Smallest line advance of a special opcode.</summary>
    public sbyte LineBase { get; private set; }

    /// <summary>Number of line advances of special opcodes.</summary>
    public byte LineRange { get; private set; }

    /// <summary>First special opcode.</summary>
    public byte OpcodeBase { get; private set; }

    /// <summary>Operands of each standard opcode, from opcode 1 on.</summary>
    public byte[] OperandCounts { get; private set; } = [];

    /// <summary>Name of a file as the program numbers it.</summary>
    /// <param name="number">From 1 before version 5, from 0 in version 5.</param>
    public string FileName(ulong number)
    {
        ulong index = Version >= 5 ? number : number - 1;
        return index < (ulong)_files.Count ? _files[(int)index] : "?";
    }

    /// <summary>A file that the program itself defines.</summary>
    public void AddFile(string name) => _files.Add(name);

    /// <summary>Reads a header.</summary>
    /// <param name="reader">At the unit length; afterwards somewhere in the header.</param>
    /// <param name="sections">Where strings are.</param>
    /// <returns>Null where there is none, or it is not one that is known: <paramref name="reader"/> is then of no more use.</returns>
    public static LineProgramHeader? Read(ref DwarfReader reader, in DwarfSections sections)
    {
        const uint escape64 = 0xFFFF_FFFF;
        var header = new LineProgramHeader();
        ulong length = reader.U32();
        header.Is64 = length == escape64;
        if (header.Is64)
            length = reader.U64();
        ulong end = (ulong)reader.Position + length;
        if (reader.HasFailed || end > (ulong)sections.Line.Length || length < 8)
            return null;
        header.End = (int)end;
        header.Version = reader.U16();
        if (header.Version is < 2 or > 5)
            return header;
        if (header.Version >= 5)
            reader.U16(); // address_size, segment_selector_size
        ulong program = reader.Offset(header.Is64);
        program += (ulong)reader.Position;
        if (program > end)
            return null;
        header.Program = (int)program;
        header.ReadNumbers(ref reader);
        if (header.Version >= 5)
            header.ReadEntries(ref reader, sections);
        else
            header.ReadOldEntries(ref reader);
        return reader.HasFailed || header.LineRange == 0 || header.OpcodeBase == 0 ? null : header;
    }

    private void ReadNumbers(ref DwarfReader reader)
    {
        MinimumInstructionLength = reader.U8();
        if (Version >= 4)
            MaximumOperations = Math.Max((byte)1, reader.U8());
        reader.U8(); // default_is_stmt
        LineBase = (sbyte)reader.U8();
        LineRange = reader.U8();
        OpcodeBase = reader.U8();
        OperandCounts = reader.Take(OpcodeBase == 0 ? 0UL : (ulong)(OpcodeBase - 1)).ToArray();
    }

    private void ReadOldEntries(ref DwarfReader reader)
    {
        _directories.Add("");
        while (!reader.HasFailed && reader.Text() is { Length: > 0 } directory && _directories.Count < MostFiles)
            _directories.Add(directory);
        while (!reader.HasFailed && reader.Text() is { Length: > 0 } name && _files.Count < MostFiles)
        {
            _files.Add(Join(reader.Uleb(), name));
            reader.Uleb(); // time
            reader.Uleb(); // length
        }
    }

    private void ReadEntries(ref DwarfReader reader, in DwarfSections sections)
    {
        foreach ((string path, _) in ReadTable(ref reader, sections))
            _directories.Add(path);
        foreach ((string path, ulong directory) in ReadTable(ref reader, sections))
            _files.Add(Join(directory, path));
    }

    private List<(string Path, ulong Directory)> ReadTable(ref DwarfReader reader, in DwarfSections sections)
    {
        int formats = reader.U8();
        var format = new (ulong Content, ulong Form)[formats];
        for (int i = 0; i < formats; i++)
            format[i] = (reader.Uleb(), reader.Uleb());
        ulong count = reader.Uleb();
        List<(string, ulong)> entries = [];
        for (ulong n = 0; n < count && !reader.HasFailed && entries.Count < MostFiles; n++)
        {
            string path = "";
            ulong directory = 0;
            foreach ((ulong content, ulong form) in format)
            {
                (string text, ulong number) = DwarfForms.Read(ref reader, form, Is64, sections);
                if (content == ContentPath)
                    path = text;
                else if (content == ContentDirectory)
                    directory = number;
            }
            entries.Add((path, directory));
            if (formats == 0)
                break;
        }
        return entries;
    }

    // A directory that is not absolute is below the compilation's own, which a report need not repeat.
    private string Join(ulong directory, string name)
    {
        string folder = directory < (ulong)_directories.Count && directory != 0 ? _directories[(int)directory] : "";
        return folder.Length == 0 || name.StartsWith('/') ? name : $"{folder}/{name}";
    }
}
