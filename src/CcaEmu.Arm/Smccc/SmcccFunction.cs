namespace CcaEmu.Arm.Smccc;

/// <summary>Arm architecture calls.</summary>
/// <remarks>SMC Calling Convention (DEN0028), chapter "Arm Architecture Calls".</remarks>
public enum SmcccFunction : uint
{
    /// <summary>SMCCC_VERSION: the version of the convention.</summary>
    Version = 0x8000_0000,

    /// <summary>SMCCC_ARCH_FEATURES: whether a function exists.</summary>
    ArchFeatures = 0x8000_0001,

    /// <summary>SMCCC_ARCH_SOC_ID: identity of the system on chip.</summary>
    ArchSocId = 0x8000_0002,

    /// <summary>SMCCC_ARCH_FEATURE_AVAILABILITY: which features EL3 lets the caller's world use.</summary>
    ArchFeatureAvailability = 0xC000_0003,
}
