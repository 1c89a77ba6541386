using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.Rmi.RmiCommand;

namespace CcaEmu.Arm.Rmi;

/// <summary>The commands of the Realm Management Interface: registers in order from X1.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RMI commands".</remarks>
public static class RmiCommandTable
{
    private const CommandTraits S = CommandTraits.Stateful;
    private const CommandTraits SM = CommandTraits.Stateful | CommandTraits.MovesMemory;
    private const CommandTraits F = CommandTraits.OutputsOnFailure;
    private const CommandTraits SF = CommandTraits.Stateful | CommandTraits.OutputsOnFailure;

    /// <summary>Every line, by function identifier.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(C.Version, "RMI_VERSION", "requested:version", "lower:version higher:version", F),
        Line(C.RttDataMapInit, "RMI_RTT_DATA_MAP_INIT", "rd:pa data:pa ipa:ipa src:pa flags:flags", "", S),
        Line(C.RealmActivate, "RMI_REALM_ACTIVATE", "rd:pa", ""),
        Line(C.RealmCreate, "RMI_REALM_CREATE", "rd:pa params:pa", "", SM),
        Line(C.RealmDestroy, "RMI_REALM_DESTROY", "rd:pa", "", SM),
        Line(C.RecCreate, "RMI_REC_CREATE", "rd:pa rec:pa params:pa", "", SM),
        Line(C.RecDestroy, "RMI_REC_DESTROY", "rec:pa", "", SM),
        Line(C.RecEnter, "RMI_REC_ENTER", "rec:pa run:pa", ""),
        Line(C.RttCreate, "RMI_RTT_CREATE", "rd:pa rtt:pa ipa:ipa level:level", ""),
        Line(C.RttDestroy, "RMI_RTT_DESTROY", "rd:pa ipa:ipa level:level", "rtt:pa top:ipa", SF),
        Line(C.RttReadEntry, "RMI_RTT_READ_ENTRY", "rd:pa ipa:ipa level:level", "walk_level:level state desc ripas:ripas"),
        Line(C.RttDevValidate, "RMI_RTT_DEV_VALIDATE", "?", ""),
        Line(C.PsciComplete, "RMI_PSCI_COMPLETE", "calling_rec:pa target_rec:pa status:status", ""),
        Line(C.Features, "RMI_FEATURES", "index:n", "value"),
        Line(C.RttFold, "RMI_RTT_FOLD", "rd:pa ipa:ipa level:level", "rtt:pa", S),
        Line(C.RttInitRipas, "RMI_RTT_INIT_RIPAS", "rd:pa base:ipa top:ipa", "out_top:ipa", S),
        Line(C.RttSetRipas, "RMI_RTT_SET_RIPAS", "rd:pa rec:pa base:ipa top:ipa", "out_top:ipa", S),
        Line(C.VsmmuCreate, "RMI_VSMMU_CREATE", "?", "", SM),
        Line(C.VsmmuDestroy, "RMI_VSMMU_DESTROY", "?", "", SM),
        Line(C.RmmConfigSet, "RMI_RMM_CONFIG_SET", "config:pa", ""),
        Line(C.PsmmuIrqNotify, "RMI_PSMMU_IRQ_NOTIFY", "?", ""),
        Line(C.AttestPlatTokenRefresh, "RMI_ATTEST_PLAT_TOKEN_REFRESH", "", ""),
        Line(C.PdevAbort, "RMI_PDEV_ABORT", "?", ""),
        Line(C.PdevCommunicate, "RMI_PDEV_COMMUNICATE", "?", ""),
        Line(C.PdevCreate, "RMI_PDEV_CREATE", "?", "", SM),
        Line(C.PdevDestroy, "RMI_PDEV_DESTROY", "?", "", SM),
        Line(C.PdevGetState, "RMI_PDEV_GET_STATE", "?", ""),
        Line(C.PdevStreamKeyRefresh, "RMI_PDEV_STREAM_KEY_REFRESH", "?", ""),
        Line(C.PdevSetPubkey, "RMI_PDEV_SET_PUBKEY", "?", ""),
        Line(C.PdevStop, "RMI_PDEV_STOP", "?", ""),
        Line(C.RttAuxCreate, "RMI_RTT_AUX_CREATE", "rd:pa rtt:pa ipa:ipa level:level index:n", ""),
        Line(C.RttAuxDestroy, "RMI_RTT_AUX_DESTROY", "rd:pa ipa:ipa level:level index:n", "rtt:pa top:ipa", S),
        Line(C.RttAuxFold, "RMI_RTT_AUX_FOLD", "rd:pa ipa:ipa level:level index:n", "rtt:pa", S),
        Line(C.VdevAbort, "RMI_VDEV_ABORT", "?", ""),
        Line(C.VdevCommunicate, "RMI_VDEV_COMMUNICATE", "?", ""),
        Line(C.VdevCreate, "RMI_VDEV_CREATE", "?", "", SM),
        Line(C.VdevDestroy, "RMI_VDEV_DESTROY", "?", "", SM),
        Line(C.VdevGetState, "RMI_VDEV_GET_STATE", "?", ""),
        Line(C.VdevUnlock, "RMI_VDEV_UNLOCK", "?", ""),
        Line(C.RttSetS2ap, "RMI_RTT_SET_S2AP", "rd:pa rec:pa base:ipa top:ipa", "out_top:ipa rtt_tree:n", SF),
        Line(C.VdevComplete, "RMI_VDEV_COMPLETE", "?", ""),
        Line(C.VdevGetInterfaceReport, "RMI_VDEV_GET_INTERFACE_REPORT", "?", ""),
        Line(C.VdevGetMeasurements, "RMI_VDEV_GET_MEASUREMENTS", "?", ""),
        Line(C.VdevLock, "RMI_VDEV_LOCK", "?", ""),
        Line(C.VdevStart, "RMI_VDEV_START", "?", ""),
        Line(C.VdevP2pBind, "RMI_VDEV_P2P_BIND", "?", ""),
        Line(C.VdevP2pUnbind, "RMI_VDEV_P2P_UNBIND", "?", ""),
        Line(C.VsmmuEventNotify, "RMI_VSMMU_EVENT_NOTIFY", "?", ""),
        Line(C.PsmmuActivate, "RMI_PSMMU_ACTIVATE", "smmu:pa params:pa", "", SM),
        Line(C.PsmmuDeactivate, "RMI_PSMMU_DEACTIVATE", "smmu:pa", "", SM),
        Line(C.PsmmuStL2Create, "RMI_PSMMU_ST_L2_CREATE", "smmu:pa sid_base", "", SM),
        Line(C.PsmmuStL2Destroy, "RMI_PSMMU_ST_L2_DESTROY", "smmu:pa sid_base", "", SM),
        Line(C.DptL0Create, "RMI_DPT_L0_CREATE", "?", "", SM),
        Line(C.DptL0Destroy, "RMI_DPT_L0_DESTROY", "?", "", SM),
        Line(C.DptL1Create, "RMI_DPT_L1_CREATE", "?", "", SM),
        Line(C.DptL1Destroy, "RMI_DPT_L1_DESTROY", "?", "", SM),
        Line(C.GranuleTrackingGet, "RMI_GRANULE_TRACKING_GET", "base:pa top:pa", "category state out_top:pa"),
        Line(C.GranuleTrackingSet, "RMI_GRANULE_TRACKING_SET", "region:pa category state", "", SM),
        Line(C.CmemAddPdev, "RMI_CMEM_ADD_PDEV", "?", ""),
        Line(C.CmemCreate, "RMI_CMEM_CREATE", "?", ""),
        Line(C.CmemDestroy, "RMI_CMEM_DESTROY", "?", ""),
        Line(C.CmemPopulate, "RMI_CMEM_POPULATE", "?", ""),
        Line(C.CmemRemovePdev, "RMI_CMEM_REMOVE_PDEV", "?", ""),
        Line(C.CmemStart, "RMI_CMEM_START", "?", ""),
        Line(C.CmemStop, "RMI_CMEM_STOP", "?", ""),
        Line(C.CmemUnpopulate, "RMI_CMEM_UNPOPULATE", "?", ""),
        Line(C.RmmConfigGet, "RMI_RMM_CONFIG_GET", "config:pa", ""),
        Line(C.PdevMecRefresh, "RMI_PDEV_MEC_REFRESH", "?", ""),
        Line(C.RmmStateGet, "RMI_RMM_STATE_GET", "", "state"),
        Line(C.PsmmuEventConsume, "RMI_PSMMU_EVENT_CONSUME", "?", ""),
        Line(C.GranuleRangeDelegate, "RMI_GRANULE_RANGE_DELEGATE", "base:pa top:pa", "out_top:pa", S),
        Line(C.GranuleRangeUndelegate, "RMI_GRANULE_RANGE_UNDELEGATE", "base:pa top:pa", "out_top:pa", S),
        Line(C.GptL1Create, "RMI_GPT_L1_CREATE", "addr:pa", "", SM),
        Line(C.GptL1Destroy, "RMI_GPT_L1_DESTROY", "addr:pa", "", SM),
        Line(C.RttDataMap, "RMI_RTT_DATA_MAP", "rd:pa base:ipa top:ipa flags:flags oaddr:range", "out_top:ipa", S),
        Line(
            C.RttDataUnmap, "RMI_RTT_DATA_UNMAP",
            "rd:pa base:ipa top:ipa flags:flags oaddr:pa",
            "out_top:ipa out_range:range out_count:n", SF),
        Line(C.RttDevMap, "RMI_RTT_DEV_MAP", "rd:pa vdev:pa base:ipa top:ipa flags:flags oaddr:range", "out_top:ipa", S),
        Line(
            C.RttDevUnmap, "RMI_RTT_DEV_UNMAP",
            "rd:pa base:ipa top:ipa flags:flags oaddr:pa",
            "out_top:ipa out_range:range out_count:n", S),
        Line(C.RttArchDevMap, "RMI_RTT_ARCH_DEV_MAP", "?", "", S),
        Line(C.RttArchDevUnmap, "RMI_RTT_ARCH_DEV_UNMAP", "?", "", S),
        Line(C.RttUnprotMap, "RMI_RTT_UNPROT_MAP", "rd:pa base:ipa top:ipa flags:flags oaddr:range", "out_top:ipa", S),
        Line(
            C.RttUnprotUnmap, "RMI_RTT_UNPROT_UNMAP",
            "rd:pa base:ipa top:ipa flags:flags oaddr:pa",
            "out_top:ipa out_range:range out_count:n", S),
        Line(C.RttAuxProtMap, "RMI_RTT_AUX_PROT_MAP", "rd:pa base:ipa top:ipa flags:flags", "out_top:ipa", S),
        Line(C.RttAuxProtUnmap, "RMI_RTT_AUX_PROT_UNMAP", "rd:pa base:ipa top:ipa flags:flags", "out_top:ipa", S),
        Line(C.RttAuxUnprotMap, "RMI_RTT_AUX_UNPROT_MAP", "rd:pa base:ipa top:ipa flags:flags", "out_top:ipa", S),
        Line(C.RttAuxUnprotUnmap, "RMI_RTT_AUX_UNPROT_UNMAP", "rd:pa base:ipa top:ipa flags:flags", "out_top:ipa", S),
        Line(C.RealmTerminate, "RMI_REALM_TERMINATE", "rd:pa", "", S),
        Line(C.RmmActivate, "RMI_RMM_ACTIVATE", "", "", SM),
        Line(C.OpContinue, "RMI_OP_CONTINUE", "handle:handle flags:flags", ""),
        Line(C.PdevStreamConnect, "RMI_PDEV_STREAM_CONNECT", "?", ""),
        Line(C.PdevStreamDisconnect, "RMI_PDEV_STREAM_DISCONNECT", "?", ""),
        Line(C.PdevStreamComplete, "RMI_PDEV_STREAM_COMPLETE", "?", ""),
        Line(C.PdevStreamKeyPurge, "RMI_PDEV_STREAM_KEY_PURGE", "?", ""),
        Line(C.OpMemDonate, "RMI_OP_MEM_DONATE", "handle:handle list:pa count:n", "donated_count:n requirements:flags", F),
        Line(C.OpMemReclaim, "RMI_OP_MEM_RECLAIM", "handle:handle list:pa count:n", "written_count:n"),
        Line(C.OpCancel, "RMI_OP_CANCEL", "handle:handle", ""),
        Line(C.VsmmuFeatures, "RMI_VSMMU_FEATURES", "?", ""),
        Line(C.VsmmuCmdGet, "RMI_VSMMU_CMD_GET", "?", ""),
        Line(C.VsmmuCmdComplete, "RMI_VSMMU_CMD_COMPLETE", "?", ""),
        Line(C.PsmmuInfo, "RMI_PSMMU_INFO", "?", ""),
    ];

    private static CommandInfo Line(
        C command, string name, string inputs, string outputs, CommandTraits traits = CommandTraits.None) =>
        CommandLine.Command(CommandInterface.Rmi, (uint)command, name, inputs, outputs, traits);
}
