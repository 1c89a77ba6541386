using System.Buffers.Binary;
using System.Text;

namespace CcaEmu.Hypervisor.Images.Dwarf;

/// <summary>Reads the number formats of DWARF from a span. Past the end everything reads as zero, and <see cref="HasFailed"/> says so.</summary>
/// <remarks>DWARF Version 5, section 7.6 "Variable Length Data" and 7.4 "32-Bit and 64-Bit DWARF Formats".</remarks>
/// <param name="bytes">What is read; little-endian.</param>
internal ref struct DwarfReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Offset of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Whether something was read that is not there.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether there is nothing left.</summary>
    public readonly bool IsAtEnd => Position >= _bytes.Length;

    public byte U8() => Take(1) is [var value] ? value : (byte)0;

    public ushort U16() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16LittleEndian(two) : (ushort)0;

    public uint U32() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0;

    public ulong U64() => Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadUInt64LittleEndian(eight) : 0;

    /// <summary>An offset into another section: 4 or 8 bytes.</summary>
    public ulong Offset(bool is64) => is64 ? U64() : U32();

    public ulong Uleb()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = U8();
            if (shift < 64)
                value |= (ulong)(next & 0x7F) << shift;
            if ((next & 0x80) == 0 || HasFailed)
                return value;
        }
    }

    public long Sleb()
    {
        long value = 0;
        int shift = 0;
        byte next;
        do
        {
            next = U8();
            if (shift < 64)
                value |= (long)(next & 0x7F) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0 && !HasFailed);
        return shift < 64 && (next & 0x40) != 0 ? value | -1L << shift : value;
    }

    /// <summary>A string that ends with a zero byte.</summary>
    public string Text()
    {
        int length = HasFailed ? -1 : _bytes[Position..].IndexOf((byte)0);
        if (length < 0)
        {
            HasFailed = true;
            return "";
        }
        string text = Encoding.UTF8.GetString(_bytes.Slice(Position, length));
        Position += length + 1;
        return text;
    }

    /// <summary>Some bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (HasFailed || count > (ulong)(_bytes.Length - Position))
        {
            HasFailed = true;
            Position = _bytes.Length;
            return default;
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    /// <summary>Goes on at an offset.</summary>
    public void Seek(int position) => Position = Math.Clamp(position, 0, _bytes.Length);
}
