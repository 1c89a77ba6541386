namespace CcaEmu.Arm.RmmEl3;

/// <summary>How the boot of the RMM went: X1 of RMM_BOOT_COMPLETE, signed.</summary>
/// <remarks>RMM-EL3 communication interface 2.0 of Trusted Firmware-A, section "RMM_BOOT_COMPLETE".</remarks>
public enum RmmBootStatus : int
{
    /// <summary>The RMM runs.</summary>
    Success = 0,

    /// <summary>It failed for another reason.</summary>
    Unknown = -1,

    /// <summary>The version of the interface does not suit.</summary>
    VersionNotValid = -2,

    /// <summary>There are more PEs than the RMM can serve.</summary>
    CpusOutOfRange = -3,

    /// <summary>The number of the PE is too high.</summary>
    CpuIdOutOfRange = -4,

    /// <summary>The shared page is not usable.</summary>
    InvalidSharedBuffer = -5,

    /// <summary>The version of the boot manifest does not suit.</summary>
    ManifestVersionNotSupported = -6,

    /// <summary>The boot manifest is wrong.</summary>
    ManifestDataError = -7,

    /// <summary>There is not enough memory.</summary>
    OutOfMemory = -8,
}
