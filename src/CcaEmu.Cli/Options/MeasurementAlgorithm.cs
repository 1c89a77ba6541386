using System.Diagnostics.CodeAnalysis;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Cli.Options;

/// <summary>Reads the name of a hash.</summary>
internal static class MeasurementAlgorithm
{
    private static readonly NamedChoice<RmiHashAlgorithm> Names =
        new(("sha256", RmiHashAlgorithm.Sha256), ("sha384", RmiHashAlgorithm.Sha384), ("sha512", RmiHashAlgorithm.Sha512));

    /// <summary>Reads sha256, sha384 or sha512; case does not matter.</summary>
    public static bool TryParse(string text, out RmiHashAlgorithm algorithm, [NotNullWhen(false)] out string? expected) =>
        Names.TryParse(text.ToLowerInvariant(), out algorithm, out expected);
}
