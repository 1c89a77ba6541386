using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.RmmEl3;

/// <summary>The revision of the RMM-EL3 interface that these definitions describe.</summary>
/// <remarks>RMM-EL3 communication interface of Trusted Firmware-A.</remarks>
public static class RmmEl3Revision
{
    /// <summary>2.0: results of RMI commands go back in eight registers.</summary>
    public static InterfaceVersion Current => new(2, 0);
}
