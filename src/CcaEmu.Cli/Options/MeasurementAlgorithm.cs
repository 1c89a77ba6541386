using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Cli.Options;

/// <summary>Reads the name of a hash.</summary>
internal static class MeasurementAlgorithm
{
    /// <summary>Reads sha256, sha384 or sha512; case does not matter.</summary>
    public static bool TryParse(string text, out RmiHashAlgorithm algorithm, [NotNullWhen(false)] out string? expected)
    {
        expected = "sha256, sha384 or sha512";
        RmiHashAlgorithm? found = text.ToLowerInvariant() switch
        {
            "sha256" => RmiHashAlgorithm.Sha256,
            "sha384" => RmiHashAlgorithm.Sha384,
            "sha512" => RmiHashAlgorithm.Sha512,
            _ => null,
        };
        algorithm = found ?? default;
        return found is not null;
    }
}
