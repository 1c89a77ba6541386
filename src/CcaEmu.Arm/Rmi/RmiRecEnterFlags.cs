namespace CcaEmu.Arm.Rmi;

/// <summary>What the host asks of an entry into a REC.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecEnterFlags.</remarks>
[Flags]
public enum RmiRecEnterFlags : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The Data Abort of the last exit has been emulated.</summary>
    EmulMmio = 1 << 0,

    /// <summary>The Data Abort of the last exit becomes an external abort in the Realm.</summary>
    InjectSea = 1 << 1,

    /// <summary>WFI exits.</summary>
    TrapWfi = 1 << 2,

    /// <summary>WFE exits.</summary>
    TrapWfe = 1 << 3,

    /// <summary>The RIPAS change is rejected.</summary>
    RipasResponse = 1 << 4,

    /// <summary>The permission change is rejected.</summary>
    S2apResponse = 1 << 5,

    /// <summary>The device memory mapping is rejected.</summary>
    DevMemResponse = 1 << 6,

    /// <summary>Plane 0 runs next.</summary>
    ForceP0 = 1 << 7,

    /// <summary>Every bit with a meaning; the others must be zero.</summary>
    Known = 0xFF,
}
