namespace CcaEmu.Arm.Rmi;

/// <summary>Offsets of the descriptor that is hashed when RMI_RTT_DATA_MAP_INIT extends the Realm initial measurement.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), section "Realm Initial Measurement", type
/// RmmMeasurementDescriptorData.
/// </remarks>
public static class RimDataDescriptorLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x100;

    /// <summary>Descriptor type: 0 (1 byte).</summary>
    public const int Type = 0x00;

    /// <summary>Length of the descriptor: 0x100 (8 bytes).</summary>
    public const int Length = 0x08;

    /// <summary>The measurement so far (64 bytes).</summary>
    public const int Rim = 0x10;

    /// <summary>Where the granule is mapped (8 bytes).</summary>
    public const int Ipa = 0x50;

    /// <summary><see cref="RmiDataFlags"/> (8 bytes).</summary>
    public const int Flags = 0x58;

    /// <summary>Hash of the granule, or zero when not measured (64 bytes).</summary>
    public const int Content = 0x60;
}
