namespace CcaEmu.Arm.RmmEl3;

/// <summary>Function identifiers of the RMM-EL3 interface, which the RMM calls by SMC.</summary>
/// <remarks>RMM-EL3 communication interface 2.0 of Trusted Firmware-A.</remarks>
public enum RmmEl3Command : uint
{
    /// <summary>RMM_RMI_REQ_COMPLETE: hands the results of an RMI command to the host.</summary>
    RmiReqComplete = 0xC400_018F,

    /// <summary>RMM_GTSI_DELEGATE: moves a granule from the Non-secure to the Realm PAS.</summary>
    GtsiDelegate = 0xC400_01B0,

    /// <summary>RMM_GTSI_UNDELEGATE: moves a granule from the Realm to the Non-secure PAS.</summary>
    GtsiUndelegate = 0xC400_01B1,

    /// <summary>RMM_ATTEST_GET_REALM_KEY: fetches the Realm attestation key.</summary>
    AttestGetRealmKey = 0xC400_01B2,

    /// <summary>RMM_ATTEST_GET_PLAT_TOKEN: fetches the platform token.</summary>
    AttestGetPlatToken = 0xC400_01B3,

    /// <summary>RMM_EL3_FEATURES: reads a feature register of the monitor.</summary>
    El3Features = 0xC400_01B4,

    /// <summary>RMM_EL3_TOKEN_SIGN: has the monitor sign a token.</summary>
    El3TokenSign = 0xC400_01B5,

    /// <summary>RMM_MEC_REFRESH: refreshes a memory encryption context.</summary>
    MecRefresh = 0xC400_01B6,

    /// <summary>RMM_IDE_KEY_PROG: programs a link encryption key.</summary>
    IdeKeyProg = 0xC400_01B7,

    /// <summary>RMM_IDE_KEY_SET_GO: starts using a key set.</summary>
    IdeKeySetGo = 0xC400_01B8,

    /// <summary>RMM_IDE_KEY_SET_STOP: stops using a key set.</summary>
    IdeKeySetStop = 0xC400_01B9,

    /// <summary>RMM_IDE_KM_PULL_RESPONSE: fetches the answer to a key request.</summary>
    IdeKmPullResponse = 0xC400_01BA,

    /// <summary>RMM_RESERVE_MEMORY: takes memory from the monitor's pool.</summary>
    ReserveMemory = 0xC400_01BB,

    /// <summary>RMM_BOOT_COMPLETE: ends the boot of the RMM on a PE.</summary>
    BootComplete = 0xC400_01CF,
}
