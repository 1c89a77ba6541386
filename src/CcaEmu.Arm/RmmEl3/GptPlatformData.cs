using System.Buffers.Binary;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>Platform data of the boot manifest: which level 0 GPT entries of DRAM are blocks that the RMM may have unfolded.</summary>
/// <remarks>
/// The contract leaves the contents to the platform; this layout is CcaEmu's own: a word that names it, a count, then addresses. Without
/// platform data all level 1 tables exist, as Trusted Firmware-A makes them.
/// </remarks>
/// <param name="Blocks">First address of each such entry.</param>
public sealed record GptPlatformData(IReadOnlyList<ulong> Blocks)
{
    /// <summary>"CCAEGPT1", little-endian.</summary>
    public const ulong Signature = 0x3154_5047_4541_4343;

    private const int HeaderSize = 16;

    /// <summary>Bytes it takes.</summary>
    public int SizeBytes => HeaderSize + Blocks.Count * sizeof(ulong);

    /// <summary>Writes it.</summary>
    /// <param name="destination">At least <see cref="SizeBytes"/> bytes.</param>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Signature);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (ulong)Blocks.Count);
        for (int i = 0; i < Blocks.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(HeaderSize + i * sizeof(ulong))..], Blocks[i]);
    }

    /// <summary>Reads it.</summary>
    /// <param name="source">What stands where the manifest points, to the end of the shared page.</param>
    /// <param name="data">The entries.</param>
    /// <returns>False where something else stands there.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out GptPlatformData? data)
    {
        data = null;
        if (source.Length < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(source) != Signature)
            return false;
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]);
        if (count > (ulong)(source.Length - HeaderSize) / sizeof(ulong))
            return false;
        var blocks = new ulong[count];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(HeaderSize + i * sizeof(ulong))..]);
        data = new GptPlatformData(blocks);
        return true;
    }
}
