using CcaEmu.Cli.Measuring;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Output;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Verdicts;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Runs;

/// <summary>Runs an image, with those who look at it, and reports.</summary>
/// <param name="request">What the user asks for.</param>
/// <param name="console">Where output goes.</param>
/// <param name="clock">Host time.</param>
internal sealed class RunCommand(RunRequest request, CliConsole console, HostClock clock)
{
    /// <summary>What is worth knowing of the run; null before it is over.</summary>
    public RunSummary? Summary { get; private set; }

    /// <summary>Checks what the user gave, runs the image, prints console and summary.</summary>
    /// <param name="interrupted">Cancelled when the user wants the run to end.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Execute(CancellationToken interrupted)
    {
        var surroundings = new RunSurroundings(request.ImagePath, console, interrupted);
        if (!RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? error)
            || !AttachmentSet.TryOpen(request.Attachments, surroundings, out AttachmentSet? attachments, out error))
            return console.Refuse(error);
        using (attachments)
            return Run(launch, attachments, interrupted);
    }

    private int Run(RealmLaunch launch, AttachmentSet attachments, CancellationToken interrupted)
    {
        var guest = new GuestConsole(console.Output, clock);
        IRunDriver driver = attachments.Driver;
        Action<byte> output = attachments.Hear(guest.Write);
        Emulation Make()
        {
            var made = new Emulation(request, driver.LaunchOf(launch), output);
            attachments.Attach(made);
            return made;
        }
        Emulation emulation = Make();
        EmulationResult result;
        try
        {
            result = driver.Run(ref emulation, Make, attachments.NoWayBack, interrupted);
        }
        finally
        {
            guest.Flush();
        }
        attachments.Close();
        using Emulation ended = emulation;
        // Looking at a loop makes the machine go on: what is counted is counted before.
        RunSummary counted = Summarize(ended, result, guest);
        Verdict? verdict = ended.Judge(result, attachments.StaleTranslations);
        Summary = counted with { Cause = verdict?.Best?.Cause.Id };
        Report(verdict, Summary, guest);
        if (request.MeasuresCost)
            Summary = Summary with { HostUsage = Summary.HostUsage! with { Watching = new WatchingBench(request, launch, attachments).Measure(interrupted) } };
        double before = clock.ElapsedMilliseconds;
        attachments.Write(new EndedRun(ended, Summary));
        if (attachments.IsMeasuring && !request.Quiet)
            console.Text.WriteLine(CostText.Of(Summary.HostUsage?.Watching, clock.ElapsedMilliseconds - before));
        int code = attachments.HasFailed ? ExitCodes.Failed : result.ExitCode;
        driver.Exit(code);
        return code;
    }

    private RunSummary Summarize(Emulation emulation, EmulationResult result, GuestConsole guest) => emulation.Recorder.Summarize(new RunEnding
    {
        Status = result.Status,
        Reason = result.Reason,
        ExitCode = result.ExitCode,
        GuestStatus = result.GuestStatus,
        Image = request.ImagePath,
        RealmMemoryBytes = request.MemoryBytes,
        HostUsage = new HostUsage(clock.ElapsedMilliseconds, guest.FirstCharacterMilliseconds, HostClock.PeakMemoryBytes),
    });

    private void Report(Verdict? verdict, RunSummary summary, GuestConsole guest)
    {
        if (request.Quiet)
        {
            if (summary.Status != RunStatus.Passed)
                console.Error.WriteLine($"ccaemu: {summary.Reason}");
            return;
        }
        if (!guest.AtLineStart)
            console.Text.WriteLine();
        if (verdict is not null)
            VerdictReport.Write(console.Error, verdict);
        SummaryPrinter.Print(console, summary);
    }
}
