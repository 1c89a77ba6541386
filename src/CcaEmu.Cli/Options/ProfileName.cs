using System.Diagnostics.CodeAnalysis;
using CcaEmu.Diagnostics.Costs;

namespace CcaEmu.Cli.Options;

/// <summary>Reads the cost profile that <c>--profile</c> names: one that comes with CcaEmu, or a file.</summary>
internal static class ProfileName
{
    /// <summary>Loads it, as an <see cref="OptionText{T}"/>.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out CostProfile value, [NotNullWhen(false)] out string? expected)
    {
        value = null;
        expected = null;
        if (ShippedProfiles.Names.Contains(text))
        {
            value = ShippedProfiles.Load(text);
            return true;
        }
        try
        {
            value = CostProfileJson.Read(File.ReadAllBytes(text));
            return true;
        }
        catch (Exception bad) when (bad is CostProfileError or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            expected = $"{string.Join(", ", ShippedProfiles.Names)} or a profile file ({bad.Message.TrimEnd('.')})";
            return false;
        }
    }
}
