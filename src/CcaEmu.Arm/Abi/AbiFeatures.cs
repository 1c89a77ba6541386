namespace CcaEmu.Arm.Abi;

/// <summary>The fields of the feature registers of RMM specification 2.0-bet1.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), types RmiFeatureRegister0 to RmiFeatureRegister4.</remarks>
internal static class AbiFeatures
{
    public static IReadOnlyList<AbiFeatureField> All { get; } =
    [
        new("S2SZ", 0, 0, 8), new("LPA2", 0, 8, 1), new("SVE", 0, 9, 1), new("SVE_VL", 0, 10, 4), new("NUM_BPS", 0, 14, 6),
        new("NUM_WPS", 0, 20, 6), new("PMU", 0, 26, 1), new("PMU_NUM_CTRS", 0, 27, 5),
        new("RMI_GRAN_SZ_4KB", 1, 0, 1), new("RMI_GRAN_SZ_16KB", 1, 1, 1), new("RMI_GRAN_SZ_64KB", 1, 2, 1),
        new("HASH_SHA_256", 1, 3, 1), new("HASH_SHA_384", 1, 4, 1), new("HASH_SHA_512", 1, 5, 1),
        new("MAX_RECS_ORDER", 1, 6, 4), new("L0GPTSZ", 1, 10, 4), new("PPS", 1, 14, 3),
        new("DA", 2, 0, 1), new("DA_COH", 2, 1, 1), new("VSMMU", 2, 2, 1), new("ATS", 2, 3, 1), new("MAX_VDEVS_ORDER", 2, 4, 4),
        new("VDEV_KROU", 2, 8, 1), new("NON_TEE_STREAM", 2, 9, 1), new("P2P", 2, 10, 1),
        new("MAX_NUM_AUX_PLANES", 3, 0, 4), new("RTT_PLANE", 3, 4, 2), new("RTT_S2AP_INDIRECT", 3, 6, 1),
        new("MEC_COUNT", 4, 0, 64),
    ];
}
