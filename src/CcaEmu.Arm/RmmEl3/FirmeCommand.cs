namespace CcaEmu.Arm.RmmEl3;

/// <summary>Function identifiers of FIRME, the calls by which a world asks the monitor for RME services.</summary>
/// <remarks>
/// As Trusted Firmware-A and TF-RMM use them. Deviation: the register use of <see cref="GmL1Create"/> and <see cref="GmL1Destroy"/>, which no
/// public firmware answers, is CcaEmu's own: X1 an address in the level 0 entry, X2 the memory of the table.
/// </remarks>
public enum FirmeCommand : uint
{
    /// <summary>FIRME_SERVICE_VERSION: version of a service.</summary>
    ServiceVersion = 0xC400_0400,

    /// <summary>FIRME_SERVICE_FEATURES: a feature register of a service.</summary>
    ServiceFeatures = 0xC400_0401,

    /// <summary>FIRME_GM_GPI_SET: changes the GPI of a run of granules.</summary>
    GmGpiSet = 0xC400_0402,

    /// <summary>FIRME_MEC_REFRESH: gives a memory encryption context a new key.</summary>
    MecRefresh = 0xC400_0407,

    /// <summary>FIRME_GM_L1_CREATE: puts a level 1 GPT where a level 0 block was.</summary>
    GmL1Create = 0xC400_040E,

    /// <summary>FIRME_GM_L1_DESTROY: puts a level 0 block where a homogeneous level 1 GPT was.</summary>
    GmL1Destroy = 0xC400_040F,
}
