namespace CcaEmu.Arm.Rmi;

/// <summary>What the host says to a request of the Realm.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiResponse, and RsiResponse with the same values.</remarks>
public enum RmiResponse : byte
{
    /// <summary>Done, or to be done.</summary>
    Accept = 0,

    /// <summary>Refused.</summary>
    Reject = 1,
}
