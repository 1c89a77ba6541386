using System.Text;

namespace CcaEmu.WholeMachine.Tests.Conformance;

/// <summary>docs/conformance/board.md: the checklist of GIC, timers and devices, and the tests that show each line.</summary>
internal static class BoardPage
{
    public static string Text()
    {
        var page = new StringBuilder(ConformancePages.Header("GIC, timers and devices", "the checklist table of the whole-machine tests"));
        page.AppendLine("What firmware, kernels and hypervisors rely on. Each test is named by its file below `tests/CcaEmu.`; `gic.S` is native firmware, case by case;");
        page.AppendLine("another test fails when one of them is renamed or gone.");
        page.AppendLine();
        page.AppendLine("| | Behaviour | Shown by |");
        page.AppendLine("|---|---|---|");
        foreach (ChecklistLine line in BoardChecklistTable.Lines)
            page.AppendLine($"| {line.Number} | {line.Behaviour} | {string.Join("<br>", line.Shown)} |");
        return page.ToString();
    }
}
