namespace CcaEmu.Arm.Registers;

/// <summary>What went wrong with a memory access: DFSC, IFSC and PAR_EL1.FST.</summary>
/// <remarks>
/// Codes of a level n are the base plus n, for n 0 to 3. Arm ARM (DDI 0487), section "ESR_EL1, Exception Syndrome Register
/// (EL1)", ISS encodings of Data and Instruction Aborts.
/// </remarks>
public enum FaultStatusCode : byte
{
    /// <summary>Address size fault at level 0, or of the table base register.</summary>
    AddressSizeLevel0 = 0x00,

    /// <summary>Address size fault at level 1.</summary>
    AddressSizeLevel1 = 0x01,

    /// <summary>Address size fault at level 2.</summary>
    AddressSizeLevel2 = 0x02,

    /// <summary>Address size fault at level 3.</summary>
    AddressSizeLevel3 = 0x03,

    /// <summary>Translation fault at level 0.</summary>
    TranslationLevel0 = 0x04,

    /// <summary>Translation fault at level 1.</summary>
    TranslationLevel1 = 0x05,

    /// <summary>Translation fault at level 2.</summary>
    TranslationLevel2 = 0x06,

    /// <summary>Translation fault at level 3.</summary>
    TranslationLevel3 = 0x07,

    /// <summary>Access flag fault at level 0 (FEAT_LPA2).</summary>
    AccessFlagLevel0 = 0x08,

    /// <summary>Access flag fault at level 1.</summary>
    AccessFlagLevel1 = 0x09,

    /// <summary>Access flag fault at level 2.</summary>
    AccessFlagLevel2 = 0x0A,

    /// <summary>Access flag fault at level 3.</summary>
    AccessFlagLevel3 = 0x0B,

    /// <summary>Permission fault at level 0 (FEAT_LPA2).</summary>
    PermissionLevel0 = 0x0C,

    /// <summary>Permission fault at level 1.</summary>
    PermissionLevel1 = 0x0D,

    /// <summary>Permission fault at level 2.</summary>
    PermissionLevel2 = 0x0E,

    /// <summary>Permission fault at level 3.</summary>
    PermissionLevel3 = 0x0F,

    /// <summary>Synchronous external abort, not on a walk.</summary>
    SynchronousExternalAbort = 0x10,

    /// <summary>Synchronous tag check fault (FEAT_MTE2); as DFSC of an SError: asynchronous error.</summary>
    TagCheck = 0x11,

    /// <summary>Synchronous external abort on a walk, level -1 (FEAT_LPA2).</summary>
    ExternalAbortOnWalkLevelMinus1 = 0x13,

    /// <summary>Synchronous external abort on a walk, level 0.</summary>
    ExternalAbortOnWalkLevel0 = 0x14,

    /// <summary>Synchronous external abort on a walk, level 1.</summary>
    ExternalAbortOnWalkLevel1 = 0x15,

    /// <summary>Synchronous external abort on a walk, level 2.</summary>
    ExternalAbortOnWalkLevel2 = 0x16,

    /// <summary>Synchronous external abort on a walk, level 3.</summary>
    ExternalAbortOnWalkLevel3 = 0x17,

    /// <summary>Alignment fault.</summary>
    Alignment = 0x21,

    /// <summary>Granule Protection Fault on a walk, level -1.</summary>
    GranuleProtectionOnWalkLevelMinus1 = 0x23,

    /// <summary>Granule Protection Fault on a walk, level 0.</summary>
    GranuleProtectionOnWalkLevel0 = 0x24,

    /// <summary>Granule Protection Fault on a walk, level 1.</summary>
    GranuleProtectionOnWalkLevel1 = 0x25,

    /// <summary>Granule Protection Fault on a walk, level 2.</summary>
    GranuleProtectionOnWalkLevel2 = 0x26,

    /// <summary>Granule Protection Fault on a walk, level 3.</summary>
    GranuleProtectionOnWalkLevel3 = 0x27,

    /// <summary>Granule Protection Fault, not on a walk.</summary>
    GranuleProtection = 0x28,

    /// <summary>Address size fault at level -1 (FEAT_LPA2).</summary>
    AddressSizeLevelMinus1 = 0x29,

    /// <summary>Translation fault at level -1 (FEAT_LPA2).</summary>
    TranslationLevelMinus1 = 0x2B,

    /// <summary>TLB conflict abort.</summary>
    TlbConflict = 0x30,

    /// <summary>Unsupported atomic hardware update.</summary>
    UnsupportedAtomicUpdate = 0x31,

    /// <summary>Exclusive or atomic access to memory that does not support it.</summary>
    UnsupportedExclusiveOrAtomic = 0x35,
}
