namespace CcaEmu.Arm.Rmi;

/// <summary>What the RMM uses a granule for. The numbers are CcaEmu's own.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "Granule lifecycle".</remarks>
public enum GranuleState : byte
{
    /// <summary>Not the RMM's.</summary>
    Undelegated = 0,

    /// <summary>The RMM's, unused.</summary>
    Delegated = 1,

    /// <summary>A Realm descriptor.</summary>
    Rd = 2,

    /// <summary>A Realm execution context.</summary>
    Rec = 3,

    /// <summary>A Realm translation table.</summary>
    Rtt = 4,

    /// <summary>Memory of a Realm.</summary>
    Data = 5,

    /// <summary>Memory of a device, mapped in a Realm.</summary>
    Dev = 6,

    /// <summary>A physical device object.</summary>
    Pdev = 7,

    /// <summary>A virtual device object.</summary>
    Vdev = 8,

    /// <summary>A virtual SMMU object.</summary>
    Vsmmu = 9,

    /// <summary>Donated to an operation.</summary>
    Internal = 10,
}
