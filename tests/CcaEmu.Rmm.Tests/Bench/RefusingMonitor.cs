using CcaEmu.Arm.Registers;
using CcaEmu.Arm.RmmEl3;
using CcaEmu.Cpu;
using CcaEmu.Machine.Firmware;
using CcaEmu.Monitor;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>A monitor that refuses one call of the Realm world, with nothing done, and is the real one in everything else.</summary>
internal sealed class RefusingMonitor(MonitorFirmware monitor, FirmeCommand call, FirmeStatus answer)
    : ManagedFirmware(monitor.Level, monitor.State, monitor.VectorBase)
{
    protected override void OnEntry(ProcessingElement pe) => monitor.Enter(pe);

    protected override void OnResume(ProcessingElement pe) => monitor.Enter(pe);

    protected override void OnException(ProcessingElement pe, ExceptionType type, bool fromLower)
    {
        bool isCall = fromLower && type == ExceptionType.Synchronous && new EsrValue(pe[SystemRegister.ESR_EL3]).EC == ExceptionClass.Smc64;
        if (!isCall || pe.X(0) != (ulong)call)
        {
            monitor.Enter(pe);
            return;
        }
        (pe.X(0), pe.X(1)) = ((ulong)(long)answer, 0);
        pe.ExceptionReturn();
    }
}
