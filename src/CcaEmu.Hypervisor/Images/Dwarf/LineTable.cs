using System.Globalization;

namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>Source lines of an image, by address. Read when first asked for; what is damaged is left out, and never throws.</summary>
internal sealed class LineTable
{
    private readonly Lazy<LineRow[]> _rows;

    /// <summary>The table of a file.</summary>
    /// <param name="file">The whole file; it must not change.</param>
    /// <param name="header">Its header, validated.</param>
    public LineTable(ReadOnlyMemory<byte> file, Elf64Header header) => _rows = new(() => Read(DwarfSections.Of(file, header)));

    /// <summary>A table of sections, for tests.</summary>
    internal LineTable(DwarfSections sections) => _rows = new(() => Read(sections));

    /// <summary>Finds the line of an address.</summary>
    /// <param name="address">An address of code, as linked.</param>
    /// <returns>For example <c>start.S:41</c>; null where none is known.</returns>
    public string? Find(ulong address)
    {
        LineRow[] rows = _rows.Value;
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (rows[middle].Address <= address)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0 || rows[low - 1] is not { File: { } file, Line: > 0 } row)
            return null;
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{row.Line}");
    }

    private static LineRow[] Read(DwarfSections sections)
    {
        List<LineRow> rows = [];
        var reader = new DwarfReader(sections.Line.Span);
        while (!reader.IsAtEnd && rows.Count < LineProgram.MostRows && LineProgramHeader.Read(ref reader, sections) is { } header)
        {
            if (header.LineRange != 0 && header.OpcodeBase != 0)
                new LineProgram(header, rows).Run(sections.Line.Span);
            reader.Seek(header.End);
        }
        // Of several rows of one address the last counts; where one sequence ends and another begins, the one that begins.
        return [.. rows.Select((row, index) => (row, index)).OrderBy(pair => pair.row.Address).ThenBy(pair => pair.row.File is not null).ThenBy(pair => pair.index).Select(pair => pair.row)];
    }
}
