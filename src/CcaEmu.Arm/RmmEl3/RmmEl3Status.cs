namespace CcaEmu.Arm.RmmEl3;

/// <summary>What a command of the RMM-EL3 interface answers: X0, signed.</summary>
/// <remarks>RMM-EL3 communication interface 2.0 of Trusted Firmware-A, section on return codes.</remarks>
public enum RmmEl3Status : int
{
    /// <summary>E_RMM_OK.</summary>
    Ok = 0,

    /// <summary>E_RMM_UNK: also an unknown command.</summary>
    Unknown = -1,

    /// <summary>E_RMM_BAD_ADDR.</summary>
    BadAddress = -2,

    /// <summary>E_RMM_BAD_PAS.</summary>
    BadPas = -3,

    /// <summary>E_RMM_NOMEM.</summary>
    NoMemory = -4,

    /// <summary>E_RMM_INVAL.</summary>
    Invalid = -5,

    /// <summary>E_RMM_AGAIN.</summary>
    Again = -6,

    /// <summary>E_RMM_FAULT.</summary>
    Fault = -7,

    /// <summary>E_RMM_IN_PROGRESS.</summary>
    InProgress = -8,
}
