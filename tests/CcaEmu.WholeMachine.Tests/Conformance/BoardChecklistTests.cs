using System.Text.RegularExpressions;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>The checklist of the board has a test for every line, and every test it names is there and runs.</summary>
public sealed class BoardChecklistTests
{
    public static IEnumerable<TestCaseData> Lines => BoardChecklistTable.Lines.Select(line => new TestCaseData(line.Number).SetName($"Line_{line.Number}_is_shown_by_tests_that_exist"));

    [Test]
    public void The_lines_are_numbered_and_complete() =>
        Assert.That(BoardChecklistTable.Lines.Select(line => line.Number), Is.EqualTo(Enumerable.Range(1, 54)));

    [TestCaseSource(nameof(Lines))]
    public void Line(int number)
    {
        ChecklistLine line = BoardChecklistTable.Lines[number - 1];
        Assert.That(line.Shown, Is.Not.Empty);
        foreach (string shown in line.Shown)
            Assert.That(Exists(shown), $"{line.Number}, {line.Behaviour}: there is no {shown}");
    }

    private static bool Exists(string shown)
    {
        int colon = shown.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
            return IsTest(shown);
        (string file, string text) = (shown[..colon], shown[(colon + 2)..]);
        bool isFirmware = file.EndsWith(".S", StringComparison.Ordinal);
        string path = isFirmware ? Path.Combine(Repository.Root, "firmware", file) : Path.Combine(Repository.Root, "tests", "CcaEmu." + file);
        return File.Exists(path) && File.ReadAllText(path).Contains(isFirmware ? $"\"{text}\"" : text, StringComparison.Ordinal);
    }

    // A method that an attribute of NUnit makes a test; comments and other methods do not count.
    private static bool IsTest(string shown)
    {
        int dot = shown.LastIndexOf('.');
        string path = Path.Combine(Repository.Root, "tests", "CcaEmu." + shown[..dot] + ".cs"), method = shown[(dot + 1)..];
        if (!File.Exists(path))
            return false;
        string name = method == "*" ? @"\w+" : Regex.Escape(method);
        return Regex.IsMatch(File.ReadAllText(path), @"\[Test(?:Case|CaseSource)?\b[^\n]*\]\s*\n(?:\s*\[[^\n]*\n)*\s*public (?:async \w+|void) " + name + @"\(");
    }
}
