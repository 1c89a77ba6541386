namespace CcaEmu.Arm.Registers;

/// <summary>Which part of a granule protection check failed: GPCSC in the syndrome of a GPC exception at EL3.</summary>
/// <remarks>Arm ARM (DDI 0487), section "ISS encoding for a Granule Protection Check exception".</remarks>
public enum GpcStatusCode : byte
{
    /// <summary>GPT address size fault at level 0.</summary>
    AddressSizeLevel0 = 0x00,

    /// <summary>GPT walk fault at level 0: the entry is invalid.</summary>
    WalkLevel0 = 0x04,

    /// <summary>GPT walk fault at level 1: the entry is invalid.</summary>
    WalkLevel1 = 0x05,

    /// <summary>Granule protection fault at level 0: the GPI does not allow the access.</summary>
    ProtectionLevel0 = 0x0C,

    /// <summary>Granule protection fault at level 1: the GPI does not allow the access.</summary>
    ProtectionLevel1 = 0x0D,

    /// <summary>Synchronous external abort on a level 0 fetch.</summary>
    ExternalAbortLevel0 = 0x14,

    /// <summary>Synchronous external abort on a level 1 fetch.</summary>
    ExternalAbortLevel1 = 0x15,
}
