namespace CcaEmu.Campaign.RmiFuzz.Model;

/// <summary>An address range descriptor: size in bits 1:0, count above it, address, state in bit 63.</summary>
internal readonly record struct ModelRange(ulong Address, int Level, int Count, bool IsUndelegated)
{
    public static ModelRange Decode(ulong word, ModelGeometry geometry) => new(
        word & 0xF_FFFF_FFFF_F000 & ~(geometry.Granule - 1), 3 - (int)(word & 3), (int)(word >> 2) & ((1 << (geometry.Bits - 2)) - 1), word >> 63 != 0);

    public ulong Encode() => Address | (uint)(3 - Level) | (ulong)(uint)Count << 2 | (IsUndelegated ? 1UL << 63 : 0);
}
