using System.CommandLine;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cli.Options;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Tracing;

namespace CcaEmu.Cli.Commands;

/// <summary>Arguments and options of <c>ccaemu run</c>.</summary>
internal sealed class RunCommandLine
{
    private readonly Argument<string> _image = new("IMAGE")
    {
        Description = "Realm image: a statically linked AArch64 ELF64 executable, such as images/hello.elf",
    };

    private readonly Option<ulong> _memory = Of<ulong>("--memory", MemorySize.TryParse, "SIZE",
        "RAM of the realm: 64M, 1G, or a plain number of MiB, rounded up to 2 MiB [default: 64M]", "-m");

    private readonly Option<ulong> _maxInstructions = Of<ulong>("--max-instructions", NumberText.TryParseCount, "N",
        "Stop with exit code 124 after N instructions and exceptions; 10M is ten million [default: no limit]");

    private readonly Option<ulong> _seed = Of<ulong>("--seed", NumberText.TryParse, "N",
        "Seed of everything random a guest can see; same image and seed, same run [default: 1]");

    private readonly Option<ulong> _argument = Of<ulong>("--arg", NumberText.TryParse, "N",
        "Value of X1 at the image's entry point [default: 0]");

    private readonly Option<PeFeatures> _cpuFeatures = CpuFeatureList.Option();

    private readonly Option<TraceKinds> _trace = Of<TraceKinds>("--trace", TraceList.TryParse, "LIST",
        "Trace rmi, rsi, psci, smc (all SMCs), exception, eret or all; several separated by commas");

    private readonly Option<string> _traceFile = new("--trace-file")
    {
        HelpName = "FILE",
        Description = "Write the trace to FILE instead of standard error",
    };

    private readonly Option<byte[]> _personalization = Of<byte[]>("--realm-pv", PersonalizationValue.TryParse, "VALUE",
        "Realm personalization value: text, or 0x and hexadecimal digits; at most 64 bytes");

    private readonly Option<RmiHashAlgorithm> _measurement = Of<RmiHashAlgorithm>(
        "--measurement-algo", MeasurementAlgorithm.TryParse, "NAME",
        "Hash of the realm's measurements: sha256, sha384 or sha512 [default: sha256]");

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Print the realm's console and nothing else",
    };

    private readonly Option<string> _json = new("--json")
    {
        HelpName = "FILE",
        Description = "Write the summary to FILE as JSON",
    };

    /// <summary>The command.</summary>
    /// <param name="console">Where input and output go.</param>
    /// <param name="clock">Host time.</param>
    public RunCommandLine(CliConsole console, HostClock clock)
    {
        Command = new Command("run", "Boots a realm image through monitor, RMM and hypervisor, and prints what it says.")
        {
            _image, _memory, _maxInstructions, _seed, _argument, _cpuFeatures, _trace, _traceFile, _personalization, _measurement, _quiet, _json,
        };
        Command.SetAction(parsed => RunHost.Run(Read(parsed), console, clock));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private RunRequest Read(ParseResult parsed)
    {
        var request = new RunRequest { ImagePath = parsed.GetValue(_image)! };
        return request with
        {
            MemoryBytes = ValueOr(parsed, _memory, request.MemoryBytes),
            MaxInstructions = ValueOr(parsed, _maxInstructions, request.MaxInstructions),
            Seed = ValueOr(parsed, _seed, request.Seed),
            Argument = ValueOr(parsed, _argument, request.Argument),
            CpuFeatures = ValueOr(parsed, _cpuFeatures, request.CpuFeatures),
            Trace = ValueOr(parsed, _trace, request.Trace),
            TraceFile = parsed.GetValue(_traceFile),
            PersonalizationValue = ValueOr(parsed, _personalization, request.PersonalizationValue),
            MeasurementAlgorithm = ValueOr(parsed, _measurement, request.MeasurementAlgorithm),
            Quiet = parsed.GetValue(_quiet),
            JsonFile = parsed.GetValue(_json),
        };
    }

    private static T ValueOr<T>(ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is null ? otherwise : parsed.GetValue(option)!;

    private static Option<T> Of<T>(
        string name, OptionText<T> read, string helpName, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[^1].Value;
                if (read(text, out T? value, out string? expected))
                    return value;
                result.AddError($"{name}: expected {expected}, found '{text}'");
                return default;
            },
        };
}
