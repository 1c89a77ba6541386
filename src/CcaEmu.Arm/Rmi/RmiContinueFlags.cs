namespace CcaEmu.Arm.Rmi;

/// <summary>The flags word of RMI_OP_CONTINUE.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiContinueFlags.</remarks>
[Flags]
public enum RmiContinueFlags : ulong
{
    /// <summary>Go on.</summary>
    None = 0,

    /// <summary>Stop once no object is in an intermediate state any more.</summary>
    Stop = 1,
}
