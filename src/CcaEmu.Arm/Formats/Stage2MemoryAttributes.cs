namespace CcaEmu.Arm.Formats;

/// <summary>Values of MemAttr[2:0] in a stage 2 descriptor when HCR_EL2.FWB is 1.</summary>
/// <remarks>Arm ARM (DDI 0487), section "Stage 2 memory type and Cacheability attributes when FWB is enabled".</remarks>
public enum Stage2MemoryAttributes : byte
{
    /// <summary>Device-nGnRnE.</summary>
    DeviceNGnRnE = 0,

    /// <summary>Device-nGnRE.</summary>
    DeviceNGnRE = 1,

    /// <summary>Device-nGRE.</summary>
    DeviceNGre = 2,

    /// <summary>Device-GRE.</summary>
    DeviceGre = 3,

    /// <summary>Normal Non-cacheable, unless stage 1 says Device.</summary>
    NormalNonCacheable = 5,

    /// <summary>Normal Write-Back, whatever stage 1 says.</summary>
    NormalWriteBack = 6,

    /// <summary>What stage 1 says.</summary>
    Stage1 = 7,
}
