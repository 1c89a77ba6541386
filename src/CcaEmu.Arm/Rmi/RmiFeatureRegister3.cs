using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The fields of RMI feature register 3: planes. All are zero when there are none.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiFeatureRegister3.</remarks>
public static class RmiFeatureRegister3
{
    /// <summary>Indirect stage 2 permissions.</summary>
    public const ulong RttS2apIndirect = 1UL << 6;

    /// <summary>Planes beside plane 0: 0 or 3.</summary>
    public static BitField MaxNumAuxPlanes => new(0, 4);

    /// <summary>Translation trees of planes: 0 one each, 1 either way, 2 one for all.</summary>
    public static BitField RttPlane => new(4, 2);
}
