using CcaEmu.Arm.Smccc;

namespace CcaEmu.Arm.Rmi;

/// <summary>The revision of the Realm Management Interface that these definitions describe.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137); every beta of 2.0 calls itself 2.0.</remarks>
public static class RmiRevision
{
    /// <summary>2.0.</summary>
    public static InterfaceVersion Current => new(2, 0);
}
