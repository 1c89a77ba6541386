using CcaEmu.Arm;
using CcaEmu.Arm.Registers;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Diagnostics.Faults;

namespace CcaEmu.Diagnostics.Tests.Faults;

public sealed class ExceptionHistoryTests
{
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
    public void A_demand_fault_that_is_resolved_is_no_injection()
    {
        // The guest's own vector page is fetched for the first time: the return goes to a vector, but to the one that was interrupted.
        _stage.Pe[SystemRegister.ELR_EL1] = Stage.GuestVectors + 0x200;
        _stage.GuestAborts(Stage.GuestVectors + 0x200, 0x8000_0000).RmmReturnsToGuest(Stage.GuestVectors + 0x200);

        Assert.That(_recorder.Exceptions.To(SecurityState.Realm, ExceptionLevel.EL1).Total, Is.Zero);
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

    private void Take(EsrValue esr, ulong pc) =>
        _stage.Pe.TakeException(ExceptionLevel.EL1, ExceptionType.Synchronous, esr.Value, pc, esr.IsDataAbort ? pc : null);
}
