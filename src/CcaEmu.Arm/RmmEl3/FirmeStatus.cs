namespace CcaEmu.Arm.RmmEl3;

/// <summary>What a FIRME call answers: X0, signed.</summary>
/// <remarks>As Trusted Firmware-A numbers them.</remarks>
public enum FirmeStatus : int
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>No such call or service.</summary>
    NotSupported = -1,

    /// <summary>An argument is wrong.</summary>
    InvalidParameters = -2,

    /// <summary>Given up.</summary>
    Aborted = -3,

    /// <summary>Not finished.</summary>
    Incomplete = -4,

    /// <summary>Not allowed for this caller.</summary>
    Denied = -5,

    /// <summary>Later.</summary>
    Busy = -6,

    /// <summary>Another operation is in the way.</summary>
    Conflict = -7,

    /// <summary>There is one already.</summary>
    Exists = -8,

    /// <summary>There is none.</summary>
    NoEntry = -9,

    /// <summary>No memory.</summary>
    NoMemory = -10,

    /// <summary>What stands there cannot be used.</summary>
    BadData = -11,
}
