using System.Text.Json;
using System.Text.Json.Serialization;
using CcaEmu.Cpu.Accounting;
using CcaEmu.Diagnostics.Reports;

namespace CcaEmu.Diagnostics.Costs;

/// <summary>Reads and writes a <see cref="CostProfile"/> as a JSON file.</summary>
public static class CostProfileJson
{
    private const decimal MaxCycles = 1_000_000_000;

    /// <summary>Reads a profile.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <exception cref="CostProfileError">
    /// The text is no JSON of this form, or has something twice; a step is unknown, has no price, or has one that is negative, above 10^9 or finer than a thousandth.
    /// </exception>
    public static CostProfile Read(ReadOnlySpan<byte> json)
    {
        CostProfileFile file;
        try
        {
            file = JsonSerializer.Deserialize(json, CostProfileJsonContext.Default.CostProfileFile) ?? throw new CostProfileError("the profile is null");
        }
        catch (JsonException bad)
        {
            throw new CostProfileError($"not a cost profile: {JsonTrouble.InWords(bad)}");
        }
        return new CostProfile(
            file.Name, file.Description, file.FrequencyMHz, file.Sources, PricesOf(file.Cycles), [.. file.Published.Select(FigureOf)]);
    }

    /// <summary>Writes a profile as indented UTF-8 with a final newline.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="profile">The profile.</param>
    /// <exception cref="IOException">The stream refuses.</exception>
    public static void Write(Stream output, CostProfile profile)
    {
        var file = new CostProfileFile
        {
            Name = profile.Name,
            Description = profile.Description,
            FrequencyMHz = profile.FrequencyMHz,
            Sources = profile.Sources,
            Cycles = WorkSteps.All.ToArray().ToDictionary(step => step.Name, step => profile[step.Step] / 1000m),
            Published = [.. profile.Figures.Select(figure => new PublishedFigureFile
            {
                Name = figure.Name,
                Row = figure.Row,
                Cycles = figure.Cycles,
                Use = figure.IsFitted ? "fit" : "predict",
                Source = figure.Source,
                Scope = NamesOf(figure.Scope),
                Scales = NamesOf(figure.Scales),
            })],
        };
        JsonSerializer.Serialize(output, file, CostProfileJsonContext.Default.CostProfileFile);
        output.Write("\n"u8);
    }

    private static ulong[] PricesOf(IReadOnlyDictionary<string, decimal> cycles)
    {
        var prices = new ulong[WorkSteps.Count];
        foreach ((string name, decimal price) in cycles)
        {
            if (price < 0 || price > MaxCycles || price * 1000 != decimal.Truncate(price * 1000))
                throw new CostProfileError($"the price of {name} is {price}: expected 0 to 10^9 cycles in steps of 0.001");
            prices[(int)Find(name)] = (ulong)(price * 1000);
        }
        foreach (WorkStepInfo step in WorkSteps.All)
        {
            if (!cycles.ContainsKey(step.Name))
                throw new CostProfileError($"the profile has no price for {step.Name} ({step.Title}); write 0 if it costs nothing");
        }
        return prices;
    }

    private static PublishedFigure FigureOf(PublishedFigureFile file) => new()
    {
        Name = file.Name,
        Row = file.Row,
        Cycles = file.Cycles,
        IsFitted = file.Use switch
        {
            "fit" => true,
            "predict" => false,
            _ => throw new CostProfileError($"the use of the published figure '{file.Name}' is '{file.Use}': expected fit or predict"),
        },
        Source = file.Source,
        Scope = [.. (file.Scope ?? []).SelectMany(FindAll)],
        Scales = [.. (file.Scales ?? []).SelectMany(FindAll)],
    };

    private static WorkStep Find(string name) =>
        WorkSteps.TryFind(name, out WorkStep step) ? step : throw new CostProfileError($"there is no step '{name}'; steps are listed in docs/world-switch.md");

    // A trailing star stands for every step that begins so.
    private static IEnumerable<WorkStep> FindAll(string name)
    {
        if (!name.EndsWith('*'))
            return [Find(name)];
        WorkStep[] found = [.. WorkSteps.All.ToArray().Where(step => step.Name.StartsWith(name[..^1], StringComparison.Ordinal)).Select(step => step.Step)];
        return found.Length > 0 ? found : throw new CostProfileError($"no step begins as '{name}' does; steps are listed in docs/world-switch.md");
    }

    private static string[]? NamesOf(IReadOnlyList<WorkStep> steps) => steps.Count == 0 ? null : [.. steps.Select(step => WorkSteps.Of(step).Name)];
}

internal sealed record CostProfileFile
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    [JsonPropertyName("frequencyMHz")]
    public required ulong FrequencyMHz { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required Dictionary<string, decimal> Cycles { get; init; }

    public IReadOnlyList<PublishedFigureFile> Published { get; init; } = [];
}

internal sealed record PublishedFigureFile
{
    public required string Name { get; init; }

    public required string Row { get; init; }

    public required ulong Cycles { get; init; }

    public required string Use { get; init; }

    public required string Source { get; init; }

    public IReadOnlyList<string>? Scope { get; init; }

    public IReadOnlyList<string>? Scales { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    AllowDuplicateProperties = false, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(CostProfileFile))]
internal sealed partial class CostProfileJsonContext : JsonSerializerContext;
