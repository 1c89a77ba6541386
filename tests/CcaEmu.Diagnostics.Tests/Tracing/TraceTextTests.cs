using CcaEmu.Arm;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Rsi;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Tools;

namespace CcaEmu.Diagnostics.Tests.Tracing;

public sealed class TraceTextTests
{
    [Test]
    public void A_call_and_its_result_share_a_line_when_nothing_comes_between()
    {
        string[] lines = Trace(TraceKinds.Rmi, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.RttCreate, 0x9000_0000, 0x9000_5000, 0x8000_0000, 2);
            stage.X(RmiResult.ErrorRtt(1).Value).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        });

        Assert.That(lines, Is.EqualTo(
            ["       0.030us PE0 NS-EL2 RMI_RTT_CREATE rd=0x90000000 rtt=0x90005000 ipa=0x80000000 level=2 → ERROR_RTT(1)  [30 cycles]"]));
    }

    [Test]
    public void A_call_that_lets_others_speak_has_a_line_for_its_return()
    {
        string[] lines = Trace(TraceKinds.Rmi | TraceKinds.Rsi, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter, 0x9000_1000, Stage.RunPage);
            stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc);
            stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Version, 0x1_0001);
            stage.X(0, 0x1_0001, 0x1_0001).RmmReturnsToGuest(Stage.GuestPc + 4);
            stage.Pe.TakeException(ExceptionLevel.EL2, Cpu.ExceptionType.Irq, 0, Stage.GuestPc + 4);
            stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.RmiReqComplete);
            stage.X(0).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        });

        Assert.That(lines.Select(WithoutTime), Is.EqualTo(
        [
            "PE0 NS-EL2 RMI_REC_ENTER rec=0x90001000 run=0x90000000",
            "PE0 R-EL1  RSI_VERSION requested=1.1 → SUCCESS lower=1.1 higher=1.1  [30 cycles]",
            "PE0 NS-EL2 RMI_REC_ENTER → SUCCESS exit=SYNC ipa=0x0 (Unknown reason (UNDEFINED))  [210 cycles]",
        ]));
    }

    [Test]
    public void A_step_of_an_operation_is_shown_with_the_command_that_began_it()
    {
        ulong incomplete = RmiResult.Incomplete(RmiMemoryRequest.None, canCancel: false).Value;
        string[] lines = Trace(TraceKinds.Rmi | TraceKinds.Eret, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.RttUnprotMap, 0x9000_0000, 0x8000_0000, 0x8000_1000);
            stage.X(incomplete, 0x61A5).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.OpContinue, 0x61A5, 0);
            stage.X(0).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        });

        Assert.That(lines.Select(WithoutTime), Has.Some.EqualTo("PE0 NS-EL2 RMI_OP_CONTINUE (of RMI_RTT_UNPROT_MAP) handle=0x61A5 flags=0x0")
            .And.Some.StartsWith("PE0 NS-EL2 RMI_OP_CONTINUE (of RMI_RTT_UNPROT_MAP) → SUCCESS"));
    }

    [Test]
    public void Smc_shows_every_call_and_no_kind_shows_a_call_twice()
    {
        string[] lines = Trace(TraceKinds.Smc | TraceKinds.Rmi | TraceKinds.Exception, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.Version, 0x2_0000);
            stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
            stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.RmiReqComplete);
        });

        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(WithoutTime(lines[0]), Is.EqualTo("PE0 NS-EL2 RMI_VERSION requested=2.0"));
        Assert.That(WithoutTime(lines[1]), Does.StartWith("PE0 R-EL2  RMM_RMI_REQ_COMPLETE result0=0x"));
    }

    [Test]
    public void An_exception_shows_where_it_went_the_syndrome_in_words_and_the_addresses()
    {
        string[] lines = Trace(TraceKinds.Exception, stage =>
        {
            stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter);
            stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc);
            stage.GuestAborts(Stage.GuestPc, 0x4000_0000).RmmInjectsAbort(Stage.GuestPc, 0x4000_0000);
        });

        Assert.That(lines.Select(WithoutTime), Is.EqualTo(
        [
            "PE0 R-EL1  exception to R-EL2: Data Abort from a lower EL, translation fault, level 3, read FAR=0x40000000 IPA=0x40000000 ELR=0x80000100 <guest>",
            "PE0 R-EL1  injected into R-EL1: Data Abort from the same EL, synchronous external abort, read, EA=1 FAR=0x40000000 IPA=0x40000000 ELR=0x80000100 <guest>",
        ]));
    }

    [Test]
    public void Eret_shows_every_return()
    {
        string[] lines = Trace(TraceKinds.Eret, stage => stage.Smc(Stage.HostPc)
            .MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc));

        Assert.That(lines.Select(WithoutTime), Is.EqualTo(
            ["PE0 EL3    ERET to R-EL2 PC=0xFDC01000", "PE0 R-EL2  ERET to R-EL1 PC=0x80000100 <guest>"]));
    }

    [Test]
    public void A_call_that_never_returns_is_written_at_the_end()
    {
        string[] lines = Trace(TraceKinds.Psci, stage =>
        {
            stage.Smc(Stage.HostPc).MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc);
            stage.GuestSmc(Stage.GuestPc, 0x8400_0008);
        });

        Assert.That(lines.Select(WithoutTime), Is.EqualTo(["PE0 R-EL1  PSCI_SYSTEM_OFF"]));
    }

    [TestCase("rmi", TraceKinds.Rmi)]
    [TestCase("RMI, rsi", TraceKinds.Rmi | TraceKinds.Rsi)]
    [TestCase("rmi,rsi,smc,exception", TraceKinds.Rmi | TraceKinds.Rsi | TraceKinds.Smc | TraceKinds.Exception)]
    [TestCase("events", TraceKinds.Smc | TraceKinds.Exception | TraceKinds.Eret | TraceKinds.Console | TraceKinds.Granule)]
    [TestCase("all", TraceKinds.Events | TraceKinds.Instruction)]
    [TestCase("insn", TraceKinds.Instruction)]
    public void Lists_of_kinds_are_read(string list, TraceKinds expected)
    {
        Assert.That(TraceKindList.TryParse(list, out TraceKinds kinds, out _), Is.True);
        Assert.That(kinds, Is.EqualTo(expected));
    }

    [TestCase("rmi,foo", "foo")]
    [TestCase("", "")]
    [TestCase("rmi,,rsi", "")]
    public void Unknown_kinds_are_named(string list, string expected)
    {
        Assert.That(TraceKindList.TryParse(list, out _, out string? unknown), Is.False);
        Assert.That(unknown, Is.EqualTo(expected));
    }

    [Test]
    public void A_list_of_kinds_that_was_written_is_read_back()
    {
        for (var kinds = (TraceKinds)1; kinds <= TraceKinds.All; kinds++)
        {
            Assert.That(TraceKindList.TryParse(TraceKindList.Format(kinds), out TraceKinds read, out _), Is.True);
            Assert.That(read, Is.EqualTo(kinds));
        }
    }

    private static string[] Trace(TraceKinds kinds, Action<Stage> play)
    {
        var output = new StringWriter { NewLine = "\n" };
        using var text = new TraceText(output, address => address == Stage.GuestPc ? "guest" : null);
        foreach (TraceEvent one in RecordedStage.Events(kinds, play))
            text.Write(one);
        text.Flush();
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string WithoutTime(string line) => line[(line.IndexOf("us ", StringComparison.Ordinal) + 3)..];
}
