namespace CcaEmu.Cpu.Tests.FloatingPoint;

/// <summary>Operands that are worth trying, for each width: boundaries, numbers near each other, and anything.</summary>
internal static class Operands
{
    public static readonly ulong[] Half =
    [
        0x0000, 0x8000, 0x0001, 0x8001, 0x0002, 0x01FF, 0x0200, 0x03FF, 0x83FF, 0x0400, 0x8400, 0x0401, 0x0800, 0x3800, 0x3BFF, 0x3C00, 0xBC00, 0x3C01,
        0x3E00, 0x4000, 0x4200, 0xC000, 0x6400, 0x6800, 0x7800, 0x77FF, 0x7BFE, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00, 0x7C01, 0xFC01, 0x7DFF, 0x7E00, 0xFE00, 0x7E01, 0x7FFF, 0xFFFF,
    ];

    public static readonly ulong[] Single =
    [
        0x0000_0000, 0x8000_0000, 0x0000_0001, 0x8000_0001, 0x003F_FFFF, 0x0040_0000, 0x007F_FFFF, 0x807F_FFFF, 0x0080_0000, 0x8080_0000, 0x0080_0001,
        0x00FF_FFFF, 0x0100_0000, 0x3300_0000, 0x3380_0000, 0x3F00_0000, 0xBF00_0000, 0x3F7F_FFFF, 0x3F80_0000, 0xBF80_0000, 0x3F80_0001, 0x3FC0_0000,
        0x4000_0000, 0x4040_0000, 0x4B00_0000, 0x4B80_0000, 0x4F00_0000, 0xCF00_0000, 0x4EFF_FFFF, 0x4F80_0000, 0x5F00_0000, 0xDF00_0000, 0x5F80_0000,
        0x477F_E000, 0x477F_F000, 0x4780_0000, 0x3880_0000, 0x387F_FFFF, 0x3300_0001, 0x7E80_0000, 0x7F00_0000, 0x7F7F_FFFE, 0x7F7F_FFFF, 0xFF7F_FFFF,
        0x7F80_0000, 0xFF80_0000, 0x7F80_0001, 0xFF80_0001, 0x7FBF_FFFF, 0x7FC0_0000, 0xFFC0_0000, 0x7FC0_0001, 0x7FFF_FFFF, 0xFFFF_FFFF,
    ];

    public static readonly ulong[] Double =
    [
        0x0000_0000_0000_0000, 0x8000_0000_0000_0000, 0x0000_0000_0000_0001, 0x8000_0000_0000_0001, 0x0007_FFFF_FFFF_FFFF, 0x0008_0000_0000_0000,
        0x000F_FFFF_FFFF_FFFF, 0x800F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000, 0x8010_0000_0000_0000, 0x0010_0000_0000_0001, 0x001F_FFFF_FFFF_FFFF,
        0x0020_0000_0000_0000, 0x0340_0000_0000_0000, 0x3CA0_0000_0000_0000, 0x3CB0_0000_0000_0000, 0x3FE0_0000_0000_0000, 0xBFE0_0000_0000_0000,
        0x3FEF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x3FF0_0000_0000_0001, 0x3FF8_0000_0000_0000, 0x4000_0000_0000_0000,
        0x4008_0000_0000_0000, 0x41DF_FFFF_FFC0_0000, 0x41E0_0000_0000_0000, 0xC1E0_0000_0000_0000, 0xC1E0_0000_0010_0000, 0x41EF_FFFF_FFE0_0000,
        0x41F0_0000_0000_0000, 0x4330_0000_0000_0000, 0x4340_0000_0000_0000, 0x43DF_FFFF_FFFF_FFFF, 0x43E0_0000_0000_0000, 0xC3E0_0000_0000_0000,
        0x43EF_FFFF_FFFF_FFFF, 0x43F0_0000_0000_0000, 0x47EF_FFFF_E000_0000, 0x47EF_FFFF_F000_0000, 0x3810_0000_0000_0000, 0x380F_FFFF_FFFF_FFFF,
        0x36A0_0000_0000_0000, 0x3690_0000_0000_0001, 0x40EF_FC00_0000_0000, 0x40EF_FE00_0000_0000, 0x3F10_0000_0000_0000, 0x3E60_0000_0000_0001,
        0x7FD0_0000_0000_0000, 0x7FE0_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFE, 0x7FEF_FFFF_FFFF_FFFF, 0xFFEF_FFFF_FFFF_FFFF,
        0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF0_0000_0000_0001, 0xFFF0_0000_0000_0001, 0x7FF7_FFFF_FFFF_FFFF, 0x7FF8_0000_0000_0000,
        0xFFF8_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    public static ulong[] Boundaries(int bits) => bits switch { 16 => Half, 32 => Single, _ => Double };

    /// <summary>A random operand; with <paramref name="near"/> given, now and then one of about that exponent.</summary>
    public static ulong Next(Random random, int bits, ulong near = 0)
    {
        ulong mask = ulong.MaxValue >> (64 - bits);
        int fraction = bits switch { 16 => 10, 32 => 23, _ => 52 };
        ulong any = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & mask;
        ulong[] boundaries = Boundaries(bits);
        return random.Next(6) switch
        {
            0 => boundaries[random.Next(boundaries.Length)],
            1 => any & ~((1UL << random.Next(fraction)) - 1),
            2 => (near + ((ulong)random.Next(-3, 4) << fraction) ^ (any & ((1UL << fraction) - 1))) & mask,
            3 => near ^ ((ulong)random.Next(2) << (bits - 1)) ^ (ulong)random.Next(8),
            4 => (any & ((1UL << fraction) - 1)) | (((1UL << (bits - 2 - fraction)) - 1 + (ulong)random.Next(-30, 30)) << fraction & (mask >> 1)) | (any & 1UL << (bits - 1)),
            _ => any,
        } & mask;
    }
}
