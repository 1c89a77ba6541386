using System.Text;
using CcaEmu.Cli.Commands;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Runs;
using CcaEmu.Diagnostics.Summaries;

namespace CcaEmu.Cli.Testing;

/// <summary>Runs cases as <c>ccaemu run</c> would, several at once: each on a machine of its own, so that none depends on another.</summary>
/// <param name="catalogue">Where the images are.</param>
internal sealed class ImageTestRunner(ImageCatalogue catalogue)
{
    /// <summary>Runs all cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="jobs">How many run at once.</param>
    /// <param name="interrupted">Cancelled when the user wants no more.</param>
    /// <returns>The results, in the order of the cases; those not begun in time are left out.</returns>
    public IReadOnlyList<ImageTestResult> Run(IReadOnlyList<ImageTestCase> cases, int jobs, CancellationToken interrupted)
    {
        var results = new ImageTestResult?[cases.Count];
        int next = -1;
        void Work()
        {
            while (!interrupted.IsCancellationRequested && Interlocked.Increment(ref next) is int i && i < cases.Count)
                results[i] = Run(cases[i], interrupted);
        }
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(jobs, cases.Count)).Select(i => new Thread(Work) { Name = $"images {i}" })];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return [.. results.OfType<ImageTestResult>()];
    }

    private ImageTestResult Run(ImageTestCase one, CancellationToken interrupted)
    {
        var clock = new HostClock();
        var result = new ImageTestResult(one, null, "", 0, 0, "", "");
        for (int run = 0; run < one.Runs && result.Passed; run++)
        {
            try
            {
                ImageTestResult again = RunOnce(one, interrupted);
                bool isOther = run > 0 && again.Passed && again.RunDigest != result.RunDigest;
                result = isOther ? again with { Failure = $"run {run + 1} has digest {again.RunDigest}, the first had {result.RunDigest}" } : again;
            }
            catch (Exception bug)
            {
                // The same that the command line says of it; the other images still have their turn.
                result = result with { Failure = $"internal error, please report it: {bug.Message}", Error = bug.ToString() };
            }
        }
        return result with { HostSeconds = clock.ElapsedMilliseconds / 1000 };
    }

    private ImageTestResult RunOnce(ImageTestCase one, CancellationToken interrupted)
    {
        MemorySize.TryParse(one.Image.Disk ?? "", out ulong diskBytes, out _);
        using ScratchDisk? disk = one.Image.Disk is null ? null : new ScratchDisk(diskBytes);
        using var output = new MemoryStream();
        var error = new StringWriter { NewLine = "\n" };
        using var console = new CliConsole(output, error, isTerminal: false);
        var clock = new HostClock();
        int exit;
        RunSummary? summary = null;
        if (new RunCommandLine(console, clock).TryRead(one.Arguments(catalogue.PathOf(one.Image), disk?.Path), out RunRequest? request, out string? bad))
        {
            var command = new RunCommand(request, console, clock);
            exit = command.Execute(interrupted);
            summary = command.Summary;
        }
        else
        {
            exit = console.Refuse(bad);
        }
        string text = Encoding.UTF8.GetString(output.ToArray());
        return new ImageTestResult(
            one, FindFailure(one.Image, exit, summary?.Reason, text, error.ToString()), summary?.RunDigest ?? "", summary?.RetiredInstructions ?? 0, 0, text, error.ToString());
    }

    private static string? FindFailure(ImageDeclaration image, int exit, string? reason, string console, string error)
    {
        string said = reason ?? error.Split('\n', 2)[0];
        if (exit != image.Exit)
            return $"expected exit code {image.Exit}, found {exit}" + (said.Length == 0 ? "" : $" ({said})");
        if (image.Verdict is { } verdict && !error.Contains(verdict, StringComparison.Ordinal))
            return $"expected the verdict '{verdict}', found '{said}'";
        string? missing = image.Console.FirstOrDefault(text => !console.Contains(text, StringComparison.Ordinal));
        return missing is null ? null : $"expected '{missing}' on the console, found it nowhere";
    }
}
