using System.Buffers.Binary;
using System.Numerics;

namespace CcaEmu.Diagnostics.Tracing.Format;

/// <summary>CRC-32C (Castagnoli), as RFC 3720 has it for iSCSI.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>The state after more bytes; starts from all ones, ends inverted.</summary>
    public static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        foreach (byte value in bytes)
            state = BitOperations.Crc32C(state, value);
        return state;
    }
}
