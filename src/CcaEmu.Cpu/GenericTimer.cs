namespace CcaEmu.Cpu;

/// <summary>The generic timers of a PE that can request an interrupt.</summary>
/// <remarks>Arm ARM, D12.2 "The AArch64 view of the Generic Timer". The numbers are the PPIs of Arm's Base System Architecture, as INTIDs.</remarks>
public enum GenericTimer
{
    /// <summary>Secure EL2 virtual timer, CNTHVS.</summary>
    SecureHypervisorVirtual = 19,

    /// <summary>Secure EL2 physical timer, CNTHPS.</summary>
    SecureHypervisorPhysical = 20,

    /// <summary>EL2 physical timer, CNTHP.</summary>
    HypervisorPhysical = 26,

    /// <summary>EL1 virtual timer, CNTV.</summary>
    Virtual = 27,

    /// <summary>EL2 virtual timer, CNTHV.</summary>
    HypervisorVirtual = 28,

    /// <summary>Secure EL1 physical timer, CNTPS.</summary>
    SecurePhysical = 29,

    /// <summary>EL1 physical timer, CNTP.</summary>
    Physical = 30,
}
