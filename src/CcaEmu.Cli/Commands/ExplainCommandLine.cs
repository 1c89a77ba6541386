using System.CommandLine;
using System.Globalization;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Tracing;
using CcaEmu.Diagnostics.Explanations;

namespace CcaEmu.Cli.Commands;

/// <summary><c>ccaemu explain</c>: syndromes and status codes by themselves, addresses at the end of a run.</summary>
internal static class ExplainCommandLine
{
    // As kernels print one, often without 0x.
    private const int DigitsOfSyndrome = 8;

    /// <summary>Makes the command.</summary>
    /// <param name="console">Where output goes.</param>
    public static Command Create(CliConsole console) => new(
        "explain", "Explains an address with its whole translation, a syndrome field by field, or an RMI status.")
    {
        Code("esr", "Takes an ESR_ELx value apart, field by field.", Explainer.Esr, console),
        Code("rmi-status", "Says what X0 of an RMI command means.", RmiStatusStory.Of, console),
        Address("va", "Walks a virtual address as the realm's first REC translates it: each descriptor of both stages, GPIs, RIPAS, and who set it so.", console),
        Address("ipa", "Walks an IPA of the realm through stage 2: descriptors, HIPAS, RIPAS, GPIs, and who set it so.", console),
        Address("pa", "Says whose a physical address is: GPI, granule state, and which IPA leads to it.", console),
    };

    private static Command Code(string name, string description, Func<ulong, IEnumerable<string>> explain, CliConsole console)
    {
        Argument<ulong> value = Number("VALUE", "The value: hexadecimal with 0x, or decimal, also negative");
        var command = new Command(name, description) { value };
        command.SetAction(parsed =>
        {
            string text = parsed.GetResult(value)!.Tokens[^1].Value;
            if (text.Length >= DigitsOfSyndrome && text.All(char.IsAsciiDigit))
                console.Text.WriteLine($"{text} is taken for a decimal number; for hexadecimal write 0x{text}");
            Print(explain(parsed.GetValue(value)), console);
            return ExitCodes.Passed;
        });
        return command;
    }

    private static Command Address(string name, string description, CliConsole console)
    {
        Argument<ulong> address = Number("ADDRESS", "The address: decimal, or hexadecimal with 0x");
        var command = new Command(name, description) { address };
        var trace = new Option<string>("--trace") { HelpName = "FILE", Description = "Say what this trace, by 'ccaemu run --trace FILE', knows of the address, in place of running an image" };
        Option<ulong> at = OptionReading.Of<ulong>("--at", ModelledTime.TryParse, "US",
            "With --trace: the modelled microsecond that is meant [default: the last fault on the page, else the guest's last exit]");
        command.Add(trace);
        command.Add(at);
        var machine = new StoppedMachine();
        machine.MakeImageOptional();
        machine.AddTo(command);
        command.SetAction(parsed => (parsed.GetValue(trace), machine.HasImage(parsed)) switch
        {
            (null, _) when parsed.GetResult(at) is not null => console.Refuse("--at: expected --trace FILE with it, found none; of an image, --max-instructions says when"),
            ({ } file, false) => OfTrace(name, parsed.GetValue(address), parsed.GetResult(at) is null ? null : parsed.GetValue(at), file, console),
            (null, true) => machine.Look(parsed, console, emulation =>
            {
                var explainer = new Explainer(emulation.Machine, emulation.Rmm.Inspector, emulation.Recorder.Evidence.Changes);
                Print(explainer.Explain(name, parsed.GetValue(address)), console);
            }),
            (null, false) => console.Refuse("IMAGE: expected an image, or --trace FILE in its place, found neither"),
            _ => console.Refuse("--trace: expected it in place of IMAGE, found both"),
        });
        return command;
    }

    private static int OfTrace(string name, ulong address, ulong? atCycles, string file, CliConsole console) => TraceInput.Read(file, console, trace =>
    {
        Print(new TraceExplainer(trace, TracedImage.SymbolsOf(trace.Header)).Explain(name, address, atCycles), console);
        return ExitCodes.Passed;
    });

    private static void Print(IEnumerable<string> lines, CliConsole console)
    {
        foreach (string line in lines)
            console.Text.WriteLine(line);
    }

    private static Argument<ulong> Number(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (NumberText.TryParse(text, out ulong value, out string? expected))
                return value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long negative) && negative < 0)
                return (ulong)negative;
            string hint = text.Length > 0 && text.All(char.IsAsciiHexDigit) ? $"; for hexadecimal write 0x{text}" : "";
            result.AddError($"{name}: expected {expected}, found '{text}'{hint}");
            return 0;
        },
    };
}
