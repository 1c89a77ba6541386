using CcaEmu.Rmm;

namespace CcaEmu.Cli.Testing;

/// <summary>An image under one configuration.</summary>
/// <param name="Image">What it is.</param>
/// <param name="Kind">As what it runs.</param>
/// <param name="Sro">The RMM's stateful operations.</param>
/// <param name="Pes">Number of PEs.</param>
/// <param name="Runs">How often it runs; every run must have the digest of the first.</param>
internal sealed record ImageTestCase(ImageDeclaration Image, ImageKind Kind, SroMode Sro, int Pes, int Runs)
{
    /// <summary>The configuration in short, such as "realm, --rmm-sro off, -smp 2".</summary>
    public string Configuration => Kind == ImageKind.Vm ? $"vm, --rmm-sro {SroWord}, -smp {Pes}" : $"realm, --rmm-sro {SroWord}, -smp {Pes}";

    /// <summary>The word that <c>--rmm-sro</c> takes.</summary>
    public string SroWord => Sro == SroMode.Aggressive ? "aggressive" : "off";

    /// <summary>Arguments of <c>ccaemu</c> for one run.</summary>
    /// <param name="path">The image's file.</param>
    /// <param name="disk">A disk, or null.</param>
    public IReadOnlyList<string> Arguments(string path, string? disk)
    {
        string[] own = ["run", path, .. Image.Options, "--rmm-sro", SroWord, "-smp", $"{Pes}", "--max-instructions", Image.Limit];
        string[] kind = Kind == ImageKind.Vm ? ["--vm"] : [];
        return disk is null ? [.. own, .. kind] : [.. own, .. kind, "--disk", disk];
    }
}
