namespace CcaEmu.Arm.Rmi;

/// <summary>Function identifiers of the Realm Management Interface, which a host calls by SMC.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RMI commands".</remarks>
public enum RmiCommand : uint
{
    /// <summary>RMI_VERSION: negotiates the revision of the interface.</summary>
    Version = 0xC400_0150,

    /// <summary>RMI_RTT_DATA_MAP_INIT: maps one page with initial contents into a NEW Realm.</summary>
    RttDataMapInit = 0xC400_0153,

    /// <summary>RMI_REALM_ACTIVATE: makes a NEW Realm ACTIVE.</summary>
    RealmActivate = 0xC400_0157,

    /// <summary>RMI_REALM_CREATE: creates a Realm.</summary>
    RealmCreate = 0xC400_0158,

    /// <summary>RMI_REALM_DESTROY: destroys a ZOMBIE Realm.</summary>
    RealmDestroy = 0xC400_0159,

    /// <summary>RMI_REC_CREATE: creates a REC.</summary>
    RecCreate = 0xC400_015A,

    /// <summary>RMI_REC_DESTROY: destroys a REC.</summary>
    RecDestroy = 0xC400_015B,

    /// <summary>RMI_REC_ENTER: runs a REC until it exits.</summary>
    RecEnter = 0xC400_015C,

    /// <summary>RMI_RTT_CREATE: adds a translation table.</summary>
    RttCreate = 0xC400_015D,

    /// <summary>RMI_RTT_DESTROY: removes a translation table that maps nothing.</summary>
    RttDestroy = 0xC400_015E,

    /// <summary>RMI_RTT_READ_ENTRY: reads a translation table entry.</summary>
    RttReadEntry = 0xC400_0161,

    /// <summary>RMI_RTT_DEV_VALIDATE: finishes the validation of device memory.</summary>
    RttDevValidate = 0xC400_0163,

    /// <summary>RMI_PSCI_COMPLETE: completes a pending PSCI request.</summary>
    PsciComplete = 0xC400_0164,

    /// <summary>RMI_FEATURES: reads a feature register.</summary>
    Features = 0xC400_0165,

    /// <summary>RMI_RTT_FOLD: replaces a homogeneous table by an entry of its parent.</summary>
    RttFold = 0xC400_0166,

    /// <summary>RMI_RTT_INIT_RIPAS: sets RIPAS RAM in a NEW Realm.</summary>
    RttInitRipas = 0xC400_0168,

    /// <summary>RMI_RTT_SET_RIPAS: carries out a RIPAS change that a Realm asked for.</summary>
    RttSetRipas = 0xC400_0169,

    /// <summary>RMI_VSMMU_CREATE: creates a virtual SMMU.</summary>
    VsmmuCreate = 0xC400_016A,

    /// <summary>RMI_VSMMU_DESTROY: destroys a virtual SMMU.</summary>
    VsmmuDestroy = 0xC400_016B,

    /// <summary>RMI_RMM_CONFIG_SET: sets granule and tracking region size.</summary>
    RmmConfigSet = 0xC400_016E,

    /// <summary>RMI_PSMMU_IRQ_NOTIFY: reports an interrupt of a physical SMMU.</summary>
    PsmmuIrqNotify = 0xC400_016F,

    /// <summary>RMI_ATTEST_PLAT_TOKEN_REFRESH: fetches the platform token anew.</summary>
    AttestPlatTokenRefresh = 0xC400_0170,

    /// <summary>RMI_PDEV_ABORT: aborts the exchange with a physical device.</summary>
    PdevAbort = 0xC400_0174,

    /// <summary>RMI_PDEV_COMMUNICATE: carries on the exchange with a physical device.</summary>
    PdevCommunicate = 0xC400_0175,

    /// <summary>RMI_PDEV_CREATE: creates a physical device object.</summary>
    PdevCreate = 0xC400_0176,

