using System.Diagnostics;

namespace CcaEmu.Cli.Tests.Debugging;

/// <summary>The real gdb-multiarch, by script.</summary>
internal sealed class GdbMultiarchTests
{
    private const string Program = "gdb-multiarch";

    [Test]
    public void Gdb_connects_with_no_set_up_and_goes_forwards_and_back_through_a_realm()
    {
        string[] lines = Run("hello",
            "info threads", "p/x $SCR_EL3 != 0", "monitor scope realm el1", "break _start", "continue", "info threads", "x/i $pc", "stepi", "stepi", "p/x $pc",
            "reverse-stepi", "p/x $pc", "p/x $VBAR_EL1", "delete", "monitor catch rsi", "continue", "monitor catch off", "continue", "reverse-stepi",
            "monitor world", "break _start", "reverse-continue", "p/x $pc", "info line", "kill");
        Assert.That(lines, Has.Some.Contains("\"PE0 EL3 (managed layer)\""));
        Assert.That(lines, Has.Some.Contains("\"PE0 R-EL1 realm 0 rec 0\""));
        Assert.That(lines, Has.Some.Contains("Breakpoint 1, "));
        Assert.That(lines, Has.Some.Contains("<_start>:\tadr\tx9"));
        Assert.That(lines, Has.Some.EqualTo("$2 = 0x80000008"));
        Assert.That(lines, Has.Some.EqualTo("$3 = 0x80000004"));
        Assert.That(lines, Has.Some.StartsWith("RSI_VERSION requested=1.1"));
        Assert.That(lines, Has.Some.StartsWith("the run has ended: the guest passed"));
        Assert.That(lines, Has.Some.StartsWith("PE0 NS-EL2, managed layer"));
        Assert.That(lines, Has.Some.Contains("Breakpoint 2, "));
        Assert.That(lines, Has.Some.EqualTo("$5 = 0x80000000"));
    }

    [Test]
    public void Gdb_watches_memory_of_a_realm()
    {
        string[] lines = Run("hello",
            "break realm_puts", "continue", "monitor scope realm", "delete", "watch *(unsigned long long *)0x80004ff8", "continue", "p/x $pc", "kill");
        Assert.That(lines, Has.Some.StartsWith("Hardware watchpoint 2: "));
        Assert.That(lines, Has.Some.StartsWith("Old value = "));
    }

    [Test]
    public void Gdb_asks_for_tables_calls_and_explanations_where_a_realm_stands()
    {
        string[] lines = Run("hello",
            "break _start", "continue", "monitor help", "monitor rtt 0x80000000", "monitor granule 0x80002000", "monitor gpt 0x80002000", "monitor rmi 2",
            "monitor explain va 0x80000000", "monitor explain rmi-status 0x204", "monitor explain nothing", "monitor inspect realms", "p/x $GPCCR_EL3 != 0",
            "p/x $v0.q[0]", "p $cpsr", "kill");
        Assert.That(lines, Has.Some.StartsWith("explain SUBJECT VALUE"));
        Assert.That(lines, Has.Some.StartsWith("IPA 0x80000000 level 3: HIPAS DATA, RIPAS RAM, PA 0x"));
        Assert.That(lines, Has.Some.EqualTo("granule 0x80002000 is RD to the RMM"));
        Assert.That(lines, Has.Some.StartsWith("PA 0x80002000: GPI Realm"));
        Assert.That(lines, Has.Some.Contains("RMI_REC_ENTER rec=0x"));
        Assert.That(lines, Has.Some.StartsWith("leads to PA 0x"));
        Assert.That(lines, Has.Some.Contains("the next table to create is of level 3"));
        Assert.That(lines, Has.Some.StartsWith("expected one of va, ipa, pa, esr, rmi-status and a number, found 'nothing'"));
        Assert.That(lines, Has.Some.StartsWith("Realms"));
        Assert.That(lines, Has.Some.EqualTo("$1 = 0x1"));
        Assert.That(lines, Has.Some.EqualTo("$2 = 0x0"));
        Assert.That(lines, Has.Some.StartsWith("$3 = [ "));
    }

    private static string[] Run(string image, params string[] commands)
    {
        using var debugged = new DebuggedImage(image, connects: false);
        List<string> arguments = ["-nx", "-batch", "-ex", "set pagination off", "-ex", "set confirm off", "-ex", $"target remote {debugged.Endpoint}"];
        foreach (string command in commands)
            arguments.AddRange(["-ex", command]);
        arguments.Add(Images.Path(image));
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"{Program} is not installed");
            throw;
        }
        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            TestContext.Out.WriteLine(output + errors.Result);
            return (output + errors.Result).Split('\n');
        }
    }
}
