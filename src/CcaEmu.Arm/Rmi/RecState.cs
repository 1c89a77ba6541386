namespace CcaEmu.Arm.Rmi;

/// <summary>Where a REC is in its life.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), section "REC lifecycle".</remarks>
public enum RecState : byte
{
    /// <summary>Not running.</summary>
    Ready = 0,

    /// <summary>Between REC_ENTER and its return.</summary>
    Running = 1,
}
