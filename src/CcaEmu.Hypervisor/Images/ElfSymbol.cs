using System.Buffers.Binary;

namespace CcaEmu.Hypervisor.Images;

/// <summary>One entry of an ELF64 symbol table.</summary>
/// <param name="NameOffset">st_name: where the name begins in the string table.</param>
/// <param name="Info">st_info: type in [3:0], binding in [7:4].</param>
/// <param name="SectionIndex">st_shndx.</param>
/// <param name="Value">st_value: in an executable, a virtual address.</param>
/// <param name="ExtentBytes">st_size, 0 when not known.</param>
/// <remarks>System V ABI, section "Symbol Table".</remarks>
internal readonly record struct ElfSymbol(uint NameOffset, byte Info, ushort SectionIndex, ulong Value, ulong ExtentBytes)
    : IComparable<ElfSymbol>
{
    /// <summary>Size of an entry in the file, in bytes.</summary>
    public const int SizeBytes = 24;

    private const int FunctionType = 2;
    private const ushort UndefinedSection = 0;
    private const ushort FirstReservedSection = 0xFF00;

    /// <summary>Whether it names a place in the image: code, data or a bare label, in some section.</summary>
    public bool IsPlace => (Info & 0xF) <= FunctionType && SectionIndex is not UndefinedSection and < FirstReservedSection;

    /// <summary>
    /// Of two names for one address the one that tells more: functions before labels, then global before local.
    /// </summary>
    private int Rank => ((Info & 0xF) == FunctionType ? 2 : 0) + (Info >> 4 != 0 ? 1 : 0);

    /// <summary>Reads an entry from its <see cref="SizeBytes"/> bytes.</summary>
    public static ElfSymbol Parse(ReadOnlySpan<byte> bytes) => new(
        NameOffset: BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        Info: bytes[4],
        SectionIndex: BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
        Value: BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        ExtentBytes: BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));

    /// <summary>
    /// Orders by address, and at one address the better name last; names decide ties, so that the order is total.
    /// </summary>
    public int CompareTo(ElfSymbol other)
    {
        int byValue = Value.CompareTo(other.Value);
        if (byValue != 0)
            return byValue;
        int byRank = Rank.CompareTo(other.Rank);
        return byRank != 0 ? byRank : other.NameOffset.CompareTo(NameOffset);
    }
}
