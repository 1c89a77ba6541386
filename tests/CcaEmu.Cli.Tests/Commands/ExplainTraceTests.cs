namespace CcaEmu.Cli.Tests.Commands;

/// <summary>What <c>ccaemu explain --trace FILE</c> tells of an address, without running anything.</summary>
[Category("WholeMachine")]
public sealed class ExplainTraceTests
{
    private string _trace = "";

    [OneTimeSetUp]
    public void RecordOnce()
    {
        _trace = Path.GetTempFileName();
        CommandRun run = CommandRun.Of("run", Images.Path("fault"), "--trace", _trace, "--trace-kinds", "events");
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Error);
    }

    [OneTimeTearDown]
    public void Delete() => File.Delete(_trace);

    [Test]
    public void A_physical_address_is_told_with_who_set_it_so_its_states_and_the_calls_that_named_it()
    {
        CommandRun run = CommandRun.Of("explain", "pa", "0x80002000", "--trace", _trace);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.StartWith("PA 0x80002000 by a trace of "));
        Assert.That(run.Output, Does.Contain("as of the guest's last exit, at ").And.Match("; [0-9]+ later events about its page do not count"));
        Assert.That(run.Output, Does.Contain("set so by RMI_GRANULE_RANGE_DELEGATE of 0x80002000..0x80003000 from NS-EL2 on PE0 at "));
        Assert.That(run.Output, Does.Contain("granule 0x80002000 Delegated → Rd").And.Not.Contain("RMI_REALM_DESTROY"));
        Assert.That(run.Output, Does.Match("calls that named its page, the last 8 of [0-9]+:"));
    }

    [Test]
    public void At_another_moment_another_call_has_set_it_so()
    {
        string before = CommandRun.Of("explain", "pa", "0x80002000", "--trace", _trace, "--at", "5").Output;
        string behind = CommandRun.Of("explain", "pa", "0x80002000", "--trace", _trace, "--at", "1000000").Output;

        Assert.That(before, Does.Contain("as of 5.000 us; ").And.Contain("no call of the trace has delegated or undelegated it by then").And.Contain("calls that named its page: none"));
        Assert.That(behind, Does.Contain("as of 1000000.000 us\n").And.Contain("set so by RMI_GRANULE_RANGE_UNDELEGATE of 0x80002000..0x80003000"));
        Assert.That(behind, Does.Contain("RMI_REALM_DESTROY rd=0x80002000 → SUCCESS"));
    }

    [Test]
    public void The_moment_as_it_is_printed_is_the_moment_of_the_fault()
    {
        string[] found = CommandRun.Of("explain", "ipa", "0x40000000", "--trace", _trace).Output.Split('\n');
        string moment = found[1].Split(" at ")[1].Split(' ')[0];

        string[] asked = CommandRun.Of("explain", "ipa", "0x40000000", "--trace", _trace, "--at", moment).Output.Split('\n');

        Assert.That(found[1], Does.StartWith("as of the last fault on its page, at "));
        Assert.That(asked[1], Does.StartWith($"as of {moment} us"));
        Assert.That(asked[2..], Is.EqualTo(found[2..]));
    }

    [Test]
    public void An_ipa_that_faulted_is_told_with_its_fault()
    {
        CommandRun run = CommandRun.Of("explain", "ipa", "0x40000000", "--trace", _trace);
        Assert.That(run.Output, Does.Contain("no call of the trace has changed its entry"));
        Assert.That(run.Output, Does.Match("faults on its page:\n.*0x40000000"));
    }

    [Test]
    public void An_ipa_that_was_mapped_is_told_with_the_call_that_mapped_it() =>
        Assert.That(CommandRun.Of("explain", "ipa", "0x80000044", "--trace", _trace).Output, Does.Contain("set so by RMI_RTT_").And.Contain("ipa=0x80000000"));

    [Test]
    public void The_end_of_a_range_is_not_in_it_and_an_ipa_is_no_physical_address()
    {
        string end = CommandRun.Of("explain", "ipa", "0x84000000", "--trace", _trace).Output;
        string rec = CommandRun.Of("explain", "pa", "0x80002000", "--trace", _trace).Output;

        Assert.That(end, Does.Contain("by a trace of").And.Not.Contain("top=0x84000000"));
        Assert.That(rec, Does.Contain("rd=0x80002000").And.Not.Contain("RSI_IPA_STATE_GET"));
    }

    [TestCase("--at: expected --trace FILE with it, found none", "explain", "ipa", "0x80002000", "hello.elf", "--at", "5")]
    [TestCase("--at: expected modelled microseconds, such as 12.5, found 'soon'", "explain", "ipa", "0x80002000", "--trace", "x", "--at", "soon")]
    [TestCase("expected an image, or --trace FILE in its place, found neither", "explain", "pa", "0x80002000")]
    [TestCase("expected it in place of IMAGE, found both", "explain", "pa", "0x80002000", "hello.elf", "--trace", "x")]
    [TestCase("expected a trace", "explain", "pa", "0x80002000", "--trace", "/nowhere/at-all")]
    public void What_is_wrong_is_said_in_one_line(string because, params string[] args) => CommandRun.Of(args).MustRefuse(because);
}
