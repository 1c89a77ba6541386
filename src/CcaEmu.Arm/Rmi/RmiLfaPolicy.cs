namespace CcaEmu.Arm.Rmi;

/// <summary>Whether firmware may be activated live while the Realm exists.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiLfaPolicy.</remarks>
public enum RmiLfaPolicy : byte
{
    /// <summary>No.</summary>
    Disallow = 0,

    /// <summary>Yes.</summary>
    Allow = 1,
}
