namespace CcaEmu.Arm.Rhi;

/// <summary>Functions of the Realm Host Interface, which a Realm calls by RSI_HOST_CALL: X0 of the structure, the answer too.</summary>
/// <remarks>
/// Host calls of immediate 0. Arm CCA Realm Host Interface (DEN0148), section "Host configuration". What a host
/// does not know it answers with all ones.
/// </remarks>
public enum RhiFunction : uint
{
    /// <summary>RHI_HOST_CONFIG_VERSION: major version in bits 31:16, minor version below.</summary>
    HostConfigVersion = 0xC500_004E,

    /// <summary>RHI_HOST_CONFIG_FEATURES: bit 0, whether the host tells its alignment.</summary>
    HostConfigFeatures = 0xC500_004F,

    /// <summary>RHI_HOST_CONFIG_GET_IPA_CHANGE_ALIGNMENT: bytes to which base and size of a change between private and shared memory must be aligned.</summary>
    GetIpaChangeAlignment = 0xC500_0050,
}
