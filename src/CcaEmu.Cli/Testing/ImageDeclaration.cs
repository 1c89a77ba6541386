using System.Text.Json.Serialization;

namespace CcaEmu.Cli.Testing;

/// <summary>One image of <c>images.json</c>: what it checks, what it needs, and how it must end.</summary>
/// <remarks>Properties are set, not initialized: the reader then leaves those alone that the file leaves out.</remarks>
internal sealed record ImageDeclaration
{
    /// <summary>Its name: unique, and what tables and reports show.</summary>
    [JsonRequired]
    public string Name { get; set; } = "";

    /// <summary>The file, beside the declaration; left out, the name with <c>.elf</c>.</summary>
    public string? File { get; set; }

    /// <summary>What it checks, as a clause.</summary>
    [JsonRequired]
    public string Checks { get; set; } = "";

    /// <summary>As what it runs.</summary>
    public IReadOnlyList<ImageKind> Kinds { get; set; } = [ImageKind.Realm];

    /// <summary>Exit code that <c>ccaemu run</c> must give.</summary>
    public int Exit { get; set; }

    /// <summary>A text that standard error of <c>ccaemu run</c> must hold; null for none.</summary>
    public string? Verdict { get; set; }

    /// <summary>Texts that the console must hold.</summary>
    public IReadOnlyList<string> Console { get; set; } = [];

    /// <summary>Further options of <c>ccaemu run</c>.</summary>
    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>Numbers of PEs that it works with; the first is that of a plain test.</summary>
    public IReadOnlyList<int> Pes { get; set; } = [1, 2, 4, 8];

    /// <summary>Size of the disk that it needs; null for none.</summary>
    public string? Disk { get; set; }

    /// <summary>Limit in instructions and exceptions, as <c>--max-instructions</c> takes it.</summary>
    public string Limit { get; set; } = "200M";

    /// <summary>The file's name.</summary>
    [JsonIgnore]
    public string FileName => File ?? Name + ".elf";
}
