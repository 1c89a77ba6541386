namespace CcaEmu.Arm.Rmi;

/// <summary>Offsets of RmiRealmParams, the page that RMI_REALM_CREATE reads.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), type RmiRealmParams.
/// </remarks>
public static class RmiRealmParamsLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x1000;

    /// <summary>Flags, see <see cref="RmiRealmFlags0"/> (8 bytes).</summary>
    public const int Flags0 = 0x000;

    /// <summary>Width of the IPA space in bits (1 byte).</summary>
    public const int S2sz = 0x008;

    /// <summary>SVE vector length: (n + 1) * 128 bits (1 byte).</summary>
    public const int SveVl = 0x010;

    /// <summary>Breakpoints, minus one; 0 is reserved (1 byte).</summary>
    public const int NumBps = 0x018;

    /// <summary>Watchpoints, minus one; 0 is reserved (1 byte).</summary>
    public const int NumWps = 0x020;

    /// <summary>Counters of the performance monitor (1 byte).</summary>
    public const int PmuNumCtrs = 0x028;

    /// <summary>Hash of the measurements, <see cref="RmiHashAlgorithm"/> (1 byte).</summary>
    public const int HashAlgo = 0x030;

    /// <summary>Planes beside plane 0 (8 bytes).</summary>
    public const int NumAuxPlanes = 0x038;

    /// <summary>Realm personalization value (64 bytes).</summary>
    public const int Rpv = 0x400;

    /// <summary>The plane that address translation services use (8 bytes).</summary>
    public const int AtsPlane = 0x440;

    /// <summary>Address of the first starting-level table (8 bytes).</summary>
    public const int RttBase = 0x808;

    /// <summary>Starting level, signed (8 bytes).</summary>
    public const int RttLevelStart = 0x810;

    /// <summary>Starting-level tables (4 bytes).</summary>
    public const int RttNumStart = 0x818;

    /// <summary>Flags, see <see cref="RmiRealmFlags1"/> (8 bytes).</summary>
    public const int Flags1 = 0x820;

    /// <summary>Addresses of the first starting-level tables of three auxiliary trees (24 bytes).</summary>
    public const int AuxRttBase = 0xF80;
}
