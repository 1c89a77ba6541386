using CcaEmu.Arm;
using CcaEmu.Arm.Formats;
using F = CcaEmu.Arm.Registers.Fields.GPCCR_EL3;

namespace CcaEmu.Memory;

/// <summary>GPCCR_EL3 and GPTBR_EL3 decoded: where a Granule Protection Table is and what shape it has.</summary>
/// <remarks>Arm ARM, D24.2 GPCCR_EL3 and GPTBR_EL3; J1.3 shared pseudocode GPCRegistersConsistent and GPTWalk.</remarks>
public readonly record struct GptConfiguration
{
    /// <summary>Decodes the two registers.</summary>
    /// <param name="gpccr">Value of GPCCR_EL3.</param>
    /// <param name="gptbr">Value of GPTBR_EL3.</param>
    /// <param name="physicalAddressBits">Width of the PE's physical addresses (ID_AA64MMFR0_EL1.PARange): a PPS past it is a configuration error.</param>
    public GptConfiguration(ulong gpccr, ulong gptbr, int physicalAddressBits)
    {
        Enabled = (gpccr & F.GPC) != 0;
        bool cacheable = F.IRGN.Get(gpccr) != 0 || F.ORGN.Get(gpccr) != 0;
        bool shareabilityConsistent = F.SH.Get(gpccr) switch { 1 => false, 2 => true, _ => cacheable };
        Consistent = GptGeometry.TryDecode(gpccr, out GptGeometry geometry) && shareabilityConsistent
            && geometry.ProtectedBits <= physicalAddressBits;
        Geometry = geometry;
        BaseField = (gptbr & ((1UL << 40) - 1)) << 12;
        DisabledSpaces = (byte)(((gpccr & F.SPAD) != 0 ? 1 << (int)Pas.Secure : 0) | ((gpccr & F.NSPAD) != 0 ? 1 << (int)Pas.NonSecure : 0)
            | ((gpccr & F.RLPAD) != 0 ? 1 << (int)Pas.Realm : 0));
        AllowsAbovePps = (gpccr & F.APPSAA) != 0;
        KnowsNonSecureOnly = (gpccr & F.NSO) != 0;
        // What a walk of granules of 4 KiB needs, so that the frequent case has nothing to work out.
        WalksFast = Enabled && Consistent && DisabledSpaces == 0 && geometry.GranuleBits == 12 && !IsAbovePps(BaseField);
        L0Bits = (byte)geometry.L0Bits;
        L1IndexMask = Consistent ? (ulong)geometry.L1Entries - 1 : 0;
        TableBase = Consistent ? BaseField & ~(geometry.L0AlignmentBytes - 1) : 0;
    }

    /// <summary>GPCCR_EL3.GPC: whether checks are made at all.</summary>
    public bool Enabled { get; }

    /// <summary>Whether no field selects a reserved value; if not, every check ends in a GPT walk fault at level 0.</summary>
    public bool Consistent { get; }

    /// <summary>Sizes of the table; meaningful where <see cref="Consistent"/>.</summary>
    public GptGeometry Geometry { get; }

    /// <summary>GPCCR_EL3.{SPAD, NSPAD, RLPAD}: physical address spaces that may not be accessed at all, a bit for each <see cref="Pas"/>.</summary>
    public byte DisabledSpaces { get; }

    /// <summary>GPCCR_EL3.APPSAA: an address above PPS may be in any physical address space, not the Non-secure one alone.</summary>
    public bool AllowsAbovePps { get; }

    /// <summary>GPCCR_EL3.NSO: GPI 0b1101 is <see cref="Gpi.NonSecureOnly"/>, not reserved.</summary>
    public bool KnowsNonSecureOnly { get; }

    /// <summary>Whether the short walk for granules of 4 KiB can be tried.</summary>
    internal bool WalksFast { get; }

    /// <summary>Bits of address below one level 0 entry.</summary>
    internal byte L0Bits { get; }

    /// <summary>Index bits of a level 1 table, as a mask.</summary>
    internal ulong L1IndexMask { get; }

    /// <summary>Root physical address of the level 0 table, aligned down as the architecture aligns it.</summary>
    public ulong TableBase { get; }

    /// <summary>GPTBR_EL3.BADDR as an address, before alignment.</summary>
    public ulong BaseField { get; }

    /// <summary>Whether an address is past the range that GPCCR_EL3.PPS protects.</summary>
    /// <param name="address">Physical byte address.</param>
    public bool IsAbovePps(ulong address) => address >> Geometry.ProtectedBits != 0;
}
