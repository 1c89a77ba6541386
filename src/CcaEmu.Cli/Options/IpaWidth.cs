using System.Globalization;
using CcaEmu.Arm.A64;

namespace CcaEmu.Cli.Options;

/// <summary>Width of a realm's IPA space: <c>--ipa-bits</c>.</summary>
internal static class IpaWidth
{
    /// <summary>The widest without 52-bit addresses (LPA2).</summary>
    public const int WidestWithoutLpa2 = 48;

    /// <summary>What a PE needs for wider ones, as <c>--cpu-feature</c> takes it.</summary>
    public const string Lpa2Features = "+FEAT_LVA,+FEAT_LPA,+FEAT_LPA2";

    private const int Narrowest = 33;
    private const int Widest = 52;

    /// <summary>Reads the number of bits.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="value">The width.</param>
    /// <param name="expected">What would have been right, where it is wrong.</param>
    public static bool TryParse(string text, out int? value, out string expected)
    {
        expected = "a width of 33 to 52 bits";
        bool ok = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is >= Narrowest and <= Widest;
        value = bits;
        return ok;
    }

    /// <summary>Says what is wrong with a width for the memory and the PEs of a request; null where nothing is.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="narrowest">The narrowest width that holds the realm's memory.</param>
    public static string? Check(RunRequest request, int narrowest)
    {
        if (request.IpaBits is not { } bits)
            return null;
        if (bits < narrowest)
            return $"--ipa-bits: expected at least {narrowest} for this much memory, found {bits}";
        return bits > WidestWithoutLpa2 && !request.CpuFeatures.Has(Feature.FEAT_LPA2)
            ? $"--ipa-bits: expected at most {WidestWithoutLpa2} on PEs without FEAT_LPA2, found {bits}; try --cpu-feature {Lpa2Features}"
            : null;
    }
}
