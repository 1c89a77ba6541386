using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using E = CcaEmu.Arm.Rmi.RmiRecRunLayout;
using R = CcaEmu.Arm.Rmi.RmiRealmParamsLayout;

namespace CcaEmu.Arm.Abi;

/// <summary>The structures of RMM specification 2.0-bet1, which all code works on, field by field.</summary>
internal static class AbiLayouts
{
    public static AbiLayout RealmParams { get; } = new("RmiRealmParams", R.Size,
        new("flags0", R.Flags0, 8), new("s2sz", R.S2sz, 1), new("sve_vl", R.SveVl, 1), new("num_bps", R.NumBps, 1), new("num_wps", R.NumWps, 1),
        new("pmu_num_ctrs", R.PmuNumCtrs, 1), new("hash_algo", R.HashAlgo, 1), new("num_aux_planes", R.NumAuxPlanes, 8), new("rpv", R.Rpv, 64),
        new("ats_plane", R.AtsPlane, 8), new("rtt_base", R.RttBase, 8), new("rtt_level_start", R.RttLevelStart, 8),
        new("rtt_num_start", R.RttNumStart, 4), new("flags1", R.Flags1, 8), new("aux_rtt_base", R.AuxRttBase, 24));

    public static AbiLayout RecParams { get; } = new("RmiRecParams", RmiRecParamsLayout.Size,
        new("flags", RmiRecParamsLayout.Flags, 8), new("mpidr", RmiRecParamsLayout.Mpidr, 8), new("pc", RmiRecParamsLayout.Pc, 8),
        new("gprs", RmiRecParamsLayout.Gprs, 64));

    // The first half is the host's, the second the RMM's: each is converted by itself.
    public static AbiLayout RecEnter { get; } = new("RmiRecEnter", E.ExitReason,
        new("flags", E.EnterFlags, 8), new("gprs", E.EnterGprs, 248));

    public static AbiLayout RecExit { get; } = new("RmiRecExit", E.Size - E.ExitReason,
        Exit("exit_reason", E.ExitReason, 1), Exit("esr", E.ExitEsr, 8), Exit("far", E.ExitFar, 8), Exit("hpfar", E.ExitHpfar, 8),
        Exit("rtt_tree", E.ExitRttTree, 8), Exit("gprs", E.ExitGprs, 248), Exit("cntp_ctl", E.ExitCntpCtl, 8),
        Exit("cntp_cval", E.ExitCntpCval, 8), Exit("cntv_ctl", E.ExitCntvCtl, 8), Exit("cntv_cval", E.ExitCntvCval, 8),
        Exit("ripas_base", E.ExitRipasBase, 8), Exit("ripas_top", E.ExitRipasTop, 8), Exit("ripas_value", E.ExitRipasValue, 1),
        Exit("s2ap_base", E.ExitS2apBase, 8), Exit("s2ap_top", E.ExitS2apTop, 8), Exit("vdev_id_1", E.ExitVdevId1, 8),
        Exit("vdev_id_2", E.ExitVdevId2, 8), Exit("dev_mem_base", E.ExitDevMemBase, 8), Exit("dev_mem_top", E.ExitDevMemTop, 8),
        Exit("dev_mem_pa", E.ExitDevMemPa, 8), Exit("imm", E.ExitImm, 2), Exit("plane", E.ExitPlane, 8),
        Exit("pmu_ovf_status", E.ExitPmuOvfStatus, 1), Exit("vsmmu", E.ExitVsmmu, 8));

    public static AbiLayout RmmConfig { get; } = new("RmiRmmConfig", RmiRmmConfigLayout.Size,
        new("tracking_region_size", RmiRmmConfigLayout.TrackingRegionSize, 1), new("rmi_granule_size", RmiRmmConfigLayout.RmiGranuleSize, 1));

    public static AbiLayout RealmConfig { get; } = new("RsiRealmConfig", RsiRealmConfigLayout.Size,
        new("ipa_width", RsiRealmConfigLayout.IpaWidth, 8), new("hash_algo", RsiRealmConfigLayout.HashAlgo, 1),
        new("num_aux_planes", RsiRealmConfigLayout.NumAuxPlanes, 8), new("gicv3_vtr", RsiRealmConfigLayout.Gicv3Vtr, 8),
        new("ats_plane", RsiRealmConfigLayout.AtsPlane, 8), new("rpv", RsiRealmConfigLayout.Rpv, 64));

    public static AbiLayout HostCall { get; } = new("RsiHostCall", RsiHostCallLayout.Size,
        new("imm", RsiHostCallLayout.Imm, 2), new("gprs", RsiHostCallLayout.Gprs, 248));

    private static AbiField Exit(string name, int offset, int size) => new(name, offset - E.ExitReason, size);
}
