namespace CcaEmu.Arm.A64;

/// <summary>What CcaEmu knows of one feature: the line of <see cref="FeatureTable"/>.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Standing">Whether it is built, and whether a PE has it by default.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Fields">What identification registers say where it is present.</param>
public sealed record FeatureInfo(Feature Feature, FeatureStanding Standing, string Title, IReadOnlyList<IdField> Fields)
{
    /// <summary>Features that must be there too.</summary>
    public IReadOnlyList<Feature> Needs { get; init; } = [];

    /// <summary>Features of which at least one must be there; empty for no such rule.</summary>
    public IReadOnlyList<Feature> NeedsOneOf { get; init; } = [];

    /// <summary>Features that must not be there.</summary>
    public IReadOnlyList<Feature> Excludes { get; init; } = [];

    /// <summary>The manual's name, such as FEAT_LSE.</summary>
    public string Name => Feature.ToString();

    /// <summary>Whether a PE may have it.</summary>
    public bool IsBuilt => Standing != FeatureStanding.Absent;

    /// <summary>Whether a PE has it when nobody says anything.</summary>
    public bool IsDefault => Standing is FeatureStanding.On or FeatureStanding.Always;
}
