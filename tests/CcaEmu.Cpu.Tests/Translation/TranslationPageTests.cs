using CcaEmu.Arm.A64;

namespace CcaEmu.Cpu.Tests.Translation;

/// <summary>docs/translation.md says of each feature what the feature table says, and names tests and code that exist.</summary>
internal sealed class TranslationPageTests
{
    private static readonly string _root = Repository.Root;

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(_root, "docs", "translation.md"))
        .SkipWhile(line => !line.StartsWith("| What |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray());

    [Test]
    public void Defaults_are_those_of_the_feature_table()
    {
        string[][] rows = [.. Rows().Where(row => row[1].Length != 0)];
        Assert.That(rows, Has.Length.GreaterThan(20));
        foreach (string[] row in rows)
            Assert.That(FeatureTable.Get(Enum.Parse<Feature>(row[1])).Standing.ToString().ToLowerInvariant(), Is.EqualTo(row[2]), row[0]);
    }

    [Test]
    public void Tests_and_code_that_are_named_exist()
    {
        HashSet<string?> files = [.. Directory.EnumerateFiles(Path.Combine(_root, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(_root, "tests"), "*.cs", SearchOption.AllDirectories)).Select(Path.GetFileNameWithoutExtension)];
        foreach (string[] row in Rows())
        {
            foreach (string name in Quoted(row[3]).Concat(Quoted(row[4])))
                Assert.That(files, Does.Contain(name.Split('/')[^1].Split('.')[0]).Or.Contain(name.Split('/')[^1]), $"{row[0]}: {name}");
        }
    }

    private static IEnumerable<string> Quoted(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1).Select(name => name.Replace("CcaEmu.Memory/", "", StringComparison.Ordinal));
}
