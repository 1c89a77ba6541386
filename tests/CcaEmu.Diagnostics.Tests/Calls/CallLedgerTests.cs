using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Arm.Rsi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Calls;
using CcaEmu.Memory;

namespace CcaEmu.Diagnostics.Tests.Calls;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CallLedgerTests
{
    private readonly List<CallRecord> _called = [];
    private readonly List<CallRecord> _returned = [];
    private readonly CallLedger _ledger = new();
    private Stage _stage = null!;

    [SetUp]
    public void SetUp()
    {
        _stage = new Stage();
        _stage.Machine.Bus.Subscribe(_ledger);
        _ledger.Subscribe(new Listener(_called, _returned));
        _stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
    }

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void An_rmi_call_is_paired_with_the_return_to_its_caller_across_the_rmms_own_calls()
    {
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.GranuleRangeDelegate, 0x9000_0000, 0x9000_1000);
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
        _stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.GtsiDelegate, 0x9000_0000);
        _stage.X(0).MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
        _stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.RmiReqComplete, 0, 0x9000_1000);
        _stage.X(0, 0x9000_1000).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);

        Assert.That(_called.Select(call => call.Name), Is.EqualTo(
            ["RMI_GRANULE_RANGE_DELEGATE", "RMM_GTSI_DELEGATE", "RMM_RMI_REQ_COMPLETE"]));
        Assert.That(_returned.Select(call => call.Name), Is.EqualTo(["RMM_GTSI_DELEGATE", "RMI_GRANULE_RANGE_DELEGATE"]));
        CallRecord rmi = _returned[1];
        Assert.That(rmi.Interface, Is.EqualTo(CallInterface.Rmi));
        Assert.That(rmi.Outcome, Is.EqualTo(CallOutcome.Returned));
        Assert.That(rmi.DescribeCall(), Is.EqualTo("RMI_GRANULE_RANGE_DELEGATE base=0x90000000 top=0x90001000"));
        Assert.That(rmi.DescribeResult(), Is.EqualTo("SUCCESS out_top=0x90001000"));
        // Three returns of EL3 and two more SMCs come after the call itself.
        Assert.That(rmi.EndCycles - rmi.StartCycles, Is.EqualTo(5 * ProcessingElement.ExceptionCycles));
    }

    [Test]
    public void The_rmms_hand_back_is_no_call_that_the_next_request_answers()
    {
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.Version);
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);
        _stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.RmiReqComplete);
        _stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.Features);
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc);

        Assert.That(_returned.Select(call => call.Name), Is.EqualTo(["RMI_VERSION"]));
        Assert.That(_called[1].Outcome, Is.EqualTo(CallOutcome.OneWay));
    }

    [Test]
    public void A_step_of_an_operation_names_the_command_that_began_it()
    {
        const ulong handle = 0x61A5;
        ulong incomplete = RmiResult.Incomplete(RmiMemoryRequest.None, canCancel: false).Value;
        HostCalls([(ulong)RmiCommand.RttCreate, 0x9000_0000, 0x9000_5000, 0x8000_0000, 2], [incomplete, handle]);
        HostCalls([(ulong)RmiCommand.OpContinue, handle, 0], [incomplete, handle]);
        HostCalls([(ulong)RmiCommand.OpMemDonate, handle], [incomplete, handle]);
        HostCalls([(ulong)RmiCommand.OpContinue, handle + 1, 0], [(ulong)RmiStatus.ErrorInput]);
        HostCalls([(ulong)RmiCommand.OpContinue, handle, 0], [0]);

        Assert.That(_called.Select(call => call.FullName), Is.EqualTo(
        [
            "RMI_RTT_CREATE", "RMI_OP_CONTINUE (of RMI_RTT_CREATE)", "RMI_OP_MEM_DONATE (of RMI_RTT_CREATE)", "RMI_OP_CONTINUE",
            "RMI_OP_CONTINUE (of RMI_RTT_CREATE)",
        ]));
        Assert.That(_returned[^1].DescribeCall(), Is.EqualTo("RMI_OP_CONTINUE (of RMI_RTT_CREATE) handle=0x61A5 flags=0x0"));
        Assert.That(_ledger.StatisticsOf(CallInterface.Rmi).Select(call => call.Name), Is.EqualTo(["RMI_OP_CONTINUE", "RMI_OP_MEM_DONATE", "RMI_RTT_CREATE"]));
    }

    [Test]
    public void A_host_call_completes_when_the_rec_is_resumed_behind_it()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x8000_2000);
        LeaveRealm();
        Assert.That(_returned.Select(call => call.Name), Is.EqualTo(["RMI_REC_ENTER"]), "the host call must still wait");
        EnterRealm(Stage.GuestPc + 4);

        Assert.That(_returned.Select(call => call.Name), Is.EqualTo(["RMI_REC_ENTER", "RSI_HOST_CALL"]));
        Assert.That(_returned[1].Outcome, Is.EqualTo(CallOutcome.Returned));
        Assert.That(_returned[1].Interface, Is.EqualTo(CallInterface.Rsi));
    }

    [Test]
    public void A_guest_that_is_sent_elsewhere_has_its_call_abandoned()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x8000_2000).RmmReturnsToGuest(Stage.GuestVectors + 0x200);

        Assert.That(_returned.Single().Outcome, Is.EqualTo(CallOutcome.Abandoned));
    }

    [Test]
    public void A_call_that_the_rmm_has_the_guest_make_again_counts_once()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.RealmConfig, 0x8000_3000).RmmReturnsToGuest(Stage.GuestPc);
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.RealmConfig, 0x8000_3000).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(_returned.Select(call => call.Outcome), Is.EqualTo([CallOutcome.Repeated, CallOutcome.Returned]));
        Assert.That(_ledger.StatisticsOf(CallInterface.Rsi).Single().Count, Is.EqualTo(1));
    }

    [Test]
    public void Calls_of_two_vcpus_at_the_same_address_are_told_apart()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x1000);
        _stage.Pe[SystemRegister.VMPIDR_EL2] = 1;
        _stage.RmmReturnsToGuest(Stage.GuestPc);
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x2000).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(_returned.Single().Arguments[1], Is.EqualTo(0x2000));
    }

    [Test]
    public void Who_calls_decides_the_interface()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RmiCommand.Version).RmmReturnsToGuest(Stage.GuestPc + 4);
        _stage.GuestSmc(Stage.GuestPc, 0x8400_0000).RmmReturnsToGuest(Stage.GuestPc + 4);

        Assert.That(_returned.Select(call => call.Interface), Is.EqualTo([CallInterface.Other, CallInterface.Psci]));
        Assert.That(_ledger.StatisticsOf(CallInterface.Rmi).Select(c => c.Name), Is.EqualTo(["RMI_REC_ENTER"]));
        Assert.That(_ledger.StatisticsOf(CallInterface.Psci).Select(c => c.Name), Is.EqualTo(["PSCI_VERSION"]));
    }

    [Test]
    public void Statistics_count_calls_by_name_and_sum_the_cycles_of_those_that_returned()
    {
        for (int i = 0; i < 3; i++)
        {
            _stage.Smc(Stage.HostPc, (ulong)RmiCommand.Version);
            _stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        }
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.Features);

        Assert.That(_ledger.StatisticsOf(CallInterface.Rmi), Is.EqualTo(
        [
            new CallStatistics("RMI_FEATURES", 1, 0),
            new CallStatistics("RMI_VERSION", 3, 3 * ProcessingElement.ExceptionCycles),
        ]));
    }

    [Test]
    public void Rec_enter_tells_the_exit_reason_of_the_run_page()
    {
        EnterRealm();
        _stage.GuestSmc(Stage.GuestPc, (ulong)RsiCommand.HostCall, 0x8000_2000);
        Write(RmiRecRunLayout.ExitReason, (ulong)RmiRecExitReason.HostCall);
        Write(RmiRecRunLayout.ExitImm, 0xCCA0);
        LeaveRealm();

        Assert.That(_returned.Single().DescribeResult(), Is.EqualTo("SUCCESS exit=HOST_CALL imm=0xCCA0"));
        Assert.That(_ledger.RecExits, Is.EqualTo([(RmiRecExitReason.HostCall, 1UL)]));
    }

    [Test]
    public void A_rec_enter_that_failed_has_no_exit()
    {
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter, 0x9000_1000, Stage.RunPage);
        _stage.X((ulong)RmiStatus.ErrorRec).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);

        Assert.That(_returned.Single().DescribeResult(), Is.EqualTo("ERROR_REC"));
        Assert.That(_ledger.RecExits, Is.Empty);
    }

    [Test]
    public void Svc_and_interrupts_are_no_calls()
    {
        _stage.Pe.TakeException(ExceptionLevel.EL2, ExceptionType.Synchronous, EsrValue.Create(ExceptionClass.Svc64, 0).Value, 0);
        _stage.Pe.TakeException(ExceptionLevel.EL2, ExceptionType.Irq, EsrValue.Create(ExceptionClass.Smc64, 0).Value, 0);

        Assert.That(_called, Is.Empty);
    }

    private void EnterRealm(ulong pc = Stage.GuestPc)
    {
        _stage.Smc(Stage.HostPc, (ulong)RmiCommand.RecEnter, 0x9000_1000, Stage.RunPage);
        _stage.MonitorReturnsTo(SecurityState.Realm, ExceptionLevel.EL2, Stage.RmmPc).RmmReturnsToGuest(pc);
    }

    private void HostCalls(ulong[] arguments, ulong[] results)
    {
        _stage.Smc(Stage.HostPc, arguments);
        _stage.X(results).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
    }

    private void LeaveRealm()
    {
        _stage.Smc(Stage.RmmPc, (ulong)RmmEl3Command.RmiReqComplete);
        _stage.X(0).MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
    }

    private void Write(int offset, ulong value) =>
        _stage.Pe.Physical.Write(new PhysicalAddress(Stage.RunPage + (ulong)offset, Pas.NonSecure), 8, value);

    private sealed class Listener(List<CallRecord> called, List<CallRecord> returned) : ICallObserver
    {
        public void OnCall(ProcessingElement pe, in CallRecord call) => called.Add(call);

        public void OnReturn(ProcessingElement pe, in CallRecord call) => returned.Add(call);
    }
}
