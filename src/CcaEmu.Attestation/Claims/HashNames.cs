using System.Security.Cryptography;

namespace CcaEmu.Attestation.Claims;

/// <summary>The hash algorithms of a token by their IANA names.</summary>
public static class HashNames
{
    /// <summary>Hashes with an algorithm given by name.</summary>
    /// <param name="name">sha-256, sha-384 or sha-512.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>The digest, or null for any other name.</returns>
    public static byte[]? TryHash(string name, byte[] data) => name switch
    {
        "sha-256" => SHA256.HashData(data),
        "sha-384" => SHA384.HashData(data),
        "sha-512" => SHA512.HashData(data),
        _ => null,
    };

    /// <summary>Bytes of a digest, or 0 for a name that is none of the three.</summary>
    /// <param name="name">sha-256, sha-384 or sha-512.</param>
    public static int DigestSize(string name) => name switch
    {
        "sha-256" => 32,
        "sha-384" => 48,
        "sha-512" => 64,
        _ => 0,
    };
}
