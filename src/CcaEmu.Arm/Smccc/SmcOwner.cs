namespace CcaEmu.Arm.Smccc;

/// <summary>Whose functions a part of the identifier space is for.</summary>
/// <remarks>SMC Calling Convention (DEN0028), section "SMC and HVC Function Identifier". Other values exist.</remarks>
public enum SmcOwner : byte
{
    /// <summary>Arm architecture calls.</summary>
    ArmArchitecture = 0,

    /// <summary>CPU service calls.</summary>
    Cpu = 1,

    /// <summary>Silicon provider service calls.</summary>
    Sip = 2,

    /// <summary>OEM service calls.</summary>
    Oem = 3,

    /// <summary>Standard secure service calls: PSCI, RMI, RSI, RMM-EL3 and others.</summary>
    StandardSecure = 4,

    /// <summary>Standard hypervisor service calls.</summary>
    StandardHypervisor = 5,

    /// <summary>Vendor-specific hypervisor service calls.</summary>
    VendorHypervisor = 6,
}
