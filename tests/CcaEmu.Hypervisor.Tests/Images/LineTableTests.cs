using System.Buffers.Binary;
using CcaEmu.Hypervisor.Images.Dwarf;

namespace CcaEmu.Hypervisor.Tests.Images;

public sealed class LineTableTests
{
    // set_address 0x80000000; line 3, copy; special +4 bytes +2 lines; advance 8 bytes, end of sequence.
    private static readonly byte[] Program =
    [
        0, 9, 2, 0, 0, 0, 0x80, 0, 0, 0, 0,
        3, 2, 1,
        (byte)(13 + (2 + 5) + 14 * 1),
        2, 2, 0, 1, 1,
    ];

    [TestCase(4)]
    [TestCase(5)]
    public void Addresses_find_the_line_they_come_from(int version)
    {
        LineTable table = TableOf(version);
        Assert.That(table.Find(0x8000_0000), Is.EqualTo("src/start.S:3"));
        Assert.That(table.Find(0x8000_0003), Is.EqualTo("src/start.S:3"));
        Assert.That(table.Find(0x8000_0004), Is.EqualTo("src/start.S:5"));
        Assert.That(table.Find(0x8000_000B), Is.EqualTo("src/start.S:5"));
        Assert.That(table.Find(0x8000_000C), Is.Null, "the sequence has ended");
        Assert.That(table.Find(0x7FFF_FFFF), Is.Null);
    }

    [TestCase(4)]
    [TestCase(5)]
    public void Damage_anywhere_never_throws(int version)
    {
        byte[] whole = Section(version);
        for (int i = 0; i < whole.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. whole];
                damaged[i] ^= (byte)(1 << bit);
                Assert.That(() => new LineTable(new DwarfSections(damaged, default, default)).Find(0x8000_0004), Throws.Nothing);
            }
            byte[] cut = whole[..i];
            Assert.That(() => new LineTable(new DwarfSections(cut, default, default)).Find(0x8000_0004), Throws.Nothing);
        }
    }

    private static LineTable TableOf(int version) => new(new DwarfSections(Section(version), default, default));

    // Units of 1 in the minimum instruction length would make "+1 operation" a byte: it is 4 here, as for A64.
    private static byte[] Section(int version)
    {
        byte[] tables = version == 5
            ? [1, 1, 8, 2, .. "/\0src\0"u8, 2, 1, 8, 2, 0xB, 2, .. "start.S\0"u8, 1, .. "start.S\0"u8, 1]
            : [.. "src\0\0start.S\0"u8, 1, 0, 0, 0];
        byte[] header = [4, 1, 1, unchecked((byte)-5), 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, .. tables];
        byte[] unit = new byte[4 + 2 + (version == 5 ? 2 : 0) + 4 + header.Length + Program.Length];
        int at = 4;
        BinaryPrimitives.WriteUInt32LittleEndian(unit, (uint)unit.Length - 4);
        BinaryPrimitives.WriteUInt16LittleEndian(unit.AsSpan(at), (ushort)version);
        at += 2;
        if (version == 5)
        {
            unit[at] = 8;
            at += 2;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(unit.AsSpan(at), (uint)header.Length);
        header.CopyTo(unit, at + 4);
        Program.CopyTo(unit, at + 4 + header.Length);
        return unit;
    }
}