    /// <summary>RMI_PDEV_DESTROY: destroys a physical device object.</summary>
    PdevDestroy = 0xC400_0177,

    /// <summary>RMI_PDEV_GET_STATE: reads the state of a physical device object.</summary>
    PdevGetState = 0xC400_0178,

    /// <summary>RMI_PDEV_STREAM_KEY_REFRESH: refreshes the keys of a stream.</summary>
    PdevStreamKeyRefresh = 0xC400_017A,

    /// <summary>RMI_PDEV_SET_PUBKEY: provides the public key of a device.</summary>
    PdevSetPubkey = 0xC400_017B,

    /// <summary>RMI_PDEV_STOP: ends the secure session with a device.</summary>
    PdevStop = 0xC400_017C,

    /// <summary>RMI_RTT_AUX_CREATE: adds a table to an auxiliary tree.</summary>
    RttAuxCreate = 0xC400_017D,

    /// <summary>RMI_RTT_AUX_DESTROY: removes a table from an auxiliary tree.</summary>
    RttAuxDestroy = 0xC400_017E,

    /// <summary>RMI_RTT_AUX_FOLD: folds a table of an auxiliary tree.</summary>
    RttAuxFold = 0xC400_017F,

    /// <summary>RMI_VDEV_ABORT: aborts the exchange of a virtual device.</summary>
    VdevAbort = 0xC400_0185,

    /// <summary>RMI_VDEV_COMMUNICATE: carries on the exchange of a virtual device.</summary>
    VdevCommunicate = 0xC400_0186,

    /// <summary>RMI_VDEV_CREATE: assigns a device interface to a Realm.</summary>
    VdevCreate = 0xC400_0187,

    /// <summary>RMI_VDEV_DESTROY: takes a device interface from a Realm.</summary>
    VdevDestroy = 0xC400_0188,

    /// <summary>RMI_VDEV_GET_STATE: reads the state of a virtual device object.</summary>
    VdevGetState = 0xC400_0189,

    /// <summary>RMI_VDEV_UNLOCK: unlocks a device interface.</summary>
    VdevUnlock = 0xC400_018A,

    /// <summary>RMI_RTT_SET_S2AP: carries out a permission change that a Realm asked for.</summary>
    RttSetS2ap = 0xC400_018B,

    /// <summary>RMI_VDEV_COMPLETE: provides the virtual device a Realm asked for.</summary>
    VdevComplete = 0xC400_018E,

    /// <summary>RMI_VDEV_GET_INTERFACE_REPORT: fetches the interface report of a device.</summary>
    VdevGetInterfaceReport = 0xC400_01D0,

    /// <summary>RMI_VDEV_GET_MEASUREMENTS: fetches the measurements of a device.</summary>
    VdevGetMeasurements = 0xC400_01D1,

    /// <summary>RMI_VDEV_LOCK: locks a device interface.</summary>
    VdevLock = 0xC400_01D2,

    /// <summary>RMI_VDEV_START: starts a device interface.</summary>
    VdevStart = 0xC400_01D3,

    /// <summary>RMI_VDEV_P2P_BIND: lets two devices reach each other.</summary>
    VdevP2pBind = 0xC400_01D4,

    /// <summary>RMI_VDEV_P2P_UNBIND: ends that.</summary>
    VdevP2pUnbind = 0xC400_01D5,

    /// <summary>RMI_VSMMU_EVENT_NOTIFY: forwards an event to a virtual SMMU.</summary>
    VsmmuEventNotify = 0xC400_01D6,

    /// <summary>RMI_PSMMU_ACTIVATE: takes over the Realm interface of a physical SMMU.</summary>
    PsmmuActivate = 0xC400_01D7,

    /// <summary>RMI_PSMMU_DEACTIVATE: gives it back.</summary>
    PsmmuDeactivate = 0xC400_01D8,

    /// <summary>RMI_PSMMU_ST_L2_CREATE: adds a level 2 stream table.</summary>
    PsmmuStL2Create = 0xC400_01DB,

