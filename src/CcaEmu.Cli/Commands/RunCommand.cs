using CcaEmu.Cli.Debugging;
using CcaEmu.Cli.Disks;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Output;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics;
using CcaEmu.Diagnostics.Debugging;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Verdicts;
using CcaEmu.Hypervisor.Vmm;

namespace CcaEmu.Cli.Commands;

/// <summary>Runs a realm image and reports.</summary>
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
        if (!RequestedImage.TryLoad(request, out RealmLaunch? launch, out string? bad))
            return console.Refuse(bad);
        if (request.TraceFile is not null && request.Trace == TraceKinds.None)
            return console.Refuse("--trace-file: expected --trace with it, found none; add --trace all, or what you want to see");
        if (request.WaitsForGdb && request.Gdb is null)
            return console.Refuse("-S: expected --gdb with it, found none; add --gdb :1234");
        if (!OutputFile.TryOpen("--json", request.JsonFile, out FileStream? json, out string? error)
            || !OutputFile.TryOpen("--trace-file", request.TraceFile, out FileStream? traceFile, out error)
            || !RunReports.TryOpen(request, out RunReports? reports, out error))
            return console.Refuse(error);
        using (json)
        using (traceFile)
        using (reports)
        {
            if (request.Gdb is not { } endpoint)
                return Run(launch, json, traceFile, reports, null, interrupted);
            if (!GdbServer.TryListen(endpoint, out GdbServer? server, out error))
                return console.Refuse($"--gdb: {error}");
            using (server)
            {
                console.Error.WriteLine($"gdb: listening on {server.Endpoint}; connect with: gdb-multiarch {request.ImagePath} -ex \"target remote {server.Endpoint}\"");
                var gdb = new GdbHost(server, request.WaitsForGdb, [], interrupted);
                int code = Run(launch, json, traceFile, reports, gdb, interrupted);
                gdb.Exit(code);
                return code;
            }
        }
    }

    private int Run(RealmLaunch launch, FileStream? json, FileStream? traceFile, RunReports reports, GdbHost? gdb, CancellationToken interrupted)
    {
        var guest = new GuestConsole(console.Output, clock);
        Action<byte> output = reports.Hearing(guest.Write);
        output = gdb?.Console(output) ?? output;
        var emulation = new Emulation(request, gdb is null ? launch : WithDiskKept(launch), output);
        reports.Listen(emulation);
        TraceWriter? trace = StartTrace(emulation, traceFile);
        TlbReporter? tlb = StartTlbReports(emulation);
        EmulationResult result;
        try
        {
            result = gdb is null ? emulation.Run(interrupted) : RunUnderGdb(gdb, launch, output, ref emulation, interrupted);
        }
        finally
        {
            guest.Flush();
            trace?.Flush();
        }
        reports.Close();
        using Emulation ended = emulation;
        if (tlb is not null)
            console.Error.WriteLine($"tlb: {tlb.Count} accesses met a translation that no TLBI had dropped and that tables no longer give");
        RunSummary summary = emulation.Recorder.Summarize(new RunEnding
        {
            Status = result.Status,
            Reason = result.Reason,
            ExitCode = result.ExitCode,
            GuestStatus = result.GuestStatus,
            Image = request.ImagePath,
            RealmMemoryBytes = request.MemoryBytes,
            HostUsage = new HostUsage(clock.ElapsedMilliseconds, guest.FirstCharacterMilliseconds, HostClock.PeakMemoryBytes),
        });
        // Looking at a loop makes the machine go on: what is counted is counted before.
        Verdict? verdict = Judge(emulation, result, tlb);
        summary = summary with { Cause = verdict?.Best?.Cause.Id };
        Summary = summary;
        Report(verdict, summary, guest);
        reports.Write(summary);
        if (json is not null)
        {
            OutputFile.Truncate(json);
            RunSummaryJson.Write(json, summary);
        }
        return ReportIsolation(emulation) ? result.ExitCode : ExitCodes.Failed;
    }

    // Each way back finds the disk as the first way found it.
    private static RealmLaunch WithDiskKept(RealmLaunch launch) => launch.Disk is { } disk ? launch with { Disk = new SnapshotDisk(disk) } : launch;

    // Each way back is a new emulation; traces and reports listen to the first.
    private EmulationResult RunUnderGdb(GdbHost gdb, RealmLaunch launch, Action<byte> output, ref Emulation emulation, CancellationToken interrupted)
    {
        Emulation? prepared = emulation;
        var ended = (DebuggedEmulation)gdb.Execute(() =>
        {
            Emulation next = prepared ?? new Emulation(request, WithDiskKept(launch), output);
            prepared = null;
            return new DebuggedEmulation(next, interrupted);
        });
        emulation = ended.Emulation;
        return gdb.Killed
            ? new EmulationResult(RunStatus.Interrupted, "the debugger ended the run", ExitCodes.Interrupted, null)
            : ended.Result!;
    }

    // False where something was found: that is a failure whatever the realm says.
    private bool ReportIsolation(Emulation emulation)
    {
        if (!request.ChecksIsolation)
            return true;
        foreach (string finding in emulation.Rmm.IsolationFindings)
            console.Error.WriteLine($"check: {finding}");
        console.Error.WriteLine($"check: {emulation.Rmm.IsolationFindings.Count} findings in {emulation.Rmm.IsolationChecks} commands");
        return emulation.Rmm.IsolationFindings.Count == 0;
    }

    private TlbReporter? StartTlbReports(Emulation emulation)
    {
        if (request.Tlb != TlbMode.Strict)
            return null;
        var reporter = new TlbReporter(console.Error);
        foreach (ProcessingElement pe in emulation.Machine.Pes)
            pe.TlbObserver = reporter;
        return reporter;
    }

    private TraceWriter? StartTrace(Emulation emulation, FileStream? file)
    {
        if (request.Trace == TraceKinds.None)
            return null;
        TextWriter output = console.Error;
        if (file is not null)
        {
            OutputFile.Truncate(file);
            output = new StreamWriter(file);
        }
        var trace = new TraceWriter(output, request.Trace, emulation.Symbolizer);
        emulation.Recorder.Attach(trace);
        return trace;
    }

    // A run that passed needs no verdict.
    private static Verdict? Judge(Emulation emulation, EmulationResult result, TlbReporter? tlb)
    {
        if (result.Status == RunStatus.Passed)
            return null;
        RunRecorder recorder = emulation.Recorder;
        return Verdict.Of(new CaseFile
        {
            Status = result.Status,
            What = result.Reason,
            GuestStatus = result.GuestStatus,
            Evidence = recorder.Evidence,
            Exceptions = recorder.Exceptions,
            End = emulation.End,
            Loop = emulation.Loop ?? emulation.FindLoop(),
            Map = emulation.Map,
            StaleTranslations = tlb?.First ?? [],
            Symbolizer = emulation.Symbolizer,
            Lines = emulation.Lines,
            Code = emulation.Code,
        });
    }

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
