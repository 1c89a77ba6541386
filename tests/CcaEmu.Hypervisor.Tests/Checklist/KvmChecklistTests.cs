using System.Reflection;
using System.Text;

namespace CcaEmu.Hypervisor.Tests.Checklist;

/// <summary>Each line of the checklist has a test, and docs/conformance/kvm.md says which.</summary>
public sealed class KvmChecklistTests
{
    private static ILookup<string, MethodInfo> Tests { get; } = (
        from type in typeof(KvmChecklistTests).Assembly.GetTypes()
        from method in type.GetMethods()
        from line in method.GetCustomAttribute<KvmChecklistAttribute>()?.Lines ?? []
        orderby type.Name, method.Name
        select (line, method)).ToLookup(pair => pair.line, pair => pair.method);

    public static IEnumerable<string> Lines => KvmChecklist.All.Select(line => line.Name);

    [TestCaseSource(nameof(Lines))]
    public void The_line_has_a_test(string line)
    {
        Assert.That(Tests[line], Is.Not.Empty);
        Assert.That(Tests[line].Where(method => !method.GetCustomAttributes().Any(attribute => attribute is NUnit.Framework.Interfaces.ITestBuilder
            or NUnit.Framework.Interfaces.ISimpleTestBuilder)), Is.Empty, "something that is no test says that it shows the line");
    }

    [Test]
    public void Lines_have_different_names_and_tests_name_only_lines_that_there_are()
    {
        Assert.That(Lines, Is.Unique);
        Assert.That(Tests.Select(group => group.Key), Is.SubsetOf(Lines));
    }

    [Test]
    public void The_conformance_page_says_what_the_list_says()
    {
        string path = Path.Combine(Repository.Root, "docs", "conformance", "kvm.md");
        string page = Page();
        if (Environment.GetEnvironmentVariable("CCAEMU_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);
        Assert.That(File.Exists(path), $"{path} is missing");
        Assert.That(File.ReadAllText(path).ReplaceLineEndings("\n"), Is.EqualTo(page));
    }

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Conformance: the host

            Generated from the checklist in `tests/CcaEmu.Hypervisor.Tests/Checklist` and the tests that name its lines; a test compares this page with what they say now.
            `CCAEMU_WRITE_DOCS=1 dotnet test tests/CcaEmu.Hypervisor.Tests --filter Checklist` writes it anew. Numbers in brackets are sections of a digest of the Linux series
            "Support for Arm CCA in KVM" v14. RMM specification 2.0-bet1 has no command that deactivates an RMM (D18): memory that it has taken stays with it, by name.

            """);
        foreach ((string title, IReadOnlyList<KvmChecklistLine> lines) in KvmChecklist.Sections)
        {
            page.Append($"\n## {title}\n\n| Line | What | Tests |\n|---|---|---|\n");
            foreach (KvmChecklistLine line in lines)
                page.Append($"| {line.Name} | {line.Text} | {string.Join("<br>", Tests[line.Name].Select(method => $"`{method.DeclaringType!.Name}.{method.Name}`"))} |\n");
        }
        return page.ToString().ReplaceLineEndings("\n");
    }
}