    /// <summary>RMI_PSMMU_ST_L2_DESTROY: removes a level 2 stream table.</summary>
    PsmmuStL2Destroy = 0xC400_01DC,

    /// <summary>RMI_DPT_L0_CREATE: adds a level 0 device permission table.</summary>
    DptL0Create = 0xC400_01DD,

    /// <summary>RMI_DPT_L0_DESTROY: removes a level 0 device permission table.</summary>
    DptL0Destroy = 0xC400_01DE,

    /// <summary>RMI_DPT_L1_CREATE: adds a level 1 device permission table.</summary>
    DptL1Create = 0xC400_01DF,

    /// <summary>RMI_DPT_L1_DESTROY: removes a level 1 device permission table.</summary>
    DptL1Destroy = 0xC400_01E0,

    /// <summary>RMI_GRANULE_TRACKING_GET: says how memory is tracked.</summary>
    GranuleTrackingGet = 0xC400_01E1,

    /// <summary>RMI_GRANULE_TRACKING_SET: changes how a region is tracked.</summary>
    GranuleTrackingSet = 0xC400_01E3,

    /// <summary>RMI_CMEM_ADD_PDEV: adds a device to coherent memory.</summary>
    CmemAddPdev = 0xC400_01E4,

    /// <summary>RMI_CMEM_CREATE: makes coherent memory.</summary>
    CmemCreate = 0xC400_01E5,

    /// <summary>RMI_CMEM_DESTROY: destroys coherent memory.</summary>
    CmemDestroy = 0xC400_01E6,

    /// <summary>RMI_CMEM_POPULATE: puts coherent memory into use.</summary>
    CmemPopulate = 0xC400_01E7,

    /// <summary>RMI_CMEM_REMOVE_PDEV: removes a device from coherent memory.</summary>
    CmemRemovePdev = 0xC400_01E8,

    /// <summary>RMI_CMEM_START: starts coherent memory.</summary>
    CmemStart = 0xC400_01E9,

    /// <summary>RMI_CMEM_STOP: stops coherent memory.</summary>
    CmemStop = 0xC400_01EA,

    /// <summary>RMI_CMEM_UNPOPULATE: takes coherent memory out of use.</summary>
    CmemUnpopulate = 0xC400_01EB,

    /// <summary>RMI_RMM_CONFIG_GET: reads granule and tracking region size.</summary>
    RmmConfigGet = 0xC400_01EC,

    /// <summary>RMI_PDEV_MEC_REFRESH: maintains memory encryption contexts of a coherent memory device.</summary>
    PdevMecRefresh = 0xC400_01ED,

    /// <summary>RMI_RMM_STATE_GET: reads the state of the RMM.</summary>
    RmmStateGet = 0xC400_01EE,

    /// <summary>RMI_PSMMU_EVENT_CONSUME: takes an event of a physical SMMU.</summary>
    PsmmuEventConsume = 0xC400_01F0,

    /// <summary>RMI_GRANULE_RANGE_DELEGATE: gives granules to Realm world.</summary>
    GranuleRangeDelegate = 0xC400_01F1,

    /// <summary>RMI_GRANULE_RANGE_UNDELEGATE: takes granules back.</summary>
    GranuleRangeUndelegate = 0xC400_01F2,

    /// <summary>RMI_GPT_L1_CREATE: adds a level 1 granule protection table.</summary>
    GptL1Create = 0xC400_01F3,

    /// <summary>RMI_GPT_L1_DESTROY: removes a level 1 granule protection table.</summary>
    GptL1Destroy = 0xC400_01F4,

    /// <summary>RMI_RTT_DATA_MAP: maps protected memory without contents.</summary>
    RttDataMap = 0xC400_01F5,

    /// <summary>RMI_RTT_DATA_UNMAP: unmaps protected memory.</summary>
    RttDataUnmap = 0xC400_01F6,

