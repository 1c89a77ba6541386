using System.Security.Cryptography;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Measurement;

/// <summary>A Realm's hash algorithm: digests in 64-byte fields, zero padded.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm measurement".</remarks>
internal static class RealmHash
{
    /// <summary>Bytes of a digest.</summary>
    public static int DigestSize(RmiHashAlgorithm algorithm) => algorithm switch
    {
        RmiHashAlgorithm.Sha256 => 32,
        RmiHashAlgorithm.Sha384 => 48,
        _ => 64,
    };

    /// <summary>Hashes bytes.</summary>
    /// <param name="algorithm">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="measurement">64 bytes: the digest, then zeros.</param>
    public static void Compute(RmiHashAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> measurement)
    {
        measurement[..Realms.Rd.MeasurementSize].Clear();
        _ = algorithm switch
        {
            RmiHashAlgorithm.Sha256 => SHA256.HashData(data, measurement),
            RmiHashAlgorithm.Sha384 => SHA384.HashData(data, measurement),
            _ => SHA512.HashData(data, measurement),
        };
    }
}
