namespace CcaEmu.Arm.Rmi;

/// <summary>What an RMI command answers: X0[7:0].</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiStatusCode.</remarks>
public enum RmiStatus : byte
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>An argument is wrong.</summary>
    ErrorInput = 1,

    /// <summary>An attribute of the Realm is wrong.</summary>
    ErrorRealm = 2,

    /// <summary>An attribute of the REC is wrong.</summary>
    ErrorRec = 3,

    /// <summary>
    /// A walk of the primary translation table stopped early, or found another entry than expected; carries the level.
    /// </summary>
    ErrorRtt = 4,

    /// <summary>The command is not supported.</summary>
    ErrorNotSupported = 5,

    /// <summary>An attribute of a device is wrong.</summary>
    ErrorDevice = 6,

    /// <summary>An entry of an auxiliary translation table is not as expected; carries the level.</summary>
    ErrorRttAux = 7,

    /// <summary>A walk of a stream table stopped early; carries the level.</summary>
    ErrorPsmmuSt = 8,

    /// <summary>A walk of a device permission table stopped early; carries the level.</summary>
    ErrorDpt = 9,

    /// <summary>Nothing was done; try again.</summary>
    Busy = 10,

    /// <summary>An attribute of the RMM is wrong.</summary>
    ErrorGlobal = 11,

    /// <summary>The state of a tracking region is wrong.</summary>
    ErrorTracking = 12,

    /// <summary>The operation has begun; OP_* commands carry it on.</summary>
    Incomplete = 13,

    /// <summary>An object is in the middle of another operation; nothing was done.</summary>
    Blocked = 14,

    /// <summary>An entry of the granule protection table is not as expected.</summary>
    ErrorGpt = 15,

    /// <summary>An attribute of a granule is wrong.</summary>
    ErrorGranule = 16,
}