    /// <summary>RMI_RTT_DEV_MAP: maps device memory.</summary>
    RttDevMap = 0xC400_01F7,

    /// <summary>RMI_RTT_DEV_UNMAP: unmaps device memory.</summary>
    RttDevUnmap = 0xC400_01F8,

    /// <summary>RMI_RTT_ARCH_DEV_MAP: maps a device that the RMM emulates.</summary>
    RttArchDevMap = 0xC400_01F9,

    /// <summary>RMI_RTT_ARCH_DEV_UNMAP: unmaps a device that the RMM emulates.</summary>
    RttArchDevUnmap = 0xC400_01FA,

    /// <summary>RMI_RTT_UNPROT_MAP: maps memory that the host shares.</summary>
    RttUnprotMap = 0xC400_01FB,

    /// <summary>RMI_RTT_UNPROT_UNMAP: unmaps memory that the host shares.</summary>
    RttUnprotUnmap = 0xC400_01FC,

    /// <summary>RMI_RTT_AUX_PROT_MAP: copies protected mappings into an auxiliary tree.</summary>
    RttAuxProtMap = 0xC400_01FD,

    /// <summary>RMI_RTT_AUX_PROT_UNMAP: removes protected mappings from an auxiliary tree.</summary>
    RttAuxProtUnmap = 0xC400_01FE,

    /// <summary>RMI_RTT_AUX_UNPROT_MAP: copies unprotected entries into an auxiliary tree.</summary>
    RttAuxUnprotMap = 0xC400_01FF,

    /// <summary>RMI_RTT_AUX_UNPROT_UNMAP: removes unprotected entries from an auxiliary tree.</summary>
    RttAuxUnprotUnmap = 0xC400_0200,

    /// <summary>RMI_REALM_TERMINATE: makes a Realm a ZOMBIE.</summary>
    RealmTerminate = 0xC400_0201,

    /// <summary>RMI_RMM_ACTIVATE: makes the RMM ACTIVE.</summary>
    RmmActivate = 0xC400_0202,

    /// <summary>RMI_OP_CONTINUE: goes on with a stateful operation.</summary>
    OpContinue = 0xC400_0203,

    /// <summary>RMI_PDEV_STREAM_CONNECT: sets up a stream between devices.</summary>
    PdevStreamConnect = 0xC400_0204,

    /// <summary>RMI_PDEV_STREAM_DISCONNECT: removes a stream between devices.</summary>
    PdevStreamDisconnect = 0xC400_0205,

    /// <summary>RMI_PDEV_STREAM_COMPLETE: finishes a stream operation.</summary>
    PdevStreamComplete = 0xC400_0206,

    /// <summary>RMI_PDEV_STREAM_KEY_PURGE: purges the keys of a stream.</summary>
    PdevStreamKeyPurge = 0xC400_0207,

    /// <summary>RMI_OP_MEM_DONATE: gives memory to a stateful operation.</summary>
    OpMemDonate = 0xC400_0208,

    /// <summary>RMI_OP_MEM_RECLAIM: takes memory from a stateful operation.</summary>
    OpMemReclaim = 0xC400_0209,

    /// <summary>RMI_OP_CANCEL: undoes a stateful operation.</summary>
    OpCancel = 0xC400_020A,

    /// <summary>RMI_VSMMU_FEATURES: reads the features of virtual SMMUs.</summary>
    VsmmuFeatures = 0xC400_020B,

    /// <summary>RMI_VSMMU_CMD_GET: fetches a command that needs the host.</summary>
    VsmmuCmdGet = 0xC400_020C,

    /// <summary>RMI_VSMMU_CMD_COMPLETE: completes a command that needed the host.</summary>
    VsmmuCmdComplete = 0xC400_020D,

    /// <summary>RMI_PSMMU_INFO: describes a physical SMMU.</summary>
    PsmmuInfo = 0xC400_020E,
}
