using CcaEmu.Cli.Output;
using CcaEmu.Cli.Testing;

namespace CcaEmu.Cli.Commands;

/// <summary>Runs the images of a folder and reports.</summary>
/// <param name="console">Where output goes.</param>
internal sealed class TestCommand(CliConsole console)
{
    /// <summary>The folder, as the user named it.</summary>
    public required string Folder { get; init; }

    /// <summary>What must be in the names of images; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether every configuration is tested, and repeated.</summary>
    public bool IsMatrix { get; init; }

    /// <summary>Where the JUnit report goes; null for nowhere.</summary>
    public string? JUnitFile { get; init; }

    /// <summary>How many runs there are at once.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Checks what the user gave, runs the images, prints a table.</summary>
    /// <param name="interrupted">Cancelled when the user wants no more.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Execute(CancellationToken interrupted)
    {
        if (!ImageCatalogue.TryLoad(Folder, out ImageCatalogue? catalogue, out string? error))
            return console.Refuse(error);
        IReadOnlyList<ImageDeclaration> chosen =
            [.. catalogue.Images.Where(image => Filter is null || image.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Count == 0)
            return console.Refuse($"--filter: expected a part of an image's name, found '{Filter}'; 'ccaemu images' lists them");
        if (!OutputFile.TryOpen("--junit", JUnitFile, out FileStream? junit, out error))
            return console.Refuse(error);
        using (junit)
        {
            IReadOnlyList<ImageTestCase> cases = IsMatrix ? ImageTestPlan.Matrix(chosen) : ImageTestPlan.Plain(chosen);
            IReadOnlyList<ImageTestResult> results = new ImageTestRunner(catalogue).Run(cases, Jobs, interrupted);
            if (junit is not null)
            {
                OutputFile.Truncate(junit);
                ImageTestReport.Write(junit, results);
            }
            return Report(results, cases.Count);
        }
    }

    private int Report(IReadOnlyList<ImageTestResult> results, int wanted)
    {
        ImageTables.PrintResults(console, results);
        int failed = results.Count(result => !result.Passed);
        string unfinished = results.Count == wanted ? "" : $", {wanted - results.Count} not run";
        console.Text.WriteLine($"{results.Count - failed} passed, {failed} failed{unfinished}");
        if (results.Count != wanted)
            return ExitCodes.Interrupted;
        return failed == 0 ? ExitCodes.Passed : ExitCodes.Failed;
    }
}
