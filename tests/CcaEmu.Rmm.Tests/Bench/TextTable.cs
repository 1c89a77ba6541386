namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>Text files that belong to these tests.</summary>
internal static class TextTable
{
    /// <summary>The lines of a file that say something; what follows a # says nothing.</summary>
    public static IReadOnlyList<string> Lines(string name)
    {
        using Stream stream = typeof(TextTable).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"there is no table {name}");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split('#')[0].TrimEnd()).Where(line => line.Length > 0)];
    }
}
