namespace CcaEmu.Arm;

/// <summary>A granule protection information value: the physical address spaces through which a granule may be reached.</summary>
/// <remarks>
/// Four bits of a Granule Protection Table entry; values without a name are reserved and fail every check.
/// Arm ARM (DDI 0487), chapter "The Granule Protection Check Mechanism", GPI encodings.
/// </remarks>
public enum Gpi : byte
{
    /// <summary>No accesses permitted.</summary>
    NoAccess = 0x0,

    /// <summary>System Agent physical address space only (FEAT_RME_GDI).</summary>
    SystemAgent = 0x4,

    /// <summary>Non-secure Protected physical address space only (FEAT_RME_GDI).</summary>
    NonSecureProtected = 0x5,

    /// <summary>Secure physical address space only.</summary>
    Secure = 0x8,

    /// <summary>Non-secure physical address space only.</summary>
    NonSecure = 0x9,

    /// <summary>Root physical address space only.</summary>
    Root = 0xA,

    /// <summary>Realm physical address space only.</summary>
    Realm = 0xB,

    /// <summary>Non-secure accesses made from Non-secure state only (FEAT_RME_GPC2).</summary>
    NonSecureOnly = 0xD,

    /// <summary>All accesses permitted.</summary>
    Any = 0xF,
}
