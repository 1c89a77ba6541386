using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CcaEmu.Hypervisor.Images;

/// <summary>
/// The places an image names, sorted for look-up. Whatever is malformed is left out: symbols are a convenience.
/// </summary>
internal sealed class ElfSymbolTable
{
    /// <summary>More symbols than any program for a realm has; a table with more is taken for damage.</summary>
    private const int MostSymbols = 1 << 20;

    /// <summary>The longest name worth printing, in bytes.</summary>
    private const int LongestName = 1024;

    private readonly ElfSymbol[] _byAddress;
    private readonly ReadOnlyMemory<byte> _names;

    private ElfSymbolTable(ElfSymbol[] byAddress, ReadOnlyMemory<byte> names)
    {
        _byAddress = byAddress;
        _names = names;
    }

    /// <summary>Reads the first symbol table of a file, or makes an empty one when there is none to use.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    public static ElfSymbolTable Read(ReadOnlyMemory<byte> file, in Elf64Header header)
    {
        ulong tableBytes = (ulong)header.SectionHeaderCount * Elf64SectionHeader.SizeBytes;
        if (header.SectionHeaderSize == Elf64SectionHeader.SizeBytes
            && ImageErrors.IsInside(header.SectionHeaderOffset, tableBytes, file.Length))
        {
            ReadOnlySpan<byte> sections = file.Span.Slice((int)header.SectionHeaderOffset, (int)tableBytes);
            for (int i = 0; i < header.SectionHeaderCount; i++)
            {
                Elf64SectionHeader symbols = SectionAt(sections, i);
                if (symbols.IsSymbolTable && symbols.Link < header.SectionHeaderCount)
                {
                    Elf64SectionHeader names = SectionAt(sections, (int)symbols.Link);
                    return Read(symbols.Contents(file).Span, names.IsStringTable ? names.Contents(file) : default);
                }
            }
        }
        return new ElfSymbolTable([], default);
    }

    /// <summary>Finds the nearest symbol at or below an address.</summary>
    /// <param name="address">A virtual address.</param>
    /// <param name="name">The symbol's name when the answer is <see langword="true"/>.</param>
    /// <param name="offsetBytes">How far behind the symbol the address is.</param>
    public bool TryFind(ulong address, [NotNullWhen(true)] out string? name, out ulong offsetBytes)
    {
        name = null;
        offsetBytes = 0;
        int index = CountAtOrBelow(address) - 1;
        if (index < 0)
            return false;
        ElfSymbol symbol = _byAddress[index];
        offsetBytes = address - symbol.Value;
        return (symbol.ExtentBytes == 0 || offsetBytes < symbol.ExtentBytes) && TryReadName(symbol, out name);
    }

    private static Elf64SectionHeader SectionAt(ReadOnlySpan<byte> sections, int index) =>
        Elf64SectionHeader.Parse(sections.Slice(index * Elf64SectionHeader.SizeBytes, Elf64SectionHeader.SizeBytes));

    private static ElfSymbolTable Read(ReadOnlySpan<byte> symbols, ReadOnlyMemory<byte> names)
    {
        int count = symbols.Length / ElfSymbol.SizeBytes;
        if (count > MostSymbols)
            count = 0;
        List<ElfSymbol> places = [];
        for (int i = 0; i < count; i++)
        {
            ElfSymbol symbol = ElfSymbol.Parse(symbols.Slice(i * ElfSymbol.SizeBytes, ElfSymbol.SizeBytes));
            if (symbol.IsPlace && IsOrdinaryName(symbol, names.Span))
                places.Add(symbol);
        }
        places.Sort();
        return new ElfSymbolTable([.. places], names);
    }

    /// <summary>
    /// Leaves out nameless symbols and the mapping symbols $x and $d, which mark code and data (AAELF64, "Mapping symbols").
    /// </summary>
    private static bool IsOrdinaryName(in ElfSymbol symbol, ReadOnlySpan<byte> names) =>
        symbol.NameOffset < (uint)names.Length && names[(int)symbol.NameOffset] is not 0 and not (byte)'$';

    private int CountAtOrBelow(ulong address)
    {
        int low = 0;
        int high = _byAddress.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (_byAddress[middle].Value <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private bool TryReadName(in ElfSymbol symbol, [NotNullWhen(true)] out string? name)
    {
        name = null;
        ReadOnlySpan<byte> rest = _names.Span[(int)symbol.NameOffset..];
        int length = rest[..Math.Min(rest.Length, LongestName)].IndexOf((byte)0);
        if (length <= 0 || rest[..length].IndexOfAnyInRange((byte)0, (byte)' ') >= 0 || rest[..length].Contains((byte)0x7F))
            return false;
        name = Encoding.UTF8.GetString(rest[..length]);
        return true;
    }
}
