using CcaEmu.Arm.Registers;

namespace CcaEmu.Arm.Rmi;

/// <summary>The field of RMI feature register 4: memory encryption contexts.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiFeatureRegister4.</remarks>
public static class RmiFeatureRegister4
{
    /// <summary>Contexts that Realms can have for themselves; 0 without FEAT_MEC.</summary>
    public static BitField MecCount => new(0, 64);
}
