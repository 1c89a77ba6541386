namespace CcaEmu.Rmm;

/// <summary>What RSI_MEASUREMENT_EXTEND hashes.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), function RemExtend; implementations differ from its text.</remarks>
public enum RemInput
{
    /// <summary>The old digest followed by exactly the bytes given.</summary>
    DigestAndBytes,

    /// <summary>128 bytes: the old 64-byte measurement followed by the bytes given, zero padded to 64.</summary>
    Padded,
}
