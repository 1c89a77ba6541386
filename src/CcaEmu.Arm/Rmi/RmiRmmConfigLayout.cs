namespace CcaEmu.Arm.Rmi;

/// <summary>Offsets of RmiRmmConfig, the page of RMI_RMM_CONFIG_GET and RMI_RMM_CONFIG_SET.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), type RmiRmmConfig.
/// </remarks>
public static class RmiRmmConfigLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x1000;

    /// <summary>Tracking region size; the meaning depends on the granule size (1 byte).</summary>
    public const int TrackingRegionSize = 0x0;

    /// <summary>Granule size: 0 4 KiB, 1 16 KiB, 2 64 KiB (1 byte).</summary>
    public const int RmiGranuleSize = 0x8;
}
