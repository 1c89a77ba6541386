namespace CcaEmu.Arm.Rmi;

/// <summary>The hash of a Realm's measurements. SHA-384 came last and has the highest number.</summary>
/// <remarks>RMM specification 2.0-bet1 (DEN0137), type RmiHashAlgorithm, and RsiHashAlgorithm with the same values.</remarks>
public enum RmiHashAlgorithm : byte
{
    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256 = 0,

    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512 = 1,

    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384 = 2,
}
