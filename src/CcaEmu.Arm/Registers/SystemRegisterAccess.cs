namespace CcaEmu.Arm.Registers;

/// <summary>Which of MRS and MSR a system register accepts.</summary>
/// <remarks>Arm ARM (DDI 0487), chapter "AArch64 System Register Descriptions", the "Accessing" part of each register.</remarks>
public enum SystemRegisterAccess : byte
{
    /// <summary>MRS and MSR.</summary>
    ReadWrite,

    /// <summary>MRS only: an MSR is UNDEFINED.</summary>
    ReadOnly,

    /// <summary>MSR only: an MRS is UNDEFINED.</summary>
    WriteOnly,
}
