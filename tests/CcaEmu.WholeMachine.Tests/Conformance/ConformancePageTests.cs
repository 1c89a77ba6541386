namespace CcaEmu.WholeMachine.Tests.Conformance;

public sealed class ConformancePageTests
{
    public static IEnumerable<string> Pages => ConformancePages.All.Keys;

    [TestCaseSource(nameof(Pages))]
    public void The_committed_page_says_what_the_tables_say(string page)
    {
        string path = Path.Combine(Repository.Root, "docs", "conformance", page);
        string generated = ConformancePages.All[page]().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("CCAEMU_WRITE_DOCS") == "1")
            File.WriteAllText(path, generated);
        Assert.That(File.Exists(path), $"{path} is missing");
        Assert.That(File.ReadAllText(path).ReplaceLineEndings("\n"), Is.EqualTo(generated));
    }
}
