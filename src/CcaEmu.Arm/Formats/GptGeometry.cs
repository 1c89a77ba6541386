using CcaEmu.Arm.Registers.Fields;

namespace CcaEmu.Arm.Formats;

/// <summary>The shape of a Granule Protection Table, as GPCCR_EL3 gives it.</summary>
/// <remarks>
/// Arm ARM (DDI 0487), sections "GPT formats" and "GPCCR_EL3, Granule Protection Check Control Register (EL3)".
/// </remarks>
/// <param name="ProtectedBits">Width of the protected physical address space in bits (PPS), 32 to 52.</param>
/// <param name="L0Bits">Bits of address below one level 0 entry (L0GPTSZ): 30, 34, 36 or 39.</param>
/// <param name="GranuleBits">Bits of address below one granule (PGS): 12, 14 or 16.</param>
public readonly record struct GptGeometry(int ProtectedBits, int L0Bits, int GranuleBits)
{
    /// <summary>Entries of the level 0 table.</summary>
    public int L0Entries => ProtectedBits > L0Bits ? 1 << (ProtectedBits - L0Bits) : 1;

    /// <summary>Size of the level 0 table in bytes.</summary>
    public ulong L0TableSizeBytes => (ulong)L0Entries * 8;

    /// <summary>Alignment of the level 0 table in bytes: its size, at least 4 KiB.</summary>
    public ulong L0AlignmentBytes => Math.Max(4096, L0TableSizeBytes);

    /// <summary>Entries of a level 1 table, of sixteen granules each.</summary>
    public int L1Entries => 1 << (L0Bits - GranuleBits - 4);

    /// <summary>Size, and alignment, of a level 1 table in bytes.</summary>
    public ulong L1TableSizeBytes => (ulong)L1Entries * 8;

    /// <summary>Bytes that one level 0 entry covers.</summary>
    public ulong L0EntrySizeBytes => 1UL << L0Bits;

    /// <summary>Bytes of one granule.</summary>
    public ulong GranuleSizeBytes => 1UL << GranuleBits;

    /// <summary>One past the last protected physical address.</summary>
    public ulong ProtectedEnd => 1UL << ProtectedBits;

    /// <summary>The level 0 entry of an address below <see cref="ProtectedEnd"/>.</summary>
    /// <param name="address">A physical address.</param>
    /// <returns>The index.</returns>
    public int L0Index(ulong address) => (int)(address >> L0Bits);

    /// <summary>The level 1 entry of an address.</summary>
    /// <param name="address">A physical address.</param>
    /// <returns>The index.</returns>
    public int L1Index(ulong address) => (int)((address & (L0EntrySizeBytes - 1)) >> (GranuleBits + 4));

    /// <summary>Which of the sixteen granules of a level 1 entry an address is in.</summary>
    /// <param name="address">A physical address.</param>
    /// <returns>0 to 15.</returns>
    public int GranuleIndex(ulong address) => (int)(address >> GranuleBits) & 15;

    /// <summary>Reads the shape from GPCCR_EL3.</summary>
    /// <param name="gpccr">The register.</param>
    /// <param name="geometry">The shape.</param>
    /// <returns>False when PPS, PGS or L0GPTSZ holds a reserved value: every check then faults.</returns>
    public static bool TryDecode(ulong gpccr, out GptGeometry geometry)
    {
        var protectedBits = PpsBits(GPCCR_EL3.PPS.GetInt(gpccr));
        var l0Bits = GPCCR_EL3.L0GPTSZ.Get(gpccr) switch { 0 => 30, 4 => 34, 6 => 36, 9 => 39, _ => 0 };
        var granuleBits = GPCCR_EL3.PGS.Get(gpccr) switch { 0 => 12, 1 => 16, 2 => 14, _ => 0 };
        geometry = new GptGeometry(protectedBits, l0Bits, granuleBits);
        return protectedBits != 0 && l0Bits != 0 && granuleBits != 0;
    }

    /// <summary>Writes the shape into GPCCR_EL3; other fields are zero.</summary>
    /// <returns>PPS, PGS and L0GPTSZ in place.</returns>
    /// <exception cref="InvalidOperationException">A width is none the register can hold: an error of the caller.</exception>
    public ulong Encode()
    {
        ulong pps = ProtectedBits switch { 32 => 0, 36 => 1, 40 => 2, 42 => 3, 44 => 4, 48 => 5, 52 => 6, _ => throw Bad() };
        ulong l0 = L0Bits switch { 30 => 0, 34 => 4, 36 => 6, 39 => 9, _ => throw Bad() };
        ulong pgs = GranuleBits switch { 12 => 0, 16 => 1, 14 => 2, _ => throw Bad() };
        return GPCCR_EL3.L0GPTSZ.Set(GPCCR_EL3.PGS.Set(pps, pgs), l0);
    }

    private static int PpsBits(int pps) => pps switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 0 };

    private InvalidOperationException Bad() => new($"GPCCR_EL3 cannot describe {this}");
}
