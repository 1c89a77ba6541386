using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tests.Faults;

public sealed class FaultReportTests
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
        Assert.That(report, Does.Contain(
            "first fault       Data Abort from the same EL, synchronous external abort, read, EA=1, injected by software above"));
        Assert.That(report, Does.Contain("PE0, from R-EL1 to R-EL1, at PC 0x80000110 <read_empty+0x10>"));
        Assert.That(report, Does.Contain("ESR 0x96000210"));
        Assert.That(report, Does.Contain("FAR 0x40000008"));
        Assert.That(report, Does.Contain("cause             IPA 0x40000000 is in the protected half (below 0x100000000) and its RIPAS is EMPTY"));
        Assert.That(report, Does.Contain("0x140000000"), "advice names the device alias");
        Assert.That(report, Does.Contain("realm, before it  RSI_VERSION requested=1.1 → SUCCESS lower=1.1 higher=1.1"));
        Assert.That(report, Does.Contain("host, before it   RMI_REC_ENTER rec=0x90001000 run=0x90000000 → (has not returned)"));
    }

    [Test]
    public void An_abort_injected_for_an_unprotected_address_is_laid_to_the_host()
    {
        _stage.GuestAborts(Pc, 0x1_4000_0000).RmmInjectsAbort(Pc, 0x1_4000_0000);

        Assert.That(FaultVerdict.Of(_recorder.Exceptions).Cause, Does.StartWith("the host knows no device at IPA 0x140000000"));
    }

    [Test]
    public void The_first_abnormal_exception_counts_and_not_the_last()
    {
        Take(EsrValue.Create(ExceptionClass.Svc64, 0), Pc);
        Take(EsrValue.Create(ExceptionClass.Unknown, 0), Pc + 4);
        Take(EsrValue.Create(ExceptionClass.Brk64, 1), Pc + 8);

        FaultVerdict verdict = FaultVerdict.Of(_recorder.Exceptions);

        Assert.That(verdict.First!.Value.ReturnAddress, Is.EqualTo(Pc + 4));
        Assert.That(verdict.Cause, Does.Contain("UNDEFINED"));
    }

    [Test]
    public void A_guests_own_stage_1_fault_is_laid_to_its_tables()
    {
        Take(EsrValue.Create(ExceptionClass.DataAbortSame, (ulong)FaultStatusCode.TranslationLevel2), Pc);

        Assert.That(FaultVerdict.Of(_recorder.Exceptions).Cause, Does.Contain("stage 1").And.Contain("translation fault, level 2"));
    }

    [Test]
    public void A_demand_fault_that_is_resolved_is_no_injection()
    {
        // The guest's own vector page is fetched for the first time: the return goes to a vector, but to the one that was interrupted.
        _stage.Pe[SystemRegister.ELR_EL1] = Stage.GuestVectors + 0x200;
        _stage.GuestAborts(Stage.GuestVectors + 0x200, 0x8000_0000).RmmReturnsToGuest(Stage.GuestVectors + 0x200);

        Assert.That(_recorder.Exceptions.To(SecurityState.Realm, ExceptionLevel.EL1).Total, Is.Zero);
    }

    [Test]
    public void Without_any_fault_the_report_says_so()
    {
        Assert.That(Report("the realm failed: exit status 1"), Does.Contain("none: no exception but calls and interrupts was taken"));
    }

    [Test]
    public void The_first_four_and_the_last_sixteen_are_kept()
    {
        for (ulong i = 0; i < 100; i++)
            Take(EsrValue.Create(ExceptionClass.Brk64, i), i * 4);

        ExceptionWindow window = _recorder.Exceptions.To(SecurityState.Realm, ExceptionLevel.EL1);

        Assert.That(window.Total, Is.EqualTo(100));
        Assert.That(window.Kept.Select(record => record.Syndrome.Imm16), Is.EqualTo(
            Enumerable.Range(0, 4).Concat(Enumerable.Range(84, 16)).Select(i => (ushort)i)));
    }

    [Test]
    public void Few_exceptions_are_kept_once()
    {
        for (ulong i = 0; i < 6; i++)
            Take(EsrValue.Create(ExceptionClass.Brk64, i), i * 4);

        Assert.That(_recorder.Exceptions.To(SecurityState.Realm, ExceptionLevel.EL1).Kept.Count(), Is.EqualTo(6));
    }

    [Test]
    public void Calls_after_the_first_fault_do_not_drown_those_before_it()
    {
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Version).RmmReturnsToGuest(Stage.GuestPc + 4);
        Take(EsrValue.Create(ExceptionClass.Unknown, 0), Pc);
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(_recorder.Faults.RealmCalls.Select(call => call.Name), Is.EqualTo(["RSI_VERSION"]));
    }

    [Test]
    public void Calls_that_repeat_themselves_are_told_once()
    {
        for (int i = 0; i < 5; i++)
            _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x8000_2000).X(0).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(Report("stopped"), Does.Contain("realm, at the end RSI_HOST_CALL ipa=0x80002000 → SUCCESS (5 times)"));
    }

    [Test]
    public void The_last_sixty_four_calls_are_kept()
    {
        for (int i = 0; i < 100; i++)
        {
            _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.Features, (ulong)i).X(0, (ulong)i);
            _stage.RmmReturnsToGuest(Stage.GuestPc + 4);
        }

        Assert.That(_recorder.Faults.RealmCalls.Select(call => call.Arguments[1]), Is.EqualTo(Enumerable.Range(36, 64).Select(i => (ulong)i)));
        Assert.That(_recorder.Faults.RealmCalls.All(call => call.DescribeResult().StartsWith("SUCCESS", StringComparison.Ordinal)));
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
    public void A_fault_outside_the_image_has_no_listing()
    {
        Take(EsrValue.Create(ExceptionClass.InstructionAbortSame, 0x10), 0x1000);
        Assert.That(Report("the guest failed"), Does.Not.Contain("→ 0x"));
    }

    private void Take(EsrValue esr, ulong pc) =>
        _stage.Pe.TakeException(ExceptionLevel.EL1, ExceptionType.Synchronous, esr.Value, pc, esr.IsDataAbort ? pc : null);

    private string Report(string what)
    {
        var output = new StringWriter();
        FaultReport.Write(
            output, what, _recorder.Exceptions, _recorder.Faults,
            address => address >= Stage.GuestPc && address < Stage.GuestPc + 0x100 ? $"read_empty+0x{address - Stage.GuestPc:x}" : null,
            address => address == Stage.GuestPc ? 0xF940_0274u : address == Stage.GuestPc - 4 ? 0xD503_201Fu : null);
        return output.ToString();
    }
}
