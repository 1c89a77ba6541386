namespace CcaEmu.Arm.Rmi;

/// <summary>The flags word of RMI_RTT_DATA_MAP_INIT.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiDataFlags.</remarks>
[Flags]
public enum RmiDataFlags : ulong
{
    /// <summary>Only the address is measured.</summary>
    None = 0,

    /// <summary>The contents are measured too.</summary>
    Measure = 1,
}
