using System.Text;
using CcaEmu.Diagnostics.Verdicts;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>Writes docs/faults.md from the table of causes and the declared cases.</summary>
internal static class FaultPage
{
    public static string Generate()
    {
        var text = new StringBuilder();
        text.Append("""
            # What a verdict can name

            A run that does not pass ends with a verdict: a cause by its identifier, why it fits, and what to do. Identifiers stay as they are; `--json` has them
            as `cause`. Where several causes fit about equally well, the verdict says that it is not certain and ranks them. This page is generated
            from the table of causes and from the cases that tests run: every line with a command or a mistake is a test.

            | Identifier | What it is | Shown by |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (Cause cause in CauseTable.All.OrderBy(cause => cause.Id, StringComparer.Ordinal))
        {
            string[] shown = [.. CatalogueCases.OfImages.Concat(CatalogueCases.OfHosts).Where(one => one.Cause == cause.Id).Select(Show)];
            text.Append($"| `{cause.Id}` | {cause.Title} | {(shown.Length == 0 ? "no case yet: recognised, but not shown by a run" : string.Join("<br>", shown))} |\n");
        }
        text.Append("\n## What this machine cannot show\n\nFaults that people met elsewhere, and that do not happen here:\n\n| Case | What it is | Why not here |\n|---|---|---|\n");
        foreach ((string number, string what, string why) in CatalogueCases.Impossible)
            text.Append($"| {number} | {what} | {why} |\n");
        return text.ToString();
    }

    private static string Show(CatalogueCase one)
    {
        string number = one.Case == "-" ? "" : $"{one.Case}: ";
        return one.Image is { } image
            ? $"{number}`ccaemu run images/{image}.elf{string.Concat(one.Options.Select(option => " " + option))}{(one.HasDisk ? " --disk FILE" : "")}`"
            : $"{number}{one.Mistake!.Who} that {one.Mistake.Name} (`{Path.GetFileName(Images.File(one.Mistake.Image))}`)";
    }
}
