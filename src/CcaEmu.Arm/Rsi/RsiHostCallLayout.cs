namespace CcaEmu.Arm.Rsi;

/// <summary>Offsets of RsiHostCall, which RSI_HOST_CALL reads and writes; aligned to its size.</summary>
/// <remarks>
/// Little-endian; bytes without a name are zero. RMM specification 2.0-bet1 (DEN0137), type RsiHostCall.
/// </remarks>
public static class RsiHostCallLayout
{
    /// <summary>Size of the structure in bytes.</summary>
    public const int Size = 0x100;

    /// <summary>Immediate, for the host to tell calls apart (2 bytes).</summary>
    public const int Imm = 0x0;

    /// <summary>X0 to X30 (248 bytes).</summary>
    public const int Gprs = 0x8;
}
