namespace CcaEmu.Arm.Rmi;

/// <summary>The flags word of RmiRecParams.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiRecCreateFlags.</remarks>
[Flags]
public enum RmiRecParamsFlags : ulong
{
    /// <summary>The REC waits for PSCI CPU_ON.</summary>
    None = 0,

    /// <summary>The REC may be entered, and is measured.</summary>
    Runnable = 1,
}
