namespace CcaEmu.Cli.Tests.Faults;

/// <summary>A fault that people really met, and how this machine shows it.</summary>
/// <param name="Case">Its number in the project's fault catalogue; "-" for faults that are not in it.</param>
/// <param name="Cause">The cause that the verdict must name.</param>
/// <param name="Image">The image that shows it, in images/; null where a host's mistake does.</param>
/// <param name="Options">Further options of <c>ccaemu run</c>.</param>
internal sealed record CatalogueCase(string Case, string Cause, string? Image, params string[] Options)
{
    /// <summary>The host's mistake that shows it; null where an image does.</summary>
    public HostMistake? Mistake { get; init; }

    /// <summary>Whether it needs a disk.</summary>
    public bool HasDisk { get; init; }

    /// <summary>Whether the evidence leaves other readings: then the cause must be the likeliest of several.</summary>
    public bool IsUnsure { get; init; }

    /// <summary>Whether the run is long: then it has no limit.</summary>
    public bool IsLong { get; init; }

    public override string ToString() => Image ?? Mistake!.Name;
}
