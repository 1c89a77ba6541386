using CcaEmu.Arm;

namespace CcaEmu.Memory;

/// <summary>GPCCR_EL3 and GPTBR_EL3 decoded: where a Granule Protection Table is and what shape it has.</summary>
/// <remarks>Arm ARM, D24.2 GPCCR_EL3 and GPTBR_EL3; J1.3 shared pseudocode DecodePPS, DecodePGSRange, GPTL0Size, GPCRegistersConsistent.</remarks>
public readonly record struct GptConfiguration
{
    /// <summary>Decodes the two registers.</summary>
    /// <param name="gpccr">Value of GPCCR_EL3.</param>
    /// <param name="gptbr">Value of GPTBR_EL3.</param>
    public GptConfiguration(ulong gpccr, ulong gptbr)
    {
        Enabled = (gpccr & (1UL << 16)) != 0;
        ProtectedBits = (gpccr & 7) switch { 0 => 32, 1 => 36, 2 => 40, 3 => 42, 4 => 44, 5 => 48, 6 => 52, _ => 0 };
        GranuleBits = ((gpccr >> 14) & 3) switch { 0 => 12, 1 => 16, 2 => 14, _ => 0 };
        Level0Bits = ((gpccr >> 20) & 15) switch { 0 => 30, 4 => 34, 6 => 36, 9 => 39, _ => 0 };
        uint inner = (uint)(gpccr >> 8) & 3, outer = (uint)(gpccr >> 10) & 3, shareability = (uint)(gpccr >> 12) & 3;
        bool attributesConsistent = shareability != 1 && (inner != 0 || outer != 0 || shareability == 2);
        Consistent = ProtectedBits != 0 && GranuleBits != 0 && Level0Bits != 0 && attributesConsistent;
        int tableBits = Math.Max(12, Math.Max(0, ProtectedBits - Level0Bits) + 3);
        TableBase = ((gptbr & ((1UL << 40) - 1)) << 12) & ~((1UL << tableBits) - 1);
        BaseField = (gptbr & ((1UL << 40) - 1)) << 12;
    }

    /// <summary>GPCCR_EL3.GPC: whether checks are made at all.</summary>
    public bool Enabled { get; }

    /// <summary>Whether no field selects a reserved value; if not, every check ends in a GPT walk fault at level 0.</summary>
    public bool Consistent { get; }

    /// <summary>GPCCR_EL3.PPS as the number of physical address bits the table covers.</summary>
    public int ProtectedBits { get; }

    /// <summary>GPCCR_EL3.PGS as log2 of the physical granule size in bytes: 12, 14 or 16.</summary>
    public int GranuleBits { get; }

    /// <summary>GPCCR_EL3.L0GPTSZ as log2 of the bytes that one level 0 entry covers.</summary>
    public int Level0Bits { get; }

    /// <summary>Root physical address of the level 0 table, aligned down as the architecture aligns it.</summary>
    public ulong TableBase { get; }

    /// <summary>GPTBR_EL3.BADDR as an address, before alignment.</summary>
    public ulong BaseField { get; }

    /// <summary>Whether an address is past the range that GPCCR_EL3.PPS protects.</summary>
    /// <param name="address">Physical byte address.</param>
    public bool IsAbovePps(ulong address) => ProtectedBits < 64 && address >> ProtectedBits != 0;

    /// <summary>Which physical address spaces a GPI admits.</summary>
    /// <param name="gpi">The granule's GPI.</param>
    /// <param name="pas">Physical address space of the access.</param>
    /// <remarks>J1.3 GPICheck. GPIs of absent features (FEAT_RME_GPC2, FEAT_RME_GDI) are caught as invalid entries before this.</remarks>
    public static bool Admits(Gpi gpi, Pas pas) => gpi switch
    {
        Gpi.Any => true,
        Gpi.Secure => pas == Pas.Secure,
        Gpi.NonSecure => pas == Pas.NonSecure,
        Gpi.Root => pas == Pas.Root,
        Gpi.Realm => pas == Pas.Realm,
        _ => false,
    };
}
