namespace CcaEmu.Arm.Rmi;

/// <summary>Offsets of RmiRecParams, the page that RMI_REC_CREATE reads.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), type RmiRecParams.
/// </remarks>
public static class RmiRecParamsLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x1000;

    /// <summary>Flags: bit 0 runnable (8 bytes).</summary>
    public const int Flags = 0x000;

    /// <summary>Affinity fields (8 bytes).</summary>
    public const int Mpidr = 0x100;

    /// <summary>Program counter (8 bytes).</summary>
    public const int Pc = 0x200;

    /// <summary>X0 to X7 (64 bytes).</summary>
    public const int Gprs = 0x300;
}
