namespace CcaEmu.Cpu;

/// <summary>Why a memory access faulted.</summary>
/// <remarks>Arm ARM, J1.3 shared pseudocode type Fault; D8.15 "MMU fault types".</remarks>
public enum FaultKind : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Alignment fault.</summary>
    Alignment,

    /// <summary>Address size fault.</summary>
    AddressSize,

    /// <summary>Translation fault.</summary>
    Translation,

    /// <summary>Access flag fault.</summary>
    AccessFlag,

    /// <summary>Permission fault.</summary>
    Permission,

    /// <summary>Synchronous External abort: nothing answers at the physical address.</summary>
    ExternalAbort,

    /// <summary>An exclusive or atomic access to memory that does not support it.</summary>
    UnsupportedExclusive,

    /// <summary>The granule protection check refused the access.</summary>
    GranuleProtection,
}
