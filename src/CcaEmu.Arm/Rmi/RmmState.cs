namespace CcaEmu.Arm.Rmi;

/// <summary>Where the RMM is in its life, as RMI_RMM_STATE_GET gives it.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "RMM lifecycle".</remarks>
public enum RmmState : byte
{
    /// <summary>Not activated yet.</summary>
    Init = 0,

    /// <summary>RMM_ACTIVATE has begun and is not complete.</summary>
    Intermediate = 1,

    /// <summary>Ready for Realms.</summary>
    Active = 2,
}
