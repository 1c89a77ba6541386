namespace CcaEmu.Arm.Rmi;

/// <summary>Why REC_ENTER came back.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecExitReason.</remarks>
public enum RmiRecExitReason : byte
{
    /// <summary>A synchronous exception that the host has to handle.</summary>
    Sync = 0,

    /// <summary>A physical IRQ.</summary>
    Irq = 1,

    /// <summary>A physical FIQ.</summary>
    Fiq = 2,

    /// <summary>A PSCI call.</summary>
    Psci = 3,

    /// <summary>RSI_IPA_STATE_SET.</summary>
    RipasChange = 4,

    /// <summary>RSI_HOST_CALL.</summary>
    HostCall = 5,

    /// <summary>A physical SError.</summary>
    SError = 6,

    /// <summary>RSI_MEM_SET_PERM_INDEX.</summary>
    S2apChange = 7,

    /// <summary>The RMM needs a virtual device object.</summary>
    VdevRequest = 8,

    /// <summary>RSI_VDEV_VALIDATE_MAPPING.</summary>
    VdevValidateMapping = 9,

    /// <summary>A command of a virtual SMMU.</summary>
    VsmmuCommand = 10,
}
