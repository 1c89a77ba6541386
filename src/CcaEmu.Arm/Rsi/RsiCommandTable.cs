using CcaEmu.Arm.Smccc;
using C = CcaEmu.Arm.Rsi.RsiCommand;

namespace CcaEmu.Arm.Rsi;

/// <summary>The commands of the Realm Services Interface: registers in order from X1.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RSI commands".</remarks>
public static class RsiCommandTable
{
    private const CommandTraits F = CommandTraits.OutputsOnFailure;

    /// <summary>Every line, by function identifier.</summary>
    public static IReadOnlyList<CommandInfo> All { get; } =
    [
        Line(C.Version, "RSI_VERSION", "requested:version", "lower:version higher:version", F),
        Line(C.Features, "RSI_FEATURES", "index:n", "value"),
        Line(C.MeasurementRead, "RSI_MEASUREMENT_READ", "index:n", "value[8]"),
        Line(C.MeasurementExtend, "RSI_MEASUREMENT_EXTEND", "index:n size:n value[8]", ""),
        Line(C.AttestationTokenInit, "RSI_ATTESTATION_TOKEN_INIT", "challenge[8]", "max_size:n"),
        Line(C.AttestationTokenContinue, "RSI_ATTESTATION_TOKEN_CONTINUE", "ipa:ipa offset:n size:n", "written:n"),
        Line(C.RealmConfig, "RSI_REALM_CONFIG", "ipa:ipa", ""),
        Line(C.IpaStateSet, "RSI_IPA_STATE_SET", "base:ipa top:ipa ripas:ripas flags:flags", "new_base:ipa response"),
        Line(C.IpaStateGet, "RSI_IPA_STATE_GET", "base:ipa top:ipa", "out_top:ipa ripas:ripas"),
        Line(C.HostCall, "RSI_HOST_CALL", "ipa:ipa", ""),
        Line(C.VsmmuGetInfo, "RSI_VSMMU_GET_INFO", "?", ""),
        Line(C.ArchDevActivate, "RSI_ARCH_DEV_ACTIVATE", "type address:ipa", ""),
        Line(
            C.VdevDmaEnable, "RSI_VDEV_DMA_ENABLE",
            "vdev_id flags:flags non_ats_plane:n lock_nonce meas_nonce report_nonce",
            ""),
        Line(C.VdevGetInfo, "RSI_VDEV_GET_INFO", "vdev_id ipa:ipa", ""),
        Line(C.VdevP2pBind, "RSI_VDEV_P2P_BIND", "?", ""),
        Line(
            C.VdevValidateMapping, "RSI_VDEV_VALIDATE_MAPPING",
            "vdev_id ipa_base:ipa ipa_top:ipa pa_base:pa flags:flags lock_nonce meas_nonce report_nonce",
            "new_ipa_base:ipa response"),
        Line(C.MemGetPermValue, "RSI_MEM_GET_PERM_VALUE", "plane:n index:n", "value"),
        Line(
            C.MemSetPermIndex, "RSI_MEM_SET_PERM_INDEX",
            "base:ipa top:ipa index:n handle:handle",
            "new_base:ipa response handle:handle"),
        Line(C.MemSetPermValue, "RSI_MEM_SET_PERM_VALUE", "plane:n index:n value", ""),
        Line(C.PlaneEnter, "RSI_PLANE_ENTER", "plane:n run:ipa", ""),
        Line(C.VdevDmaDisable, "RSI_VDEV_DMA_DISABLE", "vdev_id", ""),
        Line(C.PlaneSysregRead, "RSI_PLANE_SYSREG_READ", "plane:n encoding", "value value_high"),
        Line(C.PlaneSysregWrite, "RSI_PLANE_SYSREG_WRITE", "plane:n encoding value value_high", ""),
    ];

    private static CommandInfo Line(
        C command, string name, string inputs, string outputs, CommandTraits traits = CommandTraits.None) =>
        CommandLine.Command(CommandInterface.Rsi, (uint)command, name, inputs, outputs, traits);
}
