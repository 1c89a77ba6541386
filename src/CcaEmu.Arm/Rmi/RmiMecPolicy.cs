namespace CcaEmu.Arm.Rmi;

/// <summary>Whose memory encryption context a Realm uses.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiMecPolicy.</remarks>
public enum RmiMecPolicy : byte
{
    /// <summary>One shared by Realms.</summary>
    Shared = 0,

    /// <summary>Its own.</summary>
    Private = 1,
}
