using System.Numerics;

namespace CcaEmu.Devices.Flash;

/// <summary>What a chip of the flash says of itself: the query structure, a byte to a word.</summary>
/// <remarks>Common Flash Interface (JESD68), "Query structure"; the primary extended table is Intel's, version 1.1.</remarks>
internal static class FlashQuery
{
    /// <summary>Bytes of a chip's program buffer.</summary>
    public const int BufferBytes = 64;

    private const int ExtendedTable = 0x31;

    /// <summary>One word of the structure.</summary>
    /// <param name="index">Its word address.</param>
    /// <param name="blocks">Number of erase blocks.</param>
    /// <param name="blockBytes">Bytes of a block in this chip.</param>
    public static uint At(int index, int blocks, int blockBytes) => index switch
    {
        0x10 => 'Q',
        0x11 => 'R',
        0x12 => 'Y',
        0x13 => 0x01, // Intel/Sharp extended command set
        0x15 => ExtendedTable,
        0x1B => 0x17, // 1.7 V to 2.0 V
        0x1C => 0x20,
        0x1F or 0x20 => 0x06, // typical times of a word and of a buffer: 64 us
        0x21 => 0x0A, // and of an erasure: 1 s
        0x23 or 0x24 or 0x25 => 0x02, // at most four times that
        0x27 => (uint)BitOperations.Log2((uint)(blocks * blockBytes)),
        0x28 => 0x01, // 16 bits wide
        0x2A => (uint)BitOperations.Log2(BufferBytes),
        0x2C => 0x01, // one region of blocks
        0x2D => (uint)(blocks - 1) & 0xFF,
        0x2E => (uint)(blocks - 1) >> 8,
        0x2F => (uint)(blockBytes / 256) & 0xFF,
        0x30 => (uint)(blockBytes / 256) >> 8,
        ExtendedTable => 'P',
        ExtendedTable + 1 => 'R',
        ExtendedTable + 2 => 'I',
        ExtendedTable + 3 or ExtendedTable + 4 => '1',
        ExtendedTable + 5 => 0x20, // blocks are locked and unlocked at once
        ExtendedTable + 10 => 0x01, // and say so
        _ => 0,
    };
}
