using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CcaEmu.Cli.Tests.Tracing;

[Category("WholeMachine")]
public sealed class TraceCommandTests
{
    private string _folder = "";

    private string Trace => In("a.trace");

    [SetUp]
    public void SetUp()
    {
        _folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "trace-" + TestContext.CurrentContext.Test.ID);
        Directory.CreateDirectory(_folder);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestCase("hello", "events")]
    [TestCase("hello", "all")]
    [TestCase("smp", "all")]
    [TestCase("el0", "all")]
    [TestCase("context", "all")]
    public void Tracing_changes_nothing(string image, string kinds)
    {
        string[] options = ["run", Images.Path(image), "-smp", "2"];
        CommandRun plain = CommandRun.Of(options);
        CommandRun traced = CommandRun.Of([.. options, "--trace", Trace, "--trace-kinds", kinds]);

        Assert.That(traced.ExitCode, Is.EqualTo(plain.ExitCode), traced.Error);
        Assert.That(DigestOf(traced), Is.EqualTo(DigestOf(plain)));
        Assert.That(new FileInfo(Trace).Length, Is.Positive);
    }

    [Test]
    public void The_same_run_makes_the_same_bytes()
    {
        Run("smp", Trace, "-smp", "2", "--trace-kinds", "all");
        Run("smp", In("b.trace"), "-smp", "2", "--trace-kinds", "all", "--json", In("summary.json"));

        Assert.That(File.ReadAllBytes(In("b.trace")), Is.EqualTo(File.ReadAllBytes(Trace)));
    }

    [Test]
    public void Show_has_calls_with_named_arguments_and_decoded_results()
    {
        Run("hello", Trace, "--trace-kinds", "rmi,rsi,smc,exception");
        string text = Do("show", Trace);

        Assert.That(text, Does.Match(@"us PE0 NS-EL2 RMI_REALM_CREATE rd=0x[0-9A-F]+ params=0x[0-9A-F]+"));
        Assert.That(text, Does.Match(@"us PE0 R-EL1  RSI_VERSION requested=\d\.\d → SUCCESS lower="));
        Assert.That(text, Does.Match(@"us PE0 R-EL2  FIRME_GM_GPI_SET granule=0x[0-9A-F]+ count=\d+ gpi=0xB → SUCCESS done="));
        Assert.That(text, Does.Contain("RMI_REC_ENTER → SUCCESS exit=SYNC ipa="));
        Assert.That(text, Does.Contain("RMI_REC_ENTER → SUCCESS exit=PSCI PSCI_SYSTEM_OFF"));
        Assert.That(text, Does.Contain("exception to R-EL2: Data Abort from a lower EL"));
    }

    [Test]
    public void Show_has_instructions_with_symbols_registers_and_memory()
    {
        Run("hello", Trace, "--trace-kinds", "insn,console");
        string text = Do("show", Trace);

        Assert.That(text, Does.Match(@"PE0 R-EL1  0x80000010 <_start\+0x10>: 9100013f  mov sp, x9  SP_EL1=0x80005000\n"));
        Assert.That(text, Does.Match(@"str x1, \[x9\]  write8\[0x[0-9A-F]+\]=0x0000000000010001\n"));
        Assert.That(text, Does.Match(@"ldrb w0, \[x12\], #1  X0=0x48 X12=0x[0-9A-F]+  read1\[0x[0-9A-F]+\]=0x48\n"));
        Assert.That(text, Does.Contain("us console    \"Hello from a realm!\"\n"));
    }

    [Test]
    public void As_many_instructions_are_traced_as_retire_or_take_an_exception()
    {
        CommandRun run = Run("el0", Trace, "--trace-kinds", "all");
        ulong retired = ulong.Parse(Regex.Match(run.Output, @"retired instructions +([\d,]+)").Groups[1].Value.Replace(",", ""), null);
        string stats = Do("stats", Trace);
        ulong traced = ulong.Parse(Regex.Match(stats, @"(\d+)  instruction\n").Groups[1].Value, null);

        // Those that abort or are trapped do not retire and are there: as many as exceptions at most.
        ulong exceptions = ulong.Parse(Regex.Match(stats, @"(\d+)  exception\n").Groups[1].Value, null);
        Assert.That(traced, Is.GreaterThanOrEqualTo(retired).And.LessThanOrEqualTo(retired + exceptions));
    }

    [TestCase("--world", "ns", "NS-EL2", "R-EL1  0x")]
    [TestCase("--level", "EL1", "R-EL1", "NS-EL2 RMI")]
    [TestCase("--event", "rsi", "RSI_VERSION", "RMI_")]
    [TestCase("--event", "RMI_REALM_CREATE,psci", "RMI_REALM_CREATE", "RMI_REC_ENTER")]
    [TestCase("--address", "0x80000000-0x80000003", "<_start>:", "<_start+0x4>:")]
    [TestCase("--in-realm", "0", "<_start>:", "RMI_VERSION")]
    [TestCase("--from", "70", "realm_puts", "RMI_VERSION")]
    [TestCase("--to", "70", "RMI_VERSION", "PSCI_SYSTEM_OFF")]
    public void A_filter_keeps_what_it_says_in_text_and_in_a_new_trace(string option, string value, string there, string absent)
    {
        Run("hello", Trace, "--trace-kinds", "all");
        string shown = Do("show", Trace, option, value);
        Do("filter", Trace, In("b.trace"), option, value);

        Assert.That(shown, Does.Contain(there).And.Not.Contain(absent));
        Assert.That(Do("show", In("b.trace")), Is.EqualTo(shown));
        Assert.That(new FileInfo(In("b.trace")).Length, Is.LessThan(new FileInfo(Trace).Length));
    }

    [Test]
    public void A_filter_that_nothing_passes_shows_nothing()
    {
        Run("hello", Trace);
        Assert.That(Do("show", Trace, "--in-realm", "7"), Is.Empty);
        Assert.That(Do("show", Trace, "--pe", "3"), Is.Empty);
    }

    [Test]
    public void Limit_stops_early()
    {
        Run("hello", Trace);
        Assert.That(Do("show", Trace, "--limit", "3", "--event", "eret").Count(c => c == '\n'), Is.EqualTo(3));
    }

    [Test]
    public void Diff_of_a_run_with_itself_finds_nothing()
    {
        Run("hello", Trace, "--trace-kinds", "all");
        CommandRun same = CommandRun.Of("trace", "diff", Trace, Trace);

        Assert.That(same.ExitCode, Is.Zero);
        Assert.That(same.Output, Does.Match(@"\Athe same: \d+ events\n\z"));
    }

    [Test]
    public void Diff_finds_the_instruction_that_reads_another_argument()
    {
        Run("hostcall", Trace, "--trace-kinds", "all", "--arg", "4");
        Run("hostcall", In("b.trace"), "--trace-kinds", "all", "--arg", "5");
        CommandRun diff = CommandRun.Of("trace", "diff", Trace, In("b.trace"));

        Assert.That(diff.ExitCode, Is.EqualTo(1));
        Assert.That(diff.Output, Does.Contain("header: options is '--arg 4' in A and '--arg 5' in B\n"));
        Assert.That(diff.Output, Does.Match(@"the same for \d+ events, then not:\n  X\d+.*: 0x4 against 0x5\n"));
        Assert.That(diff.Output, Does.Contain("before, in both:\n").And.Contain("A goes on:\n").And.Contain("B goes on:\n"));
    }

    [Test]
    public void Diff_finds_the_instruction_that_was_patched()
    {
        byte[] image = Images.Bytes("hello");
        int at = image.AsSpan().IndexOf((byte[])[0x13, 0x00, 0x01, 0xAA]) is var found and >= 0 ? found : image.AsSpan().IndexOf((byte[])[0xF3, 0x03, 0x01, 0xAA]);
        Assert.That(at, Is.Positive, "MOV X19, X1 is in _start");
        image[at + 2] = 0x00; // MOV X19, X0
        File.WriteAllBytes(In("patched.elf"), image);
        Run("hello", Trace, "--trace-kinds", "insn");
        CommandRun.Of("run", In("patched.elf"), "-q", "--trace", In("b.trace"), "--trace-kinds", "insn");
        CommandRun diff = CommandRun.Of("trace", "diff", Trace, In("b.trace"));

        Assert.That(diff.ExitCode, Is.EqualTo(1));
        Assert.That(diff.Output, Does.Contain("  instruction: aa0103f3 against aa0003f3\n"));
        Assert.That(diff.Output, Does.Match("before, in both:\n(.*\n)*.*mov sp, x9.*\nA goes on:\n.*mov x19, x1.*\n"));
    }

    [Test]
    public void Diff_compares_what_both_traces_hold()
    {
        Run("hello", Trace);
        Run("hello", In("b.trace"), "--trace-kinds", "all");
        Run("hello", In("c.trace"), "--trace-kinds", "exception,console");

        CommandRun events = CommandRun.Of("trace", "diff", Trace, In("b.trace")), few = CommandRun.Of("trace", "diff", In("c.trace"), In("b.trace"));

        Assert.That(events.ExitCode, Is.Zero, events.Output);
        Assert.That(events.Output, Does.Match(@"compared by what both hold: smc,exception,eret,console\nthe same: \d+ events\n\z"));
        Assert.That(few.ExitCode, Is.Zero, few.Output);
        Assert.That(few.Output, Does.Contain("compared by what both hold: exception,console\n"));
    }

    [Test]
    public void Stats_have_the_same_counts_as_JSON()
    {
        Run("hello", Trace, "--trace-kinds", "all");
        string text = Do("stats", Trace);
        JsonNode json = JsonNode.Parse(Do("stats", Trace, "--json"))!;

        Assert.That((string?)json["header"]!["image"], Is.EqualTo(Images.Path("hello")));
        Assert.That((long)json["file"]!["bytes"]!, Is.EqualTo(new FileInfo(Trace).Length));
        foreach (string section in new[] { "events", "instructions", "calls", "exceptions" })
        {
            Assert.That(json[section]!.AsObject(), Is.Not.Empty, section);
            KeyValuePair<string, JsonNode?> most = json[section]!.AsObject().First();
            Assert.That(text, Does.Contain($"{(ulong)most.Value!,12}  {most.Key}\n"));
        }
        ulong instructions = (ulong)json["events"]!["instruction"]!;
        Assert.That(json["codePages"]!.AsArray().Aggregate(0UL, (sum, page) => sum + (ulong)page!["instructions"]!), Is.EqualTo(instructions));
        Assert.That(text, Does.Contain($"{(ulong)json["memoryBytes"]!["read"]!,12}  read\n"));
        Assert.That((ulong)json["time"]!["lastCycles"]!, Is.GreaterThan((ulong)json["time"]!["firstCycles"]!));
    }

    [Test]
    public void Diff_says_the_same_as_JSON()
    {
        Run("hostcall", Trace, "--trace-kinds", "all", "--arg", "4");
        Run("hostcall", In("b.trace"), "--trace-kinds", "all", "--arg", "5");
        CommandRun text = CommandRun.Of("trace", "diff", Trace, In("b.trace")), diff = CommandRun.Of("trace", "diff", Trace, In("b.trace"), "--json");
        JsonNode json = JsonNode.Parse(diff.Output)!, same = JsonNode.Parse(CommandRun.Of("trace", "diff", Trace, Trace, "--json").Output)!;

        Assert.That(diff.ExitCode, Is.EqualTo(1));
        Assert.That((bool)json["same"]!, Is.False);
        Assert.That(text.Output, Does.Contain($"the same for {json["commonEvents"]} events, then not:\n  {json["differences"]![0]}\n"));
        Assert.That((string?)json["headers"]![0]!["field"], Is.EqualTo("options"));
        foreach (string member in new[] { "before", "a", "b" })
            Assert.That(text.Output, Does.Contain($"  {json[member]![0]}\n"), member);
        Assert.That((bool)same["same"]!, Is.True);
        Assert.That(same["differences"], Is.Null);
    }

    [Test]
    public void What_is_whole_of_a_trace_that_was_cut_off_can_be_read_once_it_is_repaired()
    {
        Run("el0", Trace, "--trace-kinds", "insn,exception", "--max-instructions", "300000");
        byte[] file = File.ReadAllBytes(Trace);
        int first = file.AsSpan().IndexOf("BLCK"u8), second = first + 8 + file.AsSpan(first + 8).IndexOf("BLCK"u8);
        Assert.That(second, Is.GreaterThan(first + 8), "two blocks");
        File.WriteAllBytes(In("cut"), file[..(second + 1000)]);
        CommandRun.Of("trace", "show", In("cut")).MustRefuse("'ccaemu trace repair' keeps what is whole");

        Assert.That(Do("repair", In("cut"), In("b.trace")), Does.Match(@"\Akept 1 blocks with \d+ events; 1000 bytes behind them are no block\n\z"));
        string whole = Do("show", Trace, "-n", "100000"), part = Do("show", In("b.trace"));
        Assert.That(part, Is.Not.Empty);
        Assert.That(whole, Does.StartWith(part));
        Assert.That(Do("repair", Trace, In("c.trace")), Does.EndWith(" 0 bytes behind them are no block\n").Or.Contain("behind them"));
        Assert.That(File.ReadAllBytes(In("c.trace")), Is.EqualTo(file));
    }

    [Test]
    public void Perfetto_has_the_same_JSON_as_the_run_itself([Values("hello", "smp", "el0")] string image)
    {
        Run(image, Trace, "-smp", "2", "--trace-kinds", "events", "--perfetto", In("run.json"));
        Do("to-perfetto", Trace, In("trace.json"));

        Assert.That(File.ReadAllText(In("trace.json")), Is.EqualTo(File.ReadAllText(In("run.json"))));
        Assert.That(JsonNode.Parse(File.ReadAllText(In("trace.json")))!["traceEvents"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public void Perfetto_of_a_trace_without_exceptions_is_still_JSON()
    {
        Run("hello", Trace, "--trace-kinds", "rmi");
        Do("to-perfetto", Trace, In("trace.json"));

        Assert.That(JsonNode.Parse(File.ReadAllText(In("trace.json")))!["traceEvents"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public void Tarmac_is_what_its_readers_know()
    {
        Run("hello", Trace, "--trace-kinds", "all");
        Do("to-tarmac", Trace, In("t.tarmac"));
        string[] lines = File.ReadAllLines(In("t.tarmac"));

        Assert.That(lines, Has.Some.Match(@"^\d+ clk IT \(5\) 80000010 9100013f O EL1h_r : mov sp, x9$"));
        Assert.That(lines, Has.Some.Match(@"^\d+ clk R SP_EL1 0000000080005000$"));
        Assert.That(lines, Has.Some.Match(@"^\d+ clk MW8 [0-9a-f]{8} 00000000_00010001$"));
        Assert.That(lines, Has.Some.Match(@"^\d+ clk MR1 [0-9a-f]{8} 48$"));
        Assert.That(lines, Has.Some.Match(@"^\d+ clk E [0-9a-f]{8} 00000017 CoreEvent_Smc64$"));
        Assert.That(lines, Has.All.Match(
            @"^\d+ clk (IT \(\d+\) [0-9a-f]{8,16} [0-9a-f]{8} O EL[0-3][ht]_(n|r|s|root) : \S.*|R \w+ [0-9A-F]{8,32}|M[RW][1-8] [0-9a-f]{8,16} [0-9a-f]+(_[0-9a-f]{8})?|E [0-9a-f]{8,16} [0-9a-f]{8} CoreEvent_\w+)$"));
    }

    [Test]
    public void Tarmac_of_the_Normal_world_has_physical_addresses()
    {
        Run("spin", Trace, "--vm", "--trace-kinds", "insn", "--max-instructions", "20000");
        Do("to-tarmac", Trace, In("t.tarmac"));

        Assert.That(File.ReadAllText(In("t.tarmac")), Does.Match(@"IT \(1\) [0-9a-f]{8}:[0-9a-f]{12}_NS [0-9a-f]{8} O EL1h_n : "));
    }

    [Test]
    public void Tarmac_has_a_file_for_each_PE()
    {
        Run("smp", Trace, "-smp", "2", "--trace-kinds", "insn");
        Do("to-tarmac", Trace, In("t"));
        Do("to-tarmac", Trace, In("one"), "--pe", "1");

        Assert.That(File.ReadAllText(In("t.pe1")), Is.Not.Empty.And.EqualTo(File.ReadAllText(In("one"))));
        Assert.That(File.ReadAllText(In("t.pe0")), Is.Not.Empty.And.Not.EqualTo(File.ReadAllText(In("one"))));
    }

    [Test]
    public void A_damaged_or_cut_trace_gives_one_line_and_exit_code_2()
    {
        Run("hello", Trace);
        byte[] file = File.ReadAllBytes(Trace);
        File.WriteAllBytes(In("cut"), file[..^9]);
        file[file.Length / 2] ^= 1;
        File.WriteAllBytes(In("damaged"), file);
        File.WriteAllText(In("other"), "no trace at all, but some text");

        File.WriteAllBytes(In("empty"), []);
        foreach (string verb in new[] { "show", "stats", "diff", "filter", "to-tarmac", "to-perfetto" })
        {
            CommandRun Look(string name) =>
                CommandRun.Of(["trace", verb, In(name), .. verb switch { "show" or "stats" => (string[])[], "diff" => [Trace], _ => [In("out")] }]);
            Look("cut").MustRefuse("it ends in the middle");
            Look("damaged").MustRefuse("is damaged");
            Look("other").MustRefuse("it is no trace of ccaemu");
            Look("empty").MustRefuse("it is no trace of ccaemu");
            Look("absent").MustRefuse("there is no such file");
            Assert.That(File.Exists(In("out")), Is.False, verb);
        }
        CommandRun.Of("trace", "repair", In("other"), In("out")).MustRefuse("expected the beginning of a trace");
        CommandRun.Of("trace", "repair", In("absent"), In("out")).MustRefuse("there is no such file");
        CommandRun.Of("trace", "diff", Trace, In("damaged")).MustRefuse("damaged: expected a trace");
        CommandRun.Of("trace", "to-tarmac", Trace, In("t")).MustRefuse("expected a trace with instructions");
        CommandRun.Of("trace", "filter", Trace, Trace).MustRefuse("expected another file");
    }

    [TestCase("--event", "everything", "'everything' is none of them")]
    [TestCase("--world", "outer", "realm, ns, root or secure")]
    [TestCase("--level", "4", "EL0, EL1, EL2 or EL3")]
    [TestCase("--address", "0x10-0x0F", "such as 0x80000000-0x80000FFF")]
    [TestCase("--from", "-1", "modelled microseconds")]
    [TestCase("--in-realm", "first", "a number from 0")]
    [TestCase("--pe", "-1", "a number from 0")]
    [TestCase("--limit", "0", "above 0")]
    public void A_bad_filter_is_refused(string option, string value, string because) =>
        CommandRun.Of("trace", "show", "x", option, value).MustRefuse(because);

    private string In(string name) => Path.Combine(_folder, name);

    private static CommandRun Run(string image, string trace, params string[] options)
    {
        CommandRun run = CommandRun.Of(["run", Images.Path(image), "--trace", trace, .. options]);
        Assert.That(run.ExitCode, Is.EqualTo(options.Contains("--max-instructions") ? 124 : 0), run.Error);
        return run;
    }

    private static string Do(params string[] args)
    {
        CommandRun run = CommandRun.Of(["trace", .. args]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Is.Empty);
        return run.Output;
    }

    private static string DigestOf(CommandRun run) => run.Output.Split('\n').Single(line => line.Contains("run digest"));
}
