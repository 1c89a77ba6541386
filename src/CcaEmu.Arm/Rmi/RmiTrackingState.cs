namespace CcaEmu.Arm.Rmi;

/// <summary>How finely the RMM tracks the granules of a region.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiTrackingState.</remarks>
public enum RmiTrackingState : byte
{
    /// <summary>The region can not be tracked.</summary>
    Reserved = 0,

    /// <summary>Not tracked.</summary>
    None = 1,

    /// <summary>Each granule by itself.</summary>
    Fine = 2,

    /// <summary>The region as one unit.</summary>
    Coarse = 3,
}
