namespace CcaEmu.Arm.Rsi;

/// <summary>Function identifiers of the Realm Services Interface, which a Realm calls by SMC.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RSI commands".</remarks>
public enum RsiCommand : uint
{
    /// <summary>RSI_VERSION: negotiates the revision of the interface.</summary>
    Version = 0xC400_0190,

    /// <summary>RSI_FEATURES: reads a feature register.</summary>
    Features = 0xC400_0191,

    /// <summary>RSI_MEASUREMENT_READ: reads a measurement.</summary>
    MeasurementRead = 0xC400_0192,

    /// <summary>RSI_MEASUREMENT_EXTEND: extends a measurement.</summary>
    MeasurementExtend = 0xC400_0193,

    /// <summary>RSI_ATTESTATION_TOKEN_INIT: starts making an attestation token.</summary>
    AttestationTokenInit = 0xC400_0194,

    /// <summary>RSI_ATTESTATION_TOKEN_CONTINUE: fetches the next part of the token.</summary>
    AttestationTokenContinue = 0xC400_0195,

    /// <summary>RSI_REALM_CONFIG: reads the configuration of the Realm.</summary>
    RealmConfig = 0xC400_0196,

    /// <summary>RSI_IPA_STATE_SET: asks for a RIPAS change.</summary>
    IpaStateSet = 0xC400_0197,

    /// <summary>RSI_IPA_STATE_GET: reads the RIPAS of a range.</summary>
    IpaStateGet = 0xC400_0198,

    /// <summary>RSI_HOST_CALL: calls the host.</summary>
    HostCall = 0xC400_0199,

    /// <summary>RSI_VSMMU_GET_INFO: describes a virtual SMMU.</summary>
    VsmmuGetInfo = 0xC400_019A,

    /// <summary>RSI_ARCH_DEV_ACTIVATE: activates a device that the RMM emulates.</summary>
    ArchDevActivate = 0xC400_019B,

    /// <summary>RSI_VDEV_DMA_ENABLE: lets a device reach Realm memory.</summary>
    VdevDmaEnable = 0xC400_019C,

    /// <summary>RSI_VDEV_GET_INFO: describes a device.</summary>
    VdevGetInfo = 0xC400_019D,

    /// <summary>RSI_VDEV_P2P_BIND: asks the host to let two devices reach each other.</summary>
    VdevP2pBind = 0xC400_019E,

    /// <summary>RSI_VDEV_VALIDATE_MAPPING: validates device memory.</summary>
    VdevValidateMapping = 0xC400_019F,

    /// <summary>RSI_MEM_GET_PERM_VALUE: reads a permission of a plane.</summary>
    MemGetPermValue = 0xC400_01A0,

    /// <summary>RSI_MEM_SET_PERM_INDEX: asks for a permission index.</summary>
    MemSetPermIndex = 0xC400_01A1,

    /// <summary>RSI_MEM_SET_PERM_VALUE: sets a permission of a plane.</summary>
    MemSetPermValue = 0xC400_01A2,

    /// <summary>RSI_PLANE_ENTER: runs a plane.</summary>
    PlaneEnter = 0xC400_01A3,

    /// <summary>RSI_VDEV_DMA_DISABLE: stops a device from reaching Realm memory.</summary>
    VdevDmaDisable = 0xC400_01A4,

    /// <summary>RSI_PLANE_SYSREG_READ: reads a system register of a plane.</summary>
    PlaneSysregRead = 0xC400_01AE,

    /// <summary>RSI_PLANE_SYSREG_WRITE: writes a system register of a plane.</summary>
    PlaneSysregWrite = 0xC400_01AF,
}
