namespace CcaEmu.Arm.Rsi;

/// <summary>What an RSI command answers: X0.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RsiCommandReturnCode.</remarks>
public enum RsiStatus : ulong
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>An argument is wrong.</summary>
    ErrorInput = 1,

    /// <summary>The state of the Realm, the REC or the device is wrong.</summary>
    ErrorState = 2,

    /// <summary>More remains; call again.</summary>
    Incomplete = 3,

    /// <summary>It failed for another reason.</summary>
    ErrorUnknown = 4,

    /// <summary>An attribute of a device is wrong.</summary>
    ErrorDevice = 5,
}
