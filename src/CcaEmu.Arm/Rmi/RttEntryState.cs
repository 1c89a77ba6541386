namespace CcaEmu.Arm.Rmi;

/// <summary>State of a translation table entry, as RMI_RTT_READ_ENTRY encodes it.</summary>
/// <remarks>
/// RMM specification 2.0-bet1 (DEN0137), type RmiRttEntryState. HIPAS names: VOID and UNMAPPED_NS share a code, and so do DATA
/// and MAPPED_NS.
/// </remarks>
public enum RttEntryState : byte
{
    /// <summary>Protected: nothing is mapped (VOID). Unprotected: nothing is mapped (UNMAPPED_NS).</summary>
    Void = 0,

    /// <summary>Protected: a DATA granule. Unprotected: memory the host shares (MAPPED_NS).</summary>
    Data = 1,

    /// <summary>Another table.</summary>
    Table = 2,

    /// <summary>An assigned device.</summary>
    NarchDev = 3,

    /// <summary>Auxiliary tree: the table was destroyed while the primary tree maps memory.</summary>
    AuxDestroyed = 4,

    /// <summary>A device that the RMM emulates.</summary>
    ArchDev = 5,
}
