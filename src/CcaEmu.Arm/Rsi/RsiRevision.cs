using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Rsi;

/// <summary>The revisions of the Realm Services Interface that these definitions describe.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RSI version".</remarks>
public static class RsiRevision
{
    /// <summary>1.0: without RSI_FEATURES, planes and devices.</summary>
    public static InterfaceVersion Oldest => new(1, 0);

    /// <summary>1.1.</summary>
    public static InterfaceVersion Current => new(1, 1);
}
