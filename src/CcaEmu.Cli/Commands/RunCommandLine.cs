using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Costs;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Hypervisor.Vmm;
using CcaEmu.Rmm;

namespace CcaEmu.Cli.Commands;

/// <summary>Arguments and options of <c>ccaemu run</c>.</summary>
internal sealed class RunCommandLine
{
    private readonly LaunchOptions _launch = new();

    private readonly Option<ulong> _maxInstructions = OptionReading.Of<ulong>("--max-instructions", NumberText.TryParseCount, "N",
        "Stop with exit code 124 after N instructions and exceptions; 10M is ten million [default: no limit]");

    private readonly Option<ulong> _seed = OptionReading.Of<ulong>("--seed", NumberText.TryParse, "N",
        "Seed of everything random a guest can see; same image and seed, same run [default: 1]");

    private readonly Option<int> _maxResets = OptionReading.Of<int>("--max-resets", ResetCount.TryParse, "N",
        "Let the board be reset N times, by its firmware or a watchdog, before the run fails; 0 to 1000 [default: 3]");

    private readonly Option<PeFeatures> _cpuFeatures = CpuFeatureList.Option();

    private readonly Option<TraceKinds> _trace = OptionReading.Of<TraceKinds>("--trace", TraceList.TryParse, "LIST",
        "Trace rmi, rsi, psci, smc (all SMCs), exception, eret or all; several separated by commas");

    private readonly Option<string> _traceFile = new("--trace-file")
    {
        HelpName = "FILE",
        Description = "Write the trace to FILE instead of standard error",
    };

    private readonly Option<TlbMode> _tlb = OptionReading.Of<TlbMode>(
        "--tlb", new NamedChoice<TlbMode>(("fast", TlbMode.Fast), ("strict", TlbMode.Strict)).TryParse, "MODE",
        "fast, or strict: report accesses that a real TLB could have answered differently, and the TLBI that is missing (slow) [default: fast]");

    private readonly Option<SroMode> _rmmSro = OptionReading.Of<SroMode>(
        "--rmm-sro", new NamedChoice<SroMode>(("off", SroMode.Off), ("spec", SroMode.Spec), ("aggressive", SroMode.Aggressive)).TryParse, "MODE",
        "Stateful RMI operations: off, spec (where a command needs memory), or aggressive (wherever allowed, by seed) [default: off]");

    private readonly Option<GptMode> _gpt = OptionReading.Of<GptMode>(
        "--gpt", new NamedChoice<GptMode>(("static", GptMode.Static), ("dynamic", GptMode.Dynamic)).TryParse, "MODE",
        "Level 1 GPTs: static (all at boot), or dynamic (in memory that the host donates; --rmm-sro is spec then, unless given) [default: static]");

    private readonly Option<bool> _realm = new("--realm")
    {
        Description = "Run the image as a realm; the default",
    };

    private readonly Option<bool> _vm = new("--vm")
    {
        Description = "Run the image as an ordinary virtual machine of the Normal world, without RSI",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Check after every RMI command that granules, GPT, RTTs and counts agree and nothing of a realm has leaked (slow)",
    };

    private readonly Option<IPEndPoint?> _gdb = OptionReading.Of<IPEndPoint?>("--gdb", GdbEndpoint.TryParse, "[ADDRESS]:PORT",
        "Let GDB connect: 'gdb-multiarch -ex \"target remote :PORT\"'; on this host alone unless ADDRESS says otherwise; port 0 takes a free one");

    private readonly Option<bool> _waitForGdb = new("--wait-for-gdb", "-S")
    {
        Description = "Run nothing before GDB has connected",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Print the realm's console and nothing else",
    };

    private readonly Option<string> _json = new("--json")
    {
        HelpName = "FILE",
        Description = "Write the summary to FILE as JSON",
    };

    private readonly Option<string> _report = new("--report")
    {
        HelpName = "FILE",
        Description = "Write a page about the run to FILE: timeline, memory, calls, cost, console; it needs no network",
    };

    private readonly Option<string> _perfetto = new("--perfetto")
    {
        HelpName = "FILE",
        Description = "Write the run's events to FILE as JSON for ui.perfetto.dev",
    };

    private readonly Option<CostProfile> _profile = OptionReading.Of<CostProfile>("--profile", ProfileName.TryParse, "NAME|FILE",
        "What the report's cost is by: machine, instructions, a55-opencca, n1-osdi22, or a file [default: machine]");

    /// <summary>The command.</summary>
    /// <param name="console">Where input and output go.</param>
    /// <param name="clock">Host time.</param>
    public RunCommandLine(CliConsole console, HostClock clock)
    {
        Command = new Command("run", "Boots a realm image through monitor, RMM and hypervisor, and prints what it says.")
        {
            _maxInstructions, _maxResets, _seed, _cpuFeatures, _trace, _traceFile, _tlb, _rmmSro, _gpt, _realm, _vm, _check, _gdb, _waitForGdb, _quiet, _json, _report,
            _perfetto, _profile,
        };
        _launch.AddTo(Command);
        Command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(_realm) && parsed.GetValue(_vm))
                parsed.AddError("--vm: expected one of --realm and --vm, found both; leave one out");
        });
        Command.SetAction(parsed => RunHost.Run(Read(parsed), console, clock));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    /// <summary>Reads the arguments of a run without running anything.</summary>
    /// <param name="args">Arguments of <c>ccaemu</c>, the command's name first.</param>
    /// <param name="request">What they ask for.</param>
    /// <param name="error">What is wrong, in one line.</param>
    public bool TryRead(IReadOnlyList<string> args, [NotNullWhen(true)] out RunRequest? request, [NotNullWhen(false)] out string? error)
    {
        ParseResult parsed = new RootCommand { Command }.Parse(args);
        error = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
        request = error is null ? Read(parsed) : null;
        return error is null;
    }

    private RunRequest Read(ParseResult parsed)
    {
        RunRequest request = _launch.Read(parsed);
        GptMode gpt = OptionReading.ValueOr(parsed, _gpt, request.Gpt);
        return request with
        {
            Gpt = gpt,
            ChecksIsolation = parsed.GetValue(_check),
            Kind = parsed.GetValue(_vm) ? GuestKind.Vm : GuestKind.Realm,
            MaxInstructions = OptionReading.ValueOr(parsed, _maxInstructions, request.MaxInstructions),
            MaxResets = OptionReading.ValueOr(parsed, _maxResets, request.MaxResets),
            Seed = OptionReading.ValueOr(parsed, _seed, request.Seed),
            CpuFeatures = OptionReading.ValueOr(parsed, _cpuFeatures, request.CpuFeatures),
            Trace = OptionReading.ValueOr(parsed, _trace, request.Trace),
            TraceFile = parsed.GetValue(_traceFile),
            Tlb = OptionReading.ValueOr(parsed, _tlb, request.Tlb),
            RmmSro = OptionReading.ValueOr(parsed, _rmmSro, gpt == GptMode.Dynamic ? SroMode.Spec : request.RmmSro),
            Gdb = OptionReading.ValueOr(parsed, _gdb, request.Gdb),
            WaitsForGdb = parsed.GetValue(_waitForGdb),
            Quiet = parsed.GetValue(_quiet),
            JsonFile = parsed.GetValue(_json),
            ReportFile = parsed.GetValue(_report),
            PerfettoFile = parsed.GetValue(_perfetto),
            Profile = parsed.GetResult(_profile) is null ? null : parsed.GetValue(_profile),
        };
    }
}
