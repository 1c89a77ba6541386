using CcaEmu.Arm.Registers;
using CcaEmu.Cpu;
using CcaEmu.Machine.Firmware;
using CcaEmu.Monitor;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A monitor that does not do some calls of the Realm world, and is the real one in everything else.</summary>
/// <param name="monitor">The real one.</param>
/// <param name="refuses">Whether the call that a PE makes is one of them.</param>
/// <param name="answer">What it answers to those.</param>
internal sealed class RefusingMonitor(MonitorFirmware monitor, Func<ProcessingElement, bool> refuses, long answer)
    : ManagedFirmware(monitor.Level, monitor.State, monitor.VectorBase)
{
    protected override void OnEntry(ProcessingElement pe) => monitor.Enter(pe);

    protected override void OnResume(ProcessingElement pe) => monitor.Enter(pe);

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        bool isCall = fromLower && type == ExceptionType.Synchronous && new EsrValue(pe[SystemRegister.ESR_EL3]).EC == ExceptionClass.Smc64;
        if (!isCall || !refuses(pe))
        {
            monitor.Enter(pe);
            return;
        }
        (pe.X(0), pe.X(1)) = ((ulong)answer, 0);
        pe.ExceptionReturn();
    }
}
