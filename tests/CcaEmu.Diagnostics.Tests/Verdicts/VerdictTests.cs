using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Evidence;
using CcaEmu.Diagnostics.Summaries;
using CcaEmu.Diagnostics.Verdicts;

namespace CcaEmu.Diagnostics.Tests.Verdicts;

public sealed class VerdictTests
{
    private const ulong Pc = Stage.GuestPc + 0x10;

    private Stage _stage = null!;
    private RunRecorder _recorder = null!;

    [SetUp]
    public void SetUp()
    {
        _stage = new Stage();
        _recorder = new RunRecorder(_stage.Machine);
        _stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter, 0x9000_1000, Stage.RunPage);
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(Stage.GuestPc);
    }

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void An_abort_injected_for_a_protected_address_is_laid_to_ripas_empty()
    {
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Version, 0x1_0001).X(0, 0x1_0001, 0x1_0001).RmmReturnsToGuest(Stage.GuestPc + 4);
        _stage.GuestAborts(Pc, 0x4000_0000).RmmInjectsAbort(Pc, 0x4000_0008);

        string report = Report("the realm failed: exit status 1");

        Assert.That(report, Does.Contain("what              the realm failed: exit status 1"));
        Assert.That(report, Does.Contain("cause             [guest.read-empty] IPA 0x40000008 is in the protected half (below 0x100000000)"));
        Assert.That(report, Does.Contain("0x140000008"), "advice names the device alias");
        Assert.That(report, Does.Contain(
            "first fault       Data Abort from the same EL, synchronous external abort, read, EA=1, injected by software above"));
        Assert.That(report, Does.Contain("PE0, Realm world, from R-EL1 to R-EL1, at PC 0x80000110 <read_empty+0x10> (empty.S:16)"));
        Assert.That(report, Does.Contain("ESR 0x96000210").And.Contain("DFSC [5:0] = 0x10: synchronous external abort"));
        Assert.That(report, Does.Contain("FAR 0x40000008"));
        Assert.That(report, Does.Contain("RSI_VERSION requested=1.1 → SUCCESS lower=1.1 higher=1.1"));
        Assert.That(report, Does.Contain("RMI_REC_ENTER rec=0x90001000 run=0x90000000 → (has not returned)"));
    }

    [Test]
    public void An_abort_injected_for_an_unprotected_address_is_laid_to_the_host()
    {
        _stage.GuestAborts(Pc, 0x1_4000_0000, (ulong)FaultStatusCode.TranslationLevel3 | 1 << 24).RmmInjectsAbort(Pc, 0x1_4000_0000);

        Assert.That(Judge().Best!.Cause.Id, Is.EqualTo("guest.no-device"));
    }

    [Test]
    public void Without_a_syndrome_the_access_itself_is_the_cause()
    {
        _stage.GuestAborts(Pc, 0x1_1C09_0000).RmmInjectsAbort(Pc, 0x1_1C09_0000);

        Assert.That(Judge().Best!.Cause.Id, Is.EqualTo("guest.mmio-no-syndrome"));
    }

    [Test]
    public void The_first_abnormal_exception_counts_and_not_the_last()
    {
        Take(EsrValue.Create(ExceptionClass.Svc64, 0), Pc);
        Take(EsrValue.Create(ExceptionClass.TrappedFpSimd, 0), Pc + 4);
        Take(EsrValue.Create(ExceptionClass.Brk64, 1), Pc + 8);

        Verdict verdict = Judge();

        Assert.That(verdict.Case.Fault!.PC, Is.EqualTo(Pc + 4));
        Assert.That(verdict.Best!.Cause.Id, Is.EqualTo("guest.fp-disabled"));
    }

    [Test]
    public void An_exception_that_the_guest_has_handled_is_not_the_cause()
    {
        Take(EsrValue.Create(ExceptionClass.Brk64, 1), Pc);
        _stage.Pe[SystemRegister.ELR_EL1] = Pc + 4;
        _stage.Pe.ExceptionReturn();
        Take(EsrValue.Create(ExceptionClass.SpAlignment, 0), Pc + 8);

        Assert.That(Judge().Best!.Cause.Id, Is.EqualTo("guest.sp-misaligned"));
    }

    [Test]
    public void A_handler_that_returns_in_vain_has_handled_nothing()
    {
        for (int i = 0; i < 3; i++)
        {
            Take(EsrValue.Create(ExceptionClass.DataAbortSame, (ulong)FaultStatusCode.TranslationLevel2), Pc);
            _stage.Pe[SystemRegister.ELR_EL1] = Pc;
            _stage.Pe.ExceptionReturn();
        }

        FaultScene scene = _recorder.Evidence.Scenes.Scenes.Single();
        Assert.That(scene.TimesInVain, Is.EqualTo(2));
        Assert.That(scene.IsHandled, Is.False);
    }

    [TestCase(0x28)]
    [TestCase(0x21)]
    [TestCase(0x35)]
    [TestCase(0x80 | 0x04)]
    public void What_an_abort_says_is_not_read_from_other_syndromes(int immediate)
    {
        Take(EsrValue.Create(ExceptionClass.Brk64, (ulong)immediate), Pc);

        Verdict verdict = Judge();
        Assert.That(verdict.Best!.Cause.Id, Is.EqualTo("guest.breakpoint"));
        Assert.That(verdict.Suspects, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_guests_own_stage_1_fault_is_laid_to_its_tables()
    {
        Take(EsrValue.Create(ExceptionClass.DataAbortSame, (ulong)FaultStatusCode.TranslationLevel2), Pc);

        Assert.That(Judge().Best!.Finding.Sentence, Does.Contain("has no translation in the guest's own tables"));
    }

    [Test]
    public void Without_any_fault_the_report_says_so()
    {
        Assert.That(Report("stopped"), Does.Contain("none: no exception but calls and interrupts was taken").And.Contain("unknown: nothing here fits a known cause"));
    }

    [Test]
    public void Calls_after_the_first_fault_do_not_drown_those_before_it()
    {
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Version).RmmReturnsToGuest(Stage.GuestPc + 4);
        Take(EsrValue.Create(ExceptionClass.Unknown, 0), Pc);
        for (int i = 0; i < 100; i++)
            _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Features, (ulong)i).RmmReturnsToGuest(Stage.GuestPc + 4);

        string report = Report("stopped");

        Assert.That(report, Does.Contain("events before it").And.Contain("RSI_VERSION").And.Not.Contain("RSI_FEATURES"));
    }

    [Test]
    public void Calls_that_repeat_themselves_are_told_once()
    {
        for (int i = 0; i < 5; i++)
            _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x8000_2000).X(0).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(Report("stopped"), Does.Contain("RSI_HOST_CALL ipa=0x80002000 → SUCCESS (5 times)"));
    }

    [Test]
    public void The_code_around_the_fault_is_listed_with_the_culprit_marked()
    {
        Take(EsrValue.Create(ExceptionClass.DataAbortSame, 0x10), Stage.GuestPc);
        string report = Report("the guest failed");
        Assert.That(report, Does.Contain($"  0x{Stage.GuestPc - 4:X}  d503201f  nop"));
        Assert.That(report, Does.Contain($"→ 0x{Stage.GuestPc:X}  f9400274  ldr x20, [x19]"));
    }

    [Test]
    public void A_verdict_that_is_not_sure_ranks_what_fits()
    {
        Take(EsrValue.Create(ExceptionClass.InstructionAbortSame, (ulong)FaultStatusCode.TranslationLevel2), 0x8000_0300);
        Verdict sure = Judge();
        Assert.That(sure.Suspects.Select(suspect => suspect.Finding.Certainty), Is.Ordered.Descending);
        Verdict unsure = sure with
        {
            Suspects = [new Suspect(CauseTable.All[0], new Finding(85, "one thing", "do this")), new Suspect(CauseTable.All[1], new Finding(75, "another", "do that"))],
        };
        var output = new StringWriter();
        VerdictReport.Write(output, unsure);

        Assert.That(sure.IsSure);
        Assert.That(unsure.IsSure, Is.False, "the second is close behind");
        Assert.That(output.ToString(), Does.Contain("not certain; these fit, the likeliest first:").And.Contain("1. (85 %)").And.Contain("2. (75 %)"));
    }

    [Test]
    public void Identifiers_of_causes_are_unique_and_say_whose_side()
    {
        string[] ids = [.. CauseTable.All.Select(cause => cause.Id)];
        Assert.That(ids, Is.Unique);
        // The machine's own errors are on nobody's side: no software can avoid them.
        Assert.That(ids, Has.All.Match("^(guest|host|vmm|rmm|monitor|machine)\\.[a-z0-9-]+$"));
    }

    private void Take(EsrValue esr, ulong pc) =>
        _stage.Pe.TakeException(ExceptionLevel.EL1, ExceptionType.Synchronous, esr.Value, pc, esr.IsDataAbort ? pc : null);

    private Verdict Judge(string what = "stopped") => Verdict.Of(new CaseFile
    {
        Status = RunStatus.Faulted,
        What = what,
        Evidence = _recorder.Evidence,
        Exceptions = _recorder.Exceptions,
        Map = new GuestMap(0x8000_0000, 0x40_0000, [new GuestDevice("PL011 UART", 0x1C09_0000, 0x1000)], 0x8000_0000, 0x8000_4000),
        Symbolizer = address => address >= Stage.GuestPc && address < Stage.GuestPc + 0x100 ? $"read_empty+0x{address - Stage.GuestPc:x}" : null,
        Lines = address => address == Pc ? "empty.S:16" : null,
        Code = address => address == Stage.GuestPc ? 0xF940_0274u : address == Stage.GuestPc - 4 ? 0xD503_201Fu : address == 0x8000_0300 ? 1u : null,
    });

    private string Report(string what)
    {
        var output = new StringWriter();
        VerdictReport.Write(output, Judge(what));
        return output.ToString();
    }
}
