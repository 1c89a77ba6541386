namespace CcaEmu.Arm.Rsi;

/// <summary>Offsets of RsiRealmConfig, the page that RSI_REALM_CONFIG writes.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), type RsiRealmConfig.
/// </remarks>
public static class RsiRealmConfigLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x1000;

    /// <summary>Width of the IPA space in bits (8 bytes).</summary>
    public const int IpaWidth = 0x000;

    /// <summary>Hash of the measurements (1 byte).</summary>
    public const int HashAlgo = 0x008;

    /// <summary>Planes beside plane 0 (8 bytes).</summary>
    public const int NumAuxPlanes = 0x010;

    /// <summary>ICH_VTR_EL2 (8 bytes).</summary>
    public const int Gicv3Vtr = 0x018;

    /// <summary>The plane that address translation services use (8 bytes).</summary>
    public const int AtsPlane = 0x020;

    /// <summary>Realm personalization value (64 bytes).</summary>
    public const int Rpv = 0x200;
}
