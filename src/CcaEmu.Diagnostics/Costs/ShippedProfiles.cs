namespace CcaEmu.Diagnostics.Costs;

/// <summary>The profiles that come with CcaEmu.</summary>
public static class ShippedProfiles
{
    /// <summary>Their names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["machine", "instructions", "a55-opencca", "n1-osdi22"];

    /// <summary>Loads one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static CostProfile Load(string name)
    {
        using Stream file = typeof(ShippedProfiles).Assembly.GetManifestResourceStream($"{name}.profile.json")
            ?? throw new ArgumentException($"there is no profile '{name}'", nameof(name));
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return CostProfileJson.Read(bytes);
    }
}
