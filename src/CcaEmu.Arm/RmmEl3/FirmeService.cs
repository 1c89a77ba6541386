namespace CcaEmu.Arm.RmmEl3;

/// <summary>The services of FIRME that have versions and feature registers.</summary>
/// <remarks>As Trusted Firmware-A numbers them.</remarks>
public enum FirmeService : ulong
{
    /// <summary>What there is.</summary>
    Base = 0,

    /// <summary>Granule management.</summary>
    GranuleManagement = 1,

    /// <summary>Link encryption keys.</summary>
    IdeKeyManagement = 2,

    /// <summary>Memory encryption contexts.</summary>
    Mecid = 3,
}
