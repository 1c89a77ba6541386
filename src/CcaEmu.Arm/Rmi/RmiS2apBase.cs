namespace CcaEmu.Arm.Rmi;

/// <summary>Base permission of a mapping, by index.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiS2APBase.</remarks>
public enum RmiS2apBase : byte
{
    /// <summary>None.</summary>
    NoAccess = 0,

    /// <summary>Read.</summary>
    ReadOnly = 1,

    /// <summary>Write.</summary>
    WriteOnly = 2,

    /// <summary>Read and write.</summary>
    ReadWrite = 3,

    /// <summary>Read, write and execute.</summary>
    ReadWriteExecute = 4,
}
