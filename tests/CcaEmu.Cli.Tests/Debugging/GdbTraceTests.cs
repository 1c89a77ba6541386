using System.IO.Pipes;
using CcaEmu.Cli.Options;
using CcaEmu.Cli.Runs.Attachments;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Hypervisor.Vmm;
using Microsoft.Win32.SafeHandles;

namespace CcaEmu.Cli.Tests.Debugging;

/// <summary>A trace of every instruction while a debugger stops, steps, goes back and changes things.</summary>
internal sealed class GdbTraceTests
{
    private const ulong Entry = 0x8000_0000;

    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("gdb-trace").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_debugger_that_stops_steps_and_goes_back_leaves_the_trace_of_a_run_without_one([Values(1, 2)] int pes)
    {
        string name = pes == 1 ? "hello" : "smp";
        using (TraceFile trace = Open("debugged.trace"))
        using (var image = new DebuggedImage(name, pes, attachment: trace))
        {
            GdbClient gdb = image.Client;
            gdb.Ask($"Z0,{Entry:x},4");
            gdb.Ask("c");
            gdb.Ask($"z0,{Entry:x},4");
            for (int i = 0; i < 10; i++)
                gdb.Ask("vCont;s:1");
            Assert.That(gdb.Ask("bs"), Is.EqualTo("T05thread:1;"));
            Assert.That(gdb.Ask("bs"), Is.EqualTo("T05thread:1;"));
            Assert.That(gdb.Ask("c"), Does.Contain("replaylog:end"));
            Assert.That(gdb.Ask("c"), Is.EqualTo("W00"));
            image.WaitForEnd();
        }
        TraceWithoutDebugger(name, pes, "plain.trace");

        byte[] debugged = File.ReadAllBytes(In("debugged.trace"));
        Assert.That(debugged, Is.EqualTo(File.ReadAllBytes(In("plain.trace"))));
    }

    [Test]
    public void What_a_debugger_writes_to_a_register_is_not_said_of_an_instruction()
    {
        using (TraceFile trace = Open("debugged.trace"))
        using (var image = new DebuggedImage("hello", attachment: trace))
        {
            GdbClient gdb = image.Client;
            gdb.Ask($"Z0,{Entry:x},4");
            gdb.Ask("c");
            gdb.Ask("vCont;s:1");
            Assert.That(gdb.Ask("P1c=8877665544332211"), Is.EqualTo("OK"));
            gdb.Ask($"z0,{Entry:x},4");
            Assert.That(gdb.Ask("c"), Does.Contain("replaylog:end"));
            Assert.That(gdb.Ask("c"), Is.EqualTo("W00"));
            image.WaitForEnd();
        }

        string text = CommandRun.Of("trace", "show", In("debugged.trace")).Output;
        Assert.That(text, Does.Contain("PE0 R-EL1  registers X28=0x1122334455667788\n"));
        Assert.That(text, Does.Not.Match("0x8000000[0-9A-F]: .*X28=0x1122334455667788"));
    }

    [Test]
    public void Where_the_trace_goes_to_a_pipe_going_back_is_refused_and_the_run_goes_on([Values("bs", "bc")] string back)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var trace = new TraceFile(
            new FileStream(new SafeFileHandle(pipe.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write), new TraceHeader { Kinds = TraceKinds.Rmi });
        using var taken = new MemoryStream();
        Task reading = pipe.CopyToAsync(taken);
        using (var image = new DebuggedImage("hello", attachment: trace))
        {
            GdbClient gdb = image.Client;
            gdb.Ask($"Z0,{Entry:x},4");
            gdb.Ask("c");
            gdb.Printed.Clear();
            Assert.That(gdb.Ask(back), Is.EqualTo("T05thread:1;replaylog:begin;"));
            Assert.That(gdb.Printed.ToString(), Is.EqualTo(
                "going back is not possible: the trace of this run goes to a pipe and cannot begin anew, as it has to where a debugger goes back; name a file\n"));
            Assert.That(gdb.Pc, Is.EqualTo(Entry));
            Assert.That(gdb.Ask("vCont;s:1"), Is.EqualTo("T05thread:1;"));
            Assert.That(gdb.Ask("c"), Does.Contain("replaylog:end"));
            Assert.That(gdb.Ask("c"), Is.EqualTo("W00"));
            image.WaitForEnd();
        }
        trace.Dispose();
        pipe.DisposeLocalCopyOfClientHandle();
        Assert.That(reading.Wait(TimeSpan.FromMinutes(1)), "the trace has no end");

        Assert.That(TraceFileReader.TryOpen(taken, out TraceFileReader? whole, out string? error), error);
        Assert.That(whole!.Read().Count(), Is.EqualTo(whole.Records).And.GreaterThan(100));
    }

    private void TraceWithoutDebugger(string name, int pes, string file)
    {
        var request = new RunRequest { ImagePath = Images.Path(name), Pes = pes };
        Assert.That(RequestedImage.TryLoad(request, out RealmLaunch? image, out string? error), error);
        using TraceFile trace = Open(file);
        using var emulation = new Emulation(request, image!, trace.Hear(_ => { }));
        trace.Attach(emulation);
        emulation.Run(default);
        trace.Close();
    }

    private TraceFile Open(string name) => new(new FileStream(In(name), FileMode.Create, FileAccess.Write), new TraceHeader { Kinds = TraceKinds.All });

    private string In(string name) => Path.Combine(_folder, name);
}
