namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>The pages of docs/conformance and what makes each.</summary>
internal static class ConformancePages
{
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["isa.md"] = IsaPage.Text,
        ["sysregs.md"] = SystemRegisterPage.Text,
        ["rmi.md"] = RmiPage.Text,
        ["rsi.md"] = RsiPage.Text,
        ["board.md"] = BoardPage.Text,
        ["tests.tsv"] = TestCounts.Text,
    };

    public static string Header(string title, string source) =>
        $"""
        # Conformance: {title}

        Generated from {source}; a test compares this page with what the tables say now.
        `CCAEMU_WRITE_DOCS=1 dotnet test tests/CcaEmu.WholeMachine.Tests --filter Conformance` writes it anew.


        """;
}
